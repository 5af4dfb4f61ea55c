package operations

import "strings"

// The names that replace what a program inserts into a document. A name that contains
// hole is one of them.
const hole = "_P_T"

// opaque reports whether a name is put in by the program.
func opaque(name string) bool { return strings.Contains(name, hole) }

// filler puts names and variables into the places where a program puts its own
// text, so that the rest can be parsed. Lines stay where they are.
type filler struct {
	text    string
	values  bool // {x}, %s, <x>, and the like may be values
	doubled bool // {{ is {, and {x} is always put in

	out   strings.Builder
	stack []byte // what is open: ( [ {
	round int    // how many of these are (
	last  byte   // the last byte that is no space
}

func (f *filler) fill() string {
	for i := 0; i < len(f.text); {
		i = f.next(i)
	}
	return f.out.String()
}

// next writes what is at a place, and gives the next one.
func (f *filler) next(i int) int {
	switch c := f.text[i]; {
	case c == '"':
		return f.quoted(i)
	case (c == '$' || c == '#') && i+1 < len(f.text) && f.text[i+1] == '{', c == '$' && i+1 < len(f.text) && f.text[i+1] == '(':
		return f.put(i, closing(f.text, i+1))
	case c == '#':
		return f.copy(i, lineEnd(f.text, i))
	case f.doubled && (strings.HasPrefix(f.text[i:], "{{") || strings.HasPrefix(f.text[i:], "}}")):
		f.write(c)
		f.out.WriteByte(' ')
		return i + 2
	case c == '{' && (f.doubled || f.values && f.value()) && plainName(f.text, i+1):
		return f.put(i, closing(f.text, i))
	case c == '<' && f.values && f.value() && f.placeholder(i) > 0:
		return f.put(i, i+f.placeholder(i))
	case c == '%' && f.values && i+1 < len(f.text) && f.value():
		return f.put(i, i+2)
	default:
		f.write(c)
		return i + 1
	}
}

// write writes a byte of the document.
func (f *filler) write(c byte) {
	f.out.WriteByte(c)
	switch c {
	case '(', '[', '{':
		f.open(c)
	case ')', ']', '}':
		f.close()
	}
	if !strings.ContainsRune(" \t\r\n,", rune(c)) {
		f.last = c
	}
}

func (f *filler) open(c byte) {
	f.stack = append(f.stack, c)
	if c == '(' {
		f.round++
	}
}

func (f *filler) close() {
	if len(f.stack) == 0 {
		return
	}
	last := len(f.stack) - 1
	if f.stack[last] == '(' {
		f.round--
	}
	f.stack = f.stack[:last]
}

// copy writes a part of the text as it is.
func (f *filler) copy(from, to int) int {
	f.out.WriteString(f.text[from:to])
	return to
}

// arguments reports whether the place is within parentheses.
func (f *filler) arguments() bool { return f.round > 0 }

// value reports whether a value is due.
func (f *filler) value() bool {
	return f.arguments() && (f.last == ':' || f.stack[len(f.stack)-1] == '[')
}

// placeholder is the length of <a name> at a place, or 0 if there is none.
func (f *filler) placeholder(i int) int {
	const longest = 60
	return strings.IndexByte(f.text[i:min(i+longest, len(f.text))], '>') + 1
}

// put replaces a part that the program inserts.
func (f *filler) put(from, to int) int {
	var with string
	switch {
	case f.value():
		with = "$" + hole
	case f.arguments() && f.last == '$': // of a variable's name
		with = hole
	case f.arguments():
		with = hole + ":$" + hole + " "
	case len(f.stack) == 0 && f.definitionEnds(to):
		with = " "
	default:
		with = hole
	}
	f.out.WriteString(with + strings.Repeat("\n", strings.Count(f.text[from:to], "\n")))
	f.last = 'x'
	return to
}

// definitionEnds reports whether only definitions follow, and nothing that the
// part at hand could belong to.
func (f *filler) definitionEnds(to int) bool {
	if f.last != 0 && f.last != '}' && f.last != 'x' {
		return false
	}
	rest := strings.TrimLeft(f.text[to:], " \t\r\n,")
	if rest == "" || rest[0] == '$' || rest[0] == '#' {
		return true
	}
	for _, word := range []string{"query", "mutation", "fragment", "subscription"} {
		if strings.HasPrefix(rest, word) {
			return true
		}
	}
	return false
}

// quoted copies a string, in which a program may put anything.
func (f *filler) quoted(i int) int {
	f.last = '"'
	if strings.HasPrefix(f.text[i:], `"""`) {
		end := strings.Index(f.text[i+3:], `"""`)
		if end < 0 {
			return f.copy(i, len(f.text))
		}
		return f.copy(i, i+3+end+3)
	}
	f.out.WriteByte('"')
	for i++; i < len(f.text); {
		switch c := f.text[i]; {
		case c == '\\' && i+1 < len(f.text):
			i = f.copy(i, i+2)
		case c == '\n':
			return i
		case (c == '$' || c == '#') && i+1 < len(f.text) && (f.text[i+1] == '{' || f.text[i+1] == '('):
			end := closing(f.text, i+1)
			f.out.WriteString(hole) // no line ends in a string
			i = end
		default:
			f.out.WriteByte(c)
			i++
			if c == '"' {
				return i
			}
		}
	}
	return i
}

// closing is the place behind the bracket that closes the one at a place.
func closing(text string, i int) int {
	depth := 0
	for ; i < len(text); i++ {
		switch text[i] {
		case '{', '(', '[':
			depth++
		case '}', ')', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// plainName reports whether a name and a closing brace follow: {owner},
// {self.owner}, {owner!r}, {names[0]}.
func plainName(text string, i int) bool {
	const longest = 100
	end := strings.IndexByte(text[i:min(i+longest, len(text))], '}')
	if end <= 0 {
		return false
	}
	return strings.IndexFunc(text[i:i+end], func(c rune) bool {
		return !strings.ContainsRune("_.[]()!'\"", c) && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}) < 0
}

func lineEnd(text string, i int) int {
	if end := strings.IndexByte(text[i:], '\n'); end >= 0 {
		return i + end
	}
	return len(text)
}
