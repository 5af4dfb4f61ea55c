package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// isLetterOrDigit reports whether c is an ASCII letter or digit.
func isLetterOrDigit(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// IsSlug reports whether text can be the login of an organization, or of a
// user whom no enterprise manages: letters, digits, single inner hyphens.
func IsSlug(text string) bool {
	return isWord(text) && len(text) <= pat.MaxLoginLength &&
		!strings.HasSuffix(text, "-") && !strings.Contains(text, "--")
}

// isLogin reports whether text can be the login of a user. Old logins have
// hyphens at the end or two in a row, and those of managed users end in an
// underscore and the short code of their enterprise.
//
// https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
func isLogin(text string) bool {
	login, code, managed := strings.Cut(text, "_")
	return len(text) <= pat.MaxLoginLength && isWord(login) && (!managed || isWord(code))
}

// isWord reports whether text is of letters, digits and hyphens, and does not
// begin with a hyphen.
func isWord(text string) bool {
	return text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(c rune) bool {
		return !isLetterOrDigit(c) && c != '-'
	})
}

// meantLogin is the question for the login in an address, a mention or the full name of a
// repository, or "" where there is none.
func meantLogin(text string) string {
	login := strings.TrimPrefix(strings.TrimSpace(text), "@")
	if _, rest, ok := strings.Cut(login, "://"); ok {
		_, login, _ = strings.Cut(rest, "/")
	}
	login = strings.TrimPrefix(login, "github.com/")
	login, _, _ = strings.Cut(login, "/")
	login = strings.NewReplacer(" ", "-", "_", "-").Replace(login)
	if login == text || !IsSlug(login) {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", login)
}

// slugRule words what isSlug asks for.
const slugRule = "at most 39 letters, digits, and single hyphens between them"
