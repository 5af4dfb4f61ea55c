package scan

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens.
const (
	Punctuation Kind = iota // an operator or a bracket; what is not known is one too, byte by byte
	Name                    // an identifier or a keyword; "$x" and "@x" where the language has those, "-Uri" of PowerShell
	String                  // see Token.Text and Token.Parts
	Number
	Regexp
)

// Token is a token of a program.
type Token struct {
	Kind Kind
	// First: it is the first token of its line, and the line before does not say that it goes on.
	First bool
	// Text is the source of the token. For a string, it is the value, without quotes and with escapes
	// resolved, or "" if the string has Parts.
	Text string
	// Quote is what opens a string, with its prefix: `"`, "'''", `rf"`, "<<~", "%w[", `@"`.
	Quote string
	// Parts are those of a string that has expressions within; else nil.
	Parts []Part
	// Match is the distance to the matching bracket, in tokens. It is negative for a closing bracket,
	// and 0 if the token is not a bracket or has no partner.
	Match        int
	Line, Column int // from 1; columns are bytes
	From, To     int // the bytes of it in the text
}

// Part is a text, or an expression, in a string.
type Part struct {
	Text   string
	Tokens []Token // of an expression, with places in the whole text
	Source string  // of an expression; "" for a text
	// Expression tells an empty expression from a text.
	Expression bool
	From       int // where the text or the expression begins in the whole text
}

// Is reports whether the token is this punctuation or name.
func (t Token) Is(text string) bool {
	return (t.Kind == Punctuation || t.Kind == Name) && t.Text == text
}

// Program is a text as tokens.
type Program struct {
	Text     string
	Tokens   []Token
	Comments int // lines that hold a comment and nothing else
	// Broken: a string or a comment has no end, so that the rest of the text was not read. Readers
	// of calls must report that.
	Broken     bool
	BrokenLine int // where it begins
}

// Is reports whether the token at an index is this punctuation or name; false outside of tokens.
func Is(tokens []Token, i int, text string) bool {
	return i >= 0 && i < len(tokens) && tokens[i].Is(text)
}

// At returns the token at an index, or one that is nothing.
func At(tokens []Token, i int) Token {
	if i < 0 || i >= len(tokens) {
		return Token{}
	}
	return tokens[i]
}

// Partner returns the index of the bracket that belongs to the one at i, or -1 where it is not among
// the tokens.
func Partner(tokens []Token, i int) int {
	if i < 0 || i >= len(tokens) || tokens[i].Match == 0 {
		return -1
	}
	j := i + tokens[i].Match
	if j < 0 || j >= len(tokens) {
		return -1
	}
	return j
}
