package cursor

import (
	"bytes"
)

// Opener is what opens a frame.
type Opener byte

// What a frame is opened by.
const (
	AtTop     Opener = 0
	InBody    Opener = 'b' // {, of a block
	InObject  Opener = '{'
	InList    Opener = '['
	InCall    Opener = '(' // also parentheses
	InString  Opener = '"'
	InHeredoc Opener = 'h'
	InInsert  Opener = '$' // ${ or %{
)

// Frame is a bracket or a string around a place, and what comes before the place in it.
type Frame struct {
	Opener
	Start  int // behind the bracket
	indent int // of the line of the bracket

	Head     []string // of a block: its type and labels
	HeadAt   int      // where the type is
	Words    []string // of the item so far, without the value
	WordsAt  int      // where the item begins
	Key      string   // of the value
	KeyAt    int
	Value    bool // behind = or :
	Operand  bool // behind a value, so that no other can follow
	Call     string
	Argument int // of a call, or the element of a list

	Names *[]Named // the keys and block types in it, also behind the place
	Texts *[]Named // the strings in a list, also behind the place
}

// Named is a name with its place.
type Named struct {
	Name string
	At   int
}

// Cursor is a place in a text, and what is around it.
type Cursor struct {
	Text    []byte
	At      int
	Frames  []Frame // the outermost first; at least one
	Comment bool    // within a comment
	End     int     // of the string that the place is in; its quote may be missing
	Closed  bool    // it is not
}

// Top is the innermost frame.
func (c *Cursor) Top() *Frame { return &c.Frames[len(c.Frames)-1] }

// New reads a text up to its end. Where it lacks brackets, its indentation tells what
// they are. inside says that the text is what is between quotes.
func New(text []byte, at int, inside bool) *Cursor {
	at = min(max(at, 0), len(text))
	r := reader{text: text, at: at, whole: inside}
	if !r.read() && !inside {
		again := reader{text: text, at: at, indented: true}
		again.read()
		r = again
	}
	return &r.Cursor
}

// reader is a reader of any text. It knows where items begin and end, and not what they mean.
type reader struct {
	Cursor
	text     []byte
	at       int
	whole    bool // the text is a string
	indented bool // a line that is not further in than the line of a bracket is not within it

	pos    int
	stack  []*Frame
	found  bool
	extra  bool // a bracket closes what is not open
	before int  // the end of the word before
}

// read reports whether all brackets match.
func (r *reader) read() bool {
	r.push(AtTop)
	if r.whole {
		r.push(InString)
		r.string()
	}
	for r.pos < len(r.text) && len(r.stack) > 0 {
		r.step()
	}
	r.capture(len(r.text))
	return len(r.stack) == 1 && !r.extra
}

func (r *reader) current() *Frame { return r.stack[len(r.stack)-1] }

func (r *reader) push(o Opener) *Frame {
	f := &Frame{Opener: o, Start: r.pos, indent: indentAt(r.text, r.pos), Names: new([]Named), Texts: new([]Named)}
	r.stack = append(r.stack, f)
	return f
}

// capture notes the place if nothing after to is before it.
func (r *reader) capture(to int) {
	if r.found || r.at > to {
		return
	}
	r.found = true
	r.Cursor = Cursor{Text: r.text, At: r.at, Frames: make([]Frame, len(r.stack)), End: r.at}
	for i, f := range r.stack {
		r.Frames[i] = *f
	}
}

func (r *reader) step() {
	from := r.pos
	switch b := r.text[r.pos]; {
	case b == '\n':
		r.capture(from)
		r.pos++
		r.newline()
	case b == ' ' || b == '\t' || b == '\r':
		r.capture(from)
		r.pos++
	case b == '#' || r.has("//"):
		r.lineComment()
	case r.has("/*"):
		r.blockComment()
	case b == '"':
		r.capture(from)
		r.pos++
		r.push(InString)
		r.string()
	case r.has("<<"):
		r.capture(from)
		r.heredoc()
	case IsWordByte(b):
		r.word()
	default:
		r.capture(from)
		r.mark(b)
	}
}

func (r *reader) has(prefix string) bool { return bytes.HasPrefix(r.text[r.pos:], []byte(prefix)) }

func (r *reader) lineComment() {
	from, end := r.pos, len(r.text)
	r.capture(from)
	if i := bytes.IndexByte(r.text[from:], '\n'); i >= 0 {
		end = from + i
	}
	r.skipComment(end, end)
}

func (r *reader) blockComment() {
	end := len(r.text)
	r.capture(r.pos)
	last := end
	if i := bytes.Index(r.text[r.pos:], []byte("*/")); i >= 0 {
		end = r.pos + i + len("*/")
		last = end - 1
	}
	r.skipComment(end, last)
}

// skipComment goes on at end. The comment is around places up to last.
func (r *reader) skipComment(end, last int) {
	if !r.found && r.at <= last {
		r.capture(end + 1)
		r.Comment = true
	}
	r.pos = end
}

// newline ends items, and, where brackets are missing, what is around them.
func (r *reader) newline() {
	f := r.current()
	if f.Opener == AtTop || f.Opener == InBody || f.Opener == InObject {
		f.endItem()
	}
	if !r.indented {
		return
	}
	line, _, _ := bytes.Cut(r.text[r.pos:], []byte("\n"))
	rest := bytes.TrimLeft(line, " \t\r")
	if len(rest) == 0 || rest[0] == '#' || bytes.HasPrefix(rest, []byte("//")) {
		return
	}
	indent := len(line) - len(rest)
	for len(r.stack) > 1 {
		f := r.current()
		closes := rest[0] == '}' || rest[0] == ']' || rest[0] == ')'
		if f.Opener == InString || f.indent < indent || closes && f.indent == indent {
			return
		}
		if r.pop(); f.Opener == InInsert {
			r.pop() // the string
		}
		r.current().endItem()
	}
}

func (f *Frame) endItem() { f.Words, f.Key, f.Value, f.Operand = nil, "", false, false }

// pop leaves the innermost frame, which is a value in the one around it.
func (r *reader) pop() {
	if len(r.stack) > 1 {
		r.stack = r.stack[:len(r.stack)-1]
		r.current().Operand = true
	}
}

func (r *reader) word() {
	from := r.pos
	for r.pos < len(r.text) && IsWordByte(r.text[r.pos]) {
		r.pos++
	}
	end := r.pos
	r.pos = from
	r.capture(end)
	r.pos, r.before = end, end
	text := string(r.text[from:end])
	r.current().take(text, from)
	switch text {
	case "for", "in", "if", "else":
		r.current().Operand = false
	}
}

// take notes a word, or a string.
func (f *Frame) take(text string, at int) {
	if f.Value || f.Opener != AtTop && f.Opener != InBody && f.Opener != InObject {
		f.Operand = true
		return
	}
	if len(f.Words) == 0 {
		f.WordsAt = at
	}
	f.Words = append(f.Words, text)
}

// mark reads a bracket or an operator.
func (r *reader) mark(b byte) {
	f := r.current()
	r.pos++
	switch b {
	case '{':
		r.brace(f)
	case '[':
		r.push(InList)
	case '(':
		call := ""
		if r.before == r.pos-1 {
			call = lastWord(r.text[:r.before])
		}
		r.push(InCall).Call = call
	case '}':
		r.close(InObject, InBody, InInsert)
	case ']':
		r.close(InList)
	case ')':
		r.close(InCall)
	case '=':
		r.equals(f)
	case ':':
		if f.Opener == InObject && !f.Value {
			f.begin()
		}
		f.Operand = false
	case ',':
		if f.Opener == InObject {
			f.endItem()
		}
		f.Argument++
		f.Operand = false
	case '.':
	default:
		f.Operand = false
	}
}

func (r *reader) brace(f *Frame) {
	if !f.Value && (f.Opener == AtTop || f.Opener == InBody) {
		head, at := f.Words, f.WordsAt
		if len(head) > 0 {
			*f.Names = append(*f.Names, Named{head[0], at})
		}
		f.endItem()
		body := r.push(InBody)
		body.Head, body.HeadAt = head, at
		return
	}
	r.push(InObject)
}

func (r *reader) equals(f *Frame) {
	if r.pos < len(r.text) && (r.text[r.pos] == '=' || r.text[r.pos] == '>') {
		r.pos++
	} else if !f.Value && (f.Opener == AtTop || f.Opener == InBody || f.Opener == InObject) {
		f.begin()
	}
	f.Operand = false
}

// begin begins the value of the item.
func (f *Frame) begin() {
	f.Value = true
	if len(f.Words) > 0 {
		f.Key, f.KeyAt = f.Words[0], f.WordsAt
		*f.Names = append(*f.Names, Named{f.Key, f.KeyAt})
	}
}

// close leaves the innermost frame with one of the openers. Brackets do not close braces.
func (r *reader) close(openers ...Opener) {
	for i := len(r.stack) - 1; i > 0; i-- {
		f := r.stack[i]
		for _, o := range openers {
			if f.Opener != o {
				continue
			}
			r.extra = r.extra || i < len(r.stack)-1
			r.stack = r.stack[:i+1]
			r.pop()
			switch f.Opener {
			case InBody:
				r.current().endItem()
				r.current().Operand = true // nothing follows on the line
			case InInsert:
				r.string()
			}
			return
		}
		if f.Opener == InBody || f.Opener == InObject || f.Opener == InInsert || f.Opener == InString {
			break
		}
	}
	r.extra = true
}

// string reads the rest of a string, up to its end, the end of the line, or an
// interpolation in it.
func (r *reader) string() {
	f := r.current()
	if f.Opener == InHeredoc {
		r.lines()
		return
	}
	for ; r.pos < len(r.text); r.pos++ {
		switch b := r.text[r.pos]; {
		case b == '\n' && !r.whole, b == '"' && !r.whole:
			r.endString(f, b == '"')
			return
		case b == '\\' && r.pos+1 < len(r.text) && r.text[r.pos+1] != '\n':
			if r.at == r.pos+1 {
				r.inside(f)
			}
			r.pos++
		case r.has("$${"), r.has("%%{"):
			r.pos += len("${")
		case r.has("${"), r.has("%{"):
			if r.at <= r.pos+1 {
				r.inside(f)
			}
			r.pos += len("${")
			r.push(InInsert)
			return
		}
	}
	r.pos = min(r.pos, len(r.text))
	r.endString(f, false)
}

// inside notes the place if it is in the string that is being read, before the current byte.
func (r *reader) inside(f *Frame) {
	if r.found || r.at > r.pos+1 || r.at < f.Start {
		return
	}
	r.capture(r.at)
	r.End, r.Closed = stringEnd(r.text, r.at, r.whole)
}

func (r *reader) endString(f *Frame, quote bool) {
	if !r.found && r.at <= r.pos {
		r.capture(r.at)
		r.End, r.Closed = r.pos, quote || r.whole
		if !r.Closed {
			r.End = r.at
		}
	}
	text := string(r.text[f.Start:r.pos])
	r.stack = r.stack[:len(r.stack)-1]
	if quote {
		r.pos++
	}
	if len(r.stack) == 0 {
		return
	}
	around := r.current()
	around.take(text, f.Start)
	if around.Opener == InList {
		*around.Texts = append(*around.Texts, Named{text, f.Start})
	}
}

// stringEnd is where the string around a place ends, without the quote.
func stringEnd(text []byte, at int, whole bool) (end int, closed bool) {
	if whole {
		return len(text), true
	}
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i, true
		case '\n':
			return at, false
		}
	}
	return at, false
}

// heredoc reads a heredoc with its lines.
func (r *reader) heredoc() {
	line, _, _ := bytes.Cut(r.text[r.pos:], []byte("\n"))
	word := bytes.TrimSpace(bytes.TrimPrefix(line[len("<<"):], []byte("-")))
	r.pos += len(line)
	if len(word) == 0 {
		return
	}
	f := r.push(InHeredoc)
	f.Call = string(word)
	r.lines()
}

// lines reads the lines of a heredoc up to an interpolation, or its end.
func (r *reader) lines() {
	f := r.current()
	for ; r.pos < len(r.text); r.pos++ {
		if r.text[r.pos] == '\n' {
			line, _, _ := bytes.Cut(r.text[r.pos+1:], []byte("\n"))
			if string(bytes.TrimSpace(line)) == f.Call {
				r.capture(r.pos)
				r.pos += 1 + len(line)
				r.pop()
				return
			}
			continue
		}
		if r.has("$${") || r.has("%%{") {
			r.pos += len("${")
			continue
		}
		if r.has("${") || r.has("%{") {
			r.capture(r.pos + 1)
			r.pos += len("${")
			r.push(InInsert)
			return
		}
	}
	r.pos = min(r.pos, len(r.text))
	r.capture(r.pos)
	r.pop()
}

// IsWordByte reports whether a byte can be in a word. A word can begin with a digit, and
// hold a hyphen.
func IsWordByte(b byte) bool {
	return b == '_' || b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}

func lastWord(text []byte) string {
	i := len(text)
	for i > 0 && IsWordByte(text[i-1]) {
		i--
	}
	return string(text[i:])
}

// indentAt is the width of the indentation of the line with a place.
func indentAt(text []byte, at int) int {
	begin := bytes.LastIndexByte(text[:at], '\n') + 1
	rest := bytes.TrimLeft(text[begin:], " \t")
	return len(text) - begin - len(rest)
}

// Word is the word around the place.
func (c *Cursor) Word() (start, end int) {
	start, end = c.At, c.At
	for start > 0 && IsWordByte(c.Text[start-1]) {
		start--
	}
	for end < len(c.Text) && IsWordByte(c.Text[end]) {
		end++
	}
	return start, end
}

// Chain are the steps of a reference before a place: template, release, and ["api"] in
// template.release["api"].na. Names are as they are; keys are in brackets.
func Chain(text []byte, at int) []string {
	var steps []string
	i := at
	for i > 0 && text[i-1] == '.' {
		i--
		for i > 0 && text[i-1] == ']' {
			open := bytes.LastIndexByte(text[:i], '[')
			if open < 0 || bytes.IndexByte(text[open:i], '\n') >= 0 {
				return nil
			}
			steps = append(steps, string(text[open:i]))
			i = open
		}
		word := lastWord(text[:i])
		if word == "" {
			return nil
		}
		steps = append(steps, word)
		i -= len(word)
	}
	for a, b := 0, len(steps)-1; a < b; a, b = a+1, b-1 {
		steps[a], steps[b] = steps[b], steps[a]
	}
	return steps
}
