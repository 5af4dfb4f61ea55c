package reading

import "strings"

// Arguments are words behind the name of a command, or the inputs of an action. The
// zero value says that they are not known. Two are equal if their words are.
type Arguments string

// argumentStart begins each word. No word of a command line can hold it.
const argumentStart = "\x00"

// NewArguments returns arguments that are known.
func NewArguments(words ...string) Arguments {
	var b strings.Builder
	b.WriteString(argumentStart)
	for _, word := range words {
		b.WriteString(argumentStart + strings.ReplaceAll(word, argumentStart, " "))
	}
	return Arguments(b.String())
}

// Words returns them. known is false where they are not known.
func (a Arguments) Words() (words []string, known bool) {
	if a == "" {
		return nil, false
	}
	return strings.Split(string(a), argumentStart)[2:], true
}
