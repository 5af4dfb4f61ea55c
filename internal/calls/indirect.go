package calls

import "regexp"

// handedToShell is a call of gh api in a text that another shell runs.
var handedToShell = regexp.MustCompile(`(?:\beval|\b(?:ba|z|da|k)?sh\b[^"';&|]*\s-\w*c)\s+["'].*\bgh(?:\.exe)?\s+api\b`)

// ghByVariable is gh under a name that a variable or another command gives.
var ghByVariable = regexp.MustCompile(`(?:^|[\s;&|(])"?(?:\$\{?(?:GH|gh)\}?|\$\((?:which|command\s+-v|type\s+-p)\s+gh\))"?\s+[a-z]`)

// indirectCalls finds gh where the command itself does not stand in its place.
func indirectCalls(text string, s *signs) []string {
	switch {
	case ghByVariable.MatchString(text):
		return []string{"gh"}
	case !s.found && handedToShell.MatchString(text):
		return []string{"gh api"}
	}
	return nil
}
