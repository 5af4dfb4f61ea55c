package suspect

import (
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// ghMentioned is a call of gh api, or of curl with the API, in a text that another
// program may run.
var ghMentioned = lazyregexp.New("(?:^|[\\s\"'`;&|(=/])\\bgh(?:\\.exe)?\\s+api\\b")

// spoken is a line of a program that writes a text.
var spoken = lazyregexp.New("\\b(?:console\\.\\w+|print(?:ln|f)?|log(?:ger|ging)?\\.\\w+|fmt\\.\\w*rint\\w*)\\s*\\(\\s*[fru]?[\"'`]")

// ghByVariable is gh under a name that a variable or another command gives.
var ghByVariable = lazyregexp.New(`(?:^|[\s;&|(])"?(?:\$\{?(?:GH|gh)\}?|\$\((?:which|command\s+-v|type\s+-p)\s+gh\))"?\s+[a-z]`)

// indirectCalls finds gh where another word, such as a variable, replaces the command.
func indirectCalls(text string) []string {
	switch {
	case ghByVariable.MatchString(text):
		return []string{"gh"}
	case spoken.MatchString(text):
		return nil
	}
	for _, at := range ghMentioned.FindAllStringIndex(text, -1) {
		if !source.IsProse(text[:at[0]+1]) {
			return []string{"gh api"}
		}
	}
	return nil
}
