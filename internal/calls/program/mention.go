package program

import "strings"

// Mentions reports whether a text holds one of the words, without which it need not
// be read.
func Mentions(text string, words []string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// Speaks reports whether a string of a program says that it speaks to the API.
func Speaks(text string) bool {
	return strings.Contains(text, "api.github.com") || strings.Contains(text, "uploads.github.com") || strings.Contains(text, "/api/v3") ||
		strings.Contains(text, ".ghe.com") || strings.Contains(text, "GITHUB_API_URL") || strings.Contains(text, "application/vnd.github") || strings.Contains(text, "X-GitHub-Api-Version")
}
