package worktree

import "strings"

// classes are the named sets of characters within brackets.
var classes = map[string]func(byte) bool{
	"alnum":  func(c byte) bool { return isLetter(c) || isDigit(c) },
	"alpha":  isLetter,
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  isDigit,
	"graph":  func(c byte) bool { return c > ' ' && c < 0x7f },
	"lower":  func(c byte) bool { return c >= 'a' && c <= 'z' },
	"print":  func(c byte) bool { return c >= ' ' && c < 0x7f },
	"punct":  func(c byte) bool { return c > ' ' && c < 0x7f && !isLetter(c) && !isDigit(c) },
	"space":  func(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' },
	"upper":  func(c byte) bool { return c >= 'A' && c <= 'Z' },
	"xdigit": func(c byte) bool { return isDigit(c) || strings.IndexByte("abcdefABCDEF", c) >= 0 },
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// fitsSet matches a byte with the set that begins at p. A set that never ends
// fits nothing.
func fitsSet(glob string, p int, c byte) (next int, ok bool) {
	i := p + 1
	negated := i < len(glob) && (glob[i] == '!' || glob[i] == '^')
	if negated {
		i++
	}
	for first := true; i < len(glob) && (first || glob[i] != ']'); first = false {
		if class, end, is := namedClass(glob, i); is {
			known, exists := classes[class]
			if !exists {
				return p, false
			}
			ok = ok || known(c)
			i = end
			continue
		}
		low, end := setMember(glob, i)
		high := low
		if end+1 < len(glob) && glob[end] == '-' && glob[end+1] != ']' {
			high, end = setMember(glob, end+1)
		}
		ok = ok || low <= c && c <= high
		i = end
	}
	if i >= len(glob) {
		return p, false
	}
	return i + 1, ok != negated
}

func setMember(glob string, i int) (c byte, end int) {
	if glob[i] == '\\' && i+1 < len(glob) {
		return glob[i+1], i + 2
	}
	return glob[i], i + 1
}

// namedClass reads [:alpha:] within a set.
func namedClass(glob string, i int) (name string, end int, ok bool) {
	if !strings.HasPrefix(glob[i:], "[:") {
		return "", i, false
	}
	name, _, ok = strings.Cut(glob[i+2:], ":]")
	return name, i + len("[::]") + len(name), ok
}
