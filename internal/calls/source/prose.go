package source

import (
	"slices"
	"strings"
)

// WithoutComment cuts a comment at the end of a line.
func WithoutComment(text string) string {
	var mark byte // the quotation mark that is open
	for i := range len(text) {
		switch c := text[i]; {
		case c == mark:
			mark = 0
		case mark == 0 && (c == '\'' || c == '"'):
			mark = c
		case mark == 0 && i > 0 && (text[i-1] == ' ' || text[i-1] == '\t') && (c == '#' && !strings.HasPrefix(text[i:], "##[") || strings.HasPrefix(text[i:], "// ")):
			return text[:i]
		}
	}
	return text
}

// proseBefore are words before the name of a command in a sentence about it, but not in a
// shell script.
var proseBefore = []string{
	"the", "a", "an", "to", "use", "uses", "using", "your", "via", "by", "of", "that", "this", "is", "when", "after", "before", "from",
	"you", "can", "does", "how", "like", "needs", "cannot", "as", "or", "than", "about", "called", "our", "each", "every", "it", "not",
}

// longestWord is longer than any of these words with the punctuation around it.
const longestWord = 40

// IsProse reports whether the words before a command are those of a sentence.
func IsProse(before string) bool {
	words := strings.Fields(before[max(0, len(before)-longestWord):])
	return len(words) > 0 && slices.Contains(proseBefore, strings.ToLower(strings.Trim(words[len(words)-1], "`\"'(*_")))
}
