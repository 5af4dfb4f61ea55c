package address

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Variable is the address of the API as GitHub's variables have it, with what
// a shell may add to a name.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
var Variable = lazyregexp.New(`(?i)^(?:\$\{GITHUB_API_URL(?::?[-=+?][^{}]*)?\}|\$GITHUB_API_URL|\$env:GITHUB_API_URL|\$\{\{\s*github\.api_url\s*\}\})(/|$)`)

// variable is a value that is not in the text, as the shells, workflows, Make,
// programs and templates write it.
var variable = lazyregexp.New(`\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$env:\w+|\$\(\w+\)|\$\w+|\$[@*]|%[A-Z_][A-Z0-9_]{2,}%|\{\{[^{}]*\}\}|#\{[^{}]*\}|%[sdv]\b|<[A-Za-z][\w-]*>`)

// lastName is the name of the value: the last word before an operator.
var lastName = lazyregexp.New(`^[\s!.$#]*((?:[\w-]+\.)*)([\w-]+)`)

// Expand writes a target so that package catalog reads it: each variable as
// {name}, GitHub's own variable of the repository as owner and name.
func Expand(target string) string {
	target = Variable.ReplaceAllString(target, "https://api.github.com$1")
	return variable.ReplaceAllStringFunc(target, func(text string) string {
		inner := strings.Trim(strings.TrimPrefix(text, "$env:"), "${}()#%<>")
		match := lastName.FindStringSubmatch(inner)
		switch {
		case match == nil:
			return "{value}"
		case match[2] == "GITHUB_REPOSITORY", match[1]+match[2] == "github.repository":
			return "{owner}/{repo}"
		}
		return "{" + strings.ReplaceAll(match[2], "-", "_") + "}"
	})
}

// openHost is an address whose host is a variable, or is followed by one.
var openHost = lazyregexp.New(`^(?i:https?://)[^/?#]*\{`)

// openPath matches a path that begins with a variable.
var openPath = lazyregexp.New(`^/*\{`)

// IsOpen reports whether an expanded target may be any endpoint.
func IsOpen(target string) bool {
	if openHost.MatchString(target) {
		host, _, _ := strings.Cut(strings.SplitN(target, "://", 2)[1], "/")
		host = host[strings.LastIndexByte(host, '@')+1:]
		return strings.Contains(host, "{") && !strings.Contains(target, "/api/v3/")
	}
	return openPath.MatchString(target)
}
