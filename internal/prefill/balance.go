package prefill

// maxExpression is how long an expression in a program may be to be looked
// through, in bytes.
const maxExpression = 4 << 10

// maxNesting is how deep literals and interpolations may lie in each other.
const maxNesting = 16

// closing returns where the bracket that opens at i is closed, behind its other
// half, or -1. It knows the literals of most languages, and what JavaScript
// puts into backticks.
func closing(text []byte, i int) int {
	return closingWithin(text[:min(len(text), i+maxExpression)], i, 0)
}

func closingWithin(text []byte, i, depth int) int {
	if depth > maxNesting {
		return -1
	}
	open := 0
	for i < len(text) {
		switch text[i] {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			open--
			if open == 0 {
				return i + 1
			}
		case '"', '\'', '`':
			if i = literalEnd(text, i, depth+1); i < 0 {
				return -1
			}
			continue
		}
		i++
	}
	return -1
}

// literalEnd returns where the literal that opens at i ends, behind its
// quotation mark, or -1.
func literalEnd(text []byte, i, depth int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == quote:
			return i + 1
		case text[i] == '\n' && quote != '`':
			return -1
		case quote == '`' && text[i] == '$' && i+1 < len(text) && text[i+1] == '{':
			if i = closingWithin(text, i+1, depth+1) - 1; i < 0 {
				return -1
			}
		}
	}
	return -1
}

// operandEnd returns where an operand of a sum ends that begins at i: a name
// with what hangs on it, a call, something in brackets, or a literal. It is -1
// where there is none.
func operandEnd(text []byte, i int, dots bool) int {
	text = text[:min(len(text), i+maxExpression)]
	start := i
	for i < len(text) {
		c := text[i]
		switch {
		case isWord(c) || c == '$' || c == '@':
			i++
			continue
		case c == '(' || c == '[' || c == '{' && i > start:
			if i = closingWithin(text, i, 0); i < 0 {
				return -1
			}
			continue
		case i > start && (hasAt(text, i, "->") || hasAt(text, i, "::") || hasAt(text, i, "?.")):
			i += 2
			continue
		case i > start && c == '.' && dots && i+1 < len(text) && isWord(text[i+1]):
			i++
			continue
		case i > start && c == ' ' && isPrefixWord(text[start:i]) && i+1 < len(text) && isWord(text[i+1]):
			i++
			continue
		}
		break
	}
	if i == start {
		return -1
	}
	return i
}

// isPrefixWord reports whether a word precedes the operand that it belongs to.
func isPrefixWord(word []byte) bool { return string(word) == "new" || string(word) == "await" }

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|' ' >= 'a' && c|' ' <= 'z'
}

func hasAt(text []byte, i int, s string) bool {
	return len(text)-i >= len(s) && string(text[i:i+len(s)]) == s
}

// skipSpace returns where the next character is that is no blank or line break.
func skipSpace(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r') {
		i++
	}
	return i
}
