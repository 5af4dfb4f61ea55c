package calls

import (
	"regexp"
	"slices"
	"strings"
)

// requestsIn finds the requests in a line of a log, as access logs and verbose
// output have them: "GET /user HTTP/1.1". Only method and path are looked at, also
// where the log says that the answer was an error.
func requestsIn(text string) []Call {
	var found []Call
	for {
		before, after, ok := strings.Cut(text, " HTTP/")
		if !ok {
			return found
		}
		if call, ok := requestBefore(before); ok && after != "" && '0' <= after[0] && after[0] <= '9' {
			found = append(found, call)
		}
		text = after
	}
}

// requestBefore reads the method and the target at the end of a text.
func requestBefore(text string) (Call, bool) {
	text = strings.TrimRight(text, " ")
	space := strings.LastIndexByte(text, ' ')
	if space < 0 {
		return Call{}, false
	}
	words := strings.TrimRight(text[:space], " ")
	method := words[strings.LastIndexAny(words, " \t\"'>[")+1:]
	return Call{Text: strings.ToUpper(method) + " " + text[space+1:]}, isMethod(method) && space+1 < len(text)
}

// isMethod reports whether a word is a method that may do something. OPTIONS
// and CONNECT only prepare for it.
func isMethod(word string) bool {
	switch strings.ToUpper(word) {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE":
		return true
	}
	return false
}

// endpointIn reads a line that is nothing but an endpoint, with what lists put
// around it.
func endpointIn(text string) []Call {
	text, _, _ = strings.Cut(text, " #")
	text = strings.TrimSpace(strings.TrimLeft(text, "-*+> "))
	text = strings.Trim(strings.TrimRight(text, ",;"), "\"'` ")
	fields := strings.Fields(actionsExpression.ReplaceAllString(text, "{x}"))
	switch {
	case len(fields) == 2 && isMethod(fields[0]) && isTarget(fields[1]):
		return []Call{{Text: expandRepository(text)}}
	case len(fields) == 1 && isAddress(text):
		return []Call{{Text: expandRepository(text)}}
	case len(fields) == 1 && (strings.HasPrefix(text, "/") || documentedWords.MatchString(text)):
		return []Call{{Text: expandRepository(text), Doubtful: true}}
	}
	return nil
}

// actionsExpression is an expression of a workflow, which may hold spaces.
var actionsExpression = regexp.MustCompile(`\$\{\{[^{}]*\}\}`)

// documentedWords are the name of an operation, or a page of the documentation
// with an anchor.
var documentedWords = regexp.MustCompile(`^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?[/#][a-z][a-z0-9-]*$`)

// isTarget reports whether a word may be the path or the address of a call.
func isTarget(word string) bool { return strings.Contains(word, "/") }

// addressPrefixes begin the address of a call. Variables are those that GitHub
// sets.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
var addressPrefixes = []string{
	"https://", "http://", "api.github.com/", "uploads.github.com/",
	"$github_api_url/", "${github_api_url}/", "${{ github.api_url }}/", "${{github.api_url}}/",
}

// isAddress reports whether a word is an address, with or without its scheme.
func isAddress(word string) bool {
	lower := strings.ToLower(word)
	return slices.ContainsFunc(addressPrefixes, func(prefix string) bool { return strings.HasPrefix(lower, prefix) })
}
