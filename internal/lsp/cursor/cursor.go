package cursor

import "bytes"

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
	Start  int // after the bracket
	indent int // of the line of the bracket

	Head     []string // of a block: its type and labels
	Words    []string // of the item so far, without the value
	wordsAt  int      // where the item begins
	Key      string   // of the value
	Value    bool     // after = or :
	Operand  bool     // after a value, so that no other can follow
	Call     string
	Argument int // of a call, or the element of a list

	Names *[]Named // the keys and block types in it, including those after the place
	Texts *[]Named // the strings in a list, including those after the place
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

	line, width, seen int // where the line of a place begins, its indentation, and the place
}

// maxDepth is how many brackets are followed into one another. Configurations have at most 200.
const maxDepth = 1000

// read reports whether all brackets match.
func (r *reader) read() bool {
	r.push(AtTop)
	if r.whole {
		r.push(InString)
		r.string()
	}
	for r.pos < len(r.text) && len(r.stack) > 0 && len(r.stack) < maxDepth {
		r.step()
	}
	r.capture(len(r.text))
	return len(r.stack) == 1 && !r.extra
}

func (r *reader) current() *Frame { return r.stack[len(r.stack)-1] }

func (r *reader) push(o Opener) *Frame {
	f := &Frame{Opener: o, Start: r.pos, indent: r.indent(), Names: new([]Named), Texts: new([]Named)}
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
		f.wordsAt = at
	}
	f.Words = append(f.Words, text)
}

// IsWordByte reports whether a byte can be in a word. A word can begin with a digit, and
// contain a hyphen.
func IsWordByte(b byte) bool {
	return b == '_' || b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}

// LastWord is the word that a text ends with, or "".
func LastWord(text []byte) string {
	i := len(text)
	for i > 0 && IsWordByte(text[i-1]) {
		i--
	}
	return string(text[i:])
}

// indent is the width of the indentation of the line with the position, up to it. The line can be
// long, and have a bracket at each byte.
func (r *reader) indent() int {
	if i := bytes.LastIndexByte(r.text[r.seen:r.pos], '\n'); i >= 0 {
		r.line, r.width = r.seen+i+1, 0
	}
	r.seen = r.pos
	for at := r.line + r.width; at < r.pos && (r.text[at] == ' ' || r.text[at] == '\t'); at++ {
		r.width++
	}
	return r.width
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
		word := LastWord(text[:i])
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
