package language

import (
	"bytes"
)

// opener is what opens a frame.
type opener byte

const (
	atTop     opener = 0
	inBody    opener = 'b' // {, of a block
	inObject  opener = '{'
	inList    opener = '['
	inCall    opener = '(' // also parentheses
	inString  opener = '"'
	inHeredoc opener = 'h'
	inInsert  opener = '$' // ${ or %{
)

// frame is a bracket or a string around a place, and what stands before the place in it.
type frame struct {
	opener
	start  int // behind the bracket
	indent int // of the line of the bracket

	head     []string // of a block: its type and labels
	headAt   int      // where the type is
	words    []string // of the item so far, without the value
	wordsAt  int      // where the item begins
	key      string   // of the value
	keyAt    int
	value    bool // behind = or :
	operand  bool // behind a value, so that no other can follow
	call     string
	argument int // of a call, or the element of a list

	names *[]named // the keys and block types in it, also behind the place
	texts *[]named // the strings in a list, also behind the place
}

// named is a name with its place.
type named struct {
	name string
	at   int
}

// cursor is a place in a text, and what is around it.
type cursor struct {
	text    []byte
	at      int
	frames  []frame // the outermost first; at least one
	comment bool    // within a comment
	end     int     // of the string that the place is in; its quote may be missing
	closed  bool    // it is not
}

// top is the innermost frame.
func (c *cursor) top() *frame { return &c.frames[len(c.frames)-1] }

// newCursor reads a text up to its end. Where it lacks brackets, its indentation tells what
// they are. inside says that the text is what is between quotes.
func newCursor(text []byte, at int, inside bool) *cursor {
	at = min(max(at, 0), len(text))
	r := reader{text: text, at: at, whole: inside}
	if !r.read() && !inside {
		again := reader{text: text, at: at, indented: true}
		again.read()
		r = again
	}
	return &r.cursor
}

// reader is a reader of any text. It knows where items begin and end, and not what they mean.
type reader struct {
	cursor
	text     []byte
	at       int
	whole    bool // the text is a string
	indented bool // a line that is not further in than the line of a bracket is not within it

	pos    int
	stack  []*frame
	found  bool
	extra  bool // a bracket closes what is not open
	before int  // the end of the word before
}

// read reports whether all brackets match.
func (r *reader) read() bool {
	r.push(atTop)
	if r.whole {
		r.push(inString)
		r.string()
	}
	for r.pos < len(r.text) && len(r.stack) > 0 {
		r.step()
	}
	r.capture(len(r.text))
	return len(r.stack) == 1 && !r.extra
}

func (r *reader) current() *frame { return r.stack[len(r.stack)-1] }

func (r *reader) push(o opener) *frame {
	f := &frame{opener: o, start: r.pos, indent: indentAt(r.text, r.pos), names: new([]named), texts: new([]named)}
	r.stack = append(r.stack, f)
	return f
}

// capture notes the place if nothing after to is before it.
func (r *reader) capture(to int) {
	if r.found || r.at > to {
		return
	}
	r.found = true
	r.cursor = cursor{text: r.text, at: r.at, frames: make([]frame, len(r.stack)), end: r.at}
	for i, f := range r.stack {
		r.frames[i] = *f
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
		r.push(inString)
		r.string()
	case r.has("<<"):
		r.capture(from)
		r.heredoc()
	case isWordByte(b):
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
		r.comment = true
	}
	r.pos = end
}

// newline ends items, and, where brackets are missing, what is around them.
func (r *reader) newline() {
	f := r.current()
	if f.opener == atTop || f.opener == inBody || f.opener == inObject {
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
		if f.opener == inString || f.indent < indent || closes && f.indent == indent {
			return
		}
		if r.pop(); f.opener == inInsert {
			r.pop() // the string
		}
		r.current().endItem()
	}
}

func (f *frame) endItem() { f.words, f.key, f.value, f.operand = nil, "", false, false }

// pop leaves the innermost frame, which is a value in the one around it.
func (r *reader) pop() {
	if len(r.stack) > 1 {
		r.stack = r.stack[:len(r.stack)-1]
		r.current().operand = true
	}
}

func (r *reader) word() {
	from := r.pos
	for r.pos < len(r.text) && isWordByte(r.text[r.pos]) {
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
		r.current().operand = false
	}
}

// take notes a word, or a string.
func (f *frame) take(text string, at int) {
	if f.value || f.opener != atTop && f.opener != inBody && f.opener != inObject {
		f.operand = true
		return
	}
	if len(f.words) == 0 {
		f.wordsAt = at
	}
	f.words = append(f.words, text)
}

// mark reads a bracket or an operator.
func (r *reader) mark(b byte) {
	f := r.current()
	r.pos++
	switch b {
	case '{':
		r.brace(f)
	case '[':
		r.push(inList)
	case '(':
		call := ""
		if r.before == r.pos-1 {
			call = lastWord(r.text[:r.before])
		}
		r.push(inCall).call = call
	case '}':
		r.close(inObject, inBody, inInsert)
	case ']':
		r.close(inList)
	case ')':
		r.close(inCall)
	case '=':
		r.equals(f)
	case ':':
		if f.opener == inObject && !f.value {
			f.begin()
		}
		f.operand = false
	case ',':
		if f.opener == inObject {
			f.endItem()
		}
		f.argument++
		f.operand = false
	case '.':
	default:
		f.operand = false
	}
}

func (r *reader) brace(f *frame) {
	if !f.value && (f.opener == atTop || f.opener == inBody) {
		head, at := f.words, f.wordsAt
		if len(head) > 0 {
			*f.names = append(*f.names, named{head[0], at})
		}
		f.endItem()
		body := r.push(inBody)
		body.head, body.headAt = head, at
		return
	}
	r.push(inObject)
}

func (r *reader) equals(f *frame) {
	if r.pos < len(r.text) && (r.text[r.pos] == '=' || r.text[r.pos] == '>') {
		r.pos++
	} else if !f.value && (f.opener == atTop || f.opener == inBody || f.opener == inObject) {
		f.begin()
	}
	f.operand = false
}

// begin begins the value of the item.
func (f *frame) begin() {
	f.value = true
	if len(f.words) > 0 {
		f.key, f.keyAt = f.words[0], f.wordsAt
		*f.names = append(*f.names, named{f.key, f.keyAt})
	}
}

// close leaves the innermost frame with one of the openers. Brackets do not close braces.
func (r *reader) close(openers ...opener) {
	for i := len(r.stack) - 1; i > 0; i-- {
		f := r.stack[i]
		for _, o := range openers {
			if f.opener != o {
				continue
			}
			r.extra = r.extra || i < len(r.stack)-1
			r.stack = r.stack[:i+1]
			r.pop()
			switch f.opener {
			case inBody:
				r.current().endItem()
			case inInsert:
				r.string()
			}
			return
		}
		if f.opener == inBody || f.opener == inObject || f.opener == inInsert || f.opener == inString {
			break
		}
	}
	r.extra = true
}

// string reads the rest of a string, up to its end, the end of the line, or an
// interpolation in it.
func (r *reader) string() {
	f := r.current()
	if f.opener == inHeredoc {
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
			r.push(inInsert)
			return
		}
	}
	r.pos = min(r.pos, len(r.text))
	r.endString(f, false)
}

// inside notes the place if it is in the string that is being read, before the current byte.
func (r *reader) inside(f *frame) {
	if r.found || r.at > r.pos+1 || r.at < f.start {
		return
	}
	r.capture(r.at)
	r.end, r.closed = stringEnd(r.text, r.at, r.whole)
}

func (r *reader) endString(f *frame, quote bool) {
	if !r.found && r.at <= r.pos {
		r.capture(r.at)
		r.end, r.closed = r.pos, quote || r.whole
		if !r.closed {
			r.end = r.at
		}
	}
	text := string(r.text[f.start:r.pos])
	r.stack = r.stack[:len(r.stack)-1]
	if quote {
		r.pos++
	}
	if len(r.stack) == 0 {
		return
	}
	around := r.current()
	around.take(text, f.start)
	if around.opener == inList {
		*around.texts = append(*around.texts, named{text, f.start})
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
	f := r.push(inHeredoc)
	f.call = string(word)
	r.lines()
}

// lines reads the lines of a heredoc up to an interpolation, or its end.
func (r *reader) lines() {
	f := r.current()
	for ; r.pos < len(r.text); r.pos++ {
		if r.text[r.pos] == '\n' {
			line, _, _ := bytes.Cut(r.text[r.pos+1:], []byte("\n"))
			if string(bytes.TrimSpace(line)) == f.call {
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
			r.push(inInsert)
			return
		}
	}
	r.pos = min(r.pos, len(r.text))
	r.capture(r.pos)
	r.pop()
}

// isWordByte reports whether a byte can be in a word. A word can begin with a digit, and
// hold a hyphen.
func isWordByte(b byte) bool {
	return b == '_' || b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}

func lastWord(text []byte) string {
	i := len(text)
	for i > 0 && isWordByte(text[i-1]) {
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

// word is the word around the place.
func (c *cursor) word() (start, end int) {
	start, end = c.at, c.at
	for start > 0 && isWordByte(c.text[start-1]) {
		start--
	}
	for end < len(c.text) && isWordByte(c.text[end]) {
		end++
	}
	return start, end
}

// chain are the steps of a reference before a place: template, release, and ["api"] in
// template.release["api"].na. Names are as they are; keys are in brackets.
func chainBefore(text []byte, at int) []string {
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
