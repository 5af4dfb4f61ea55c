package delegate

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// token is the name of a variable or a secret that holds a token of GitHub.
var token = lazyregexp.New(`(?i)^(?:[a-z0-9]+[_-])*(?:github|gh|ghe)(?:[_-][a-z0-9]+)*[_-](?:token|pat)$`)

// tokenEnds end such names.
var tokenEnds = []string{"token", "TOKEN", "Token", "PAT", "pat", "Pat"}

// maxName is longer than such a name.
const maxName = 100

// NamesToken reports whether a text names a token of GitHub: GITHUB_TOKEN, GH_PAT,
// secrets.RELEASE_GITHUB_TOKEN. It is fast for texts that do not.
func NamesToken(text string) bool {
	for _, ending := range tokenEnds {
		for at := 0; ; {
			i := strings.Index(text[at:], ending)
			if i < 0 {
				break
			}
			end := at + i + len(ending)
			if isToken(text, end) {
				return true
			}
			at = end
		}
	}
	return false
}

// isToken reports whether a name ends at an offset and is one of a token.
func isToken(text string, end int) bool {
	if end < len(text) && isNameByte(text[end]) {
		return false
	}
	begin := end
	for begin > 0 && end-begin < maxName && isNameByte(text[begin-1]) {
		begin--
	}
	return text[begin:end] == "token" && strings.HasSuffix(text[:begin], "github.") || token.MatchString(text[begin:end])
}

func isNameByte(b byte) bool {
	return b == '_' || b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
