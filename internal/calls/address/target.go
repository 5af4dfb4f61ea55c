package address

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// API is an address of the API with a path. One without, in lower case as
// well, is the value of a setting, or the place where a path is added.
var API = lazyregexp.New(`(?i)(?:(?:api|uploads)\.(?:github\.com|[a-z0-9-]+\.ghe\.com)(?::\d+)?|/api/v3|github_api_url\}?|github\.api_url(?:\s*\}\})?)/*[^\s/"'` + "`" + `)\]},;?.:\\]`)

// Base is the address of the API without a path.
var Base = lazyregexp.New(`(?i)(?:\bapi\.(?:github\.com|[a-z0-9-]+\.ghe\.com)|/api/v3|GITHUB_API_URL(?:\s*:?[-=][^}\s]*)?\}?|github\.api_url(?:\s*\}\})?|["']GITHUB_API_URL["'][^)]*\)?)/?(?:$|["'` + "`" + `\s,;)}\]?])`)

// IsTarget reports whether a word may be the path or the address of a call.
func IsTarget(word string) bool { return strings.Contains(word, "/") }

// addressPrefixes begin the address of a call. Variables are those that GitHub
// sets.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
var addressPrefixes = []string{
	"https://", "http://", "api.github.com/", "uploads.github.com/",
	"$github_api_url/", "${github_api_url}/", "${{ github.api_url }}/", "${{github.api_url}}/",
}

// IsAddress reports whether a word is an address, with or without its scheme.
func IsAddress(word string) bool {
	lower := strings.ToLower(word)
	return slices.ContainsFunc(addressPrefixes, func(prefix string) bool { return strings.HasPrefix(lower, prefix) })
}

// IsMethod reports whether a word is a method that may do something. OPTIONS
// and CONNECT only prepare for it.
func IsMethod(word string) bool {
	switch strings.ToUpper(word) {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE":
		return true
	}
	return false
}
