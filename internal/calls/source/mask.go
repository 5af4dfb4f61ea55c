package source

import (
	"bytes"
	"strings"
)

// tokenPrefixes begin GitHub's tokens.
var tokenPrefixes = []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"}

// minToken is how many letters and digits a token has behind its prefix at least.
const minToken = 16

// Mask replaces the letters and digits of every token of GitHub by "x", so that no
// token can get into an answer. All else stays in its place. A text without a token
// is returned as it is, without a copy.
func Mask(text []byte) []byte {
	masked := text
	for _, prefix := range tokenPrefixes {
		for at := bytes.Index(masked, []byte(prefix)); at >= 0; {
			from := at + len(prefix)
			to := endOfToken(masked, from)
			if to-from >= minToken {
				if &masked[0] == &text[0] {
					masked = bytes.Clone(text)
				}
				copy(masked[from:to], strings.Repeat("x", to-from))
			}
			next := bytes.Index(masked[to:], []byte(prefix))
			if next < 0 {
				break
			}
			at = to + next
		}
	}
	return masked
}

// endOfToken is where a token ends whose random part begins at an index.
func endOfToken(text []byte, from int) int {
	for from < len(text) && isTokenByte(text[from]) {
		from++
	}
	return from
}

func isTokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
