package calls

import (
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// requestsIn finds the requests in a line of a log, as access logs and verbose
// output have them: "GET /user HTTP/1.1". Only method and path are looked at, also
// where the log says that the answer was an error.
func requestsIn(text string) []reading.Call {
	var found []reading.Call
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
func requestBefore(text string) (reading.Call, bool) {
	text = strings.TrimRight(text, " ")
	space := strings.LastIndexByte(text, ' ')
	if space < 0 {
		return reading.Call{}, false
	}
	words := strings.TrimRight(text[:space], " ")
	method := words[strings.LastIndexAny(words, " \t\"'>[")+1:]
	return reading.Call{Text: strings.ToUpper(method) + " " + expand(text[space+1:]), Shown: true}, isMethod(method) && space+1 < len(text)
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

// listMark is what stands before the element of a list.
var listMark = regexp.MustCompile(`^(?:(?:[-*+>]|\d{1,4}[.)])\s+)+`)

// endpointsIn reads a line that is nothing but an endpoint, with what lists put
// around it, or the element of a list or the row of a table that begins with one.
func endpointsIn(text string) []reading.Call {
	if strings.HasPrefix(text, "|") {
		return tableRow(text)
	}
	bare := strings.TrimSpace(listMark.ReplaceAllString(text, ""))
	isElement := bare != text
	whole, _, _ := strings.Cut(bare, " #")
	whole = strings.Trim(strings.TrimRight(strings.TrimSpace(whole), ",;"), "\"'` ")
	if call, ok := wholeEndpoint(whole); ok {
		return []reading.Call{call}
	}
	if isElement || strings.HasPrefix(bare, "`") {
		return firstEndpoint(bare)
	}
	return nil
}

// wholeEndpoint reads a text that is an endpoint and nothing else.
func wholeEndpoint(text string) (reading.Call, bool) {
	fields := strings.Fields(actionsExpression.ReplaceAllString(text, "{x}"))
	switch {
	case len(fields) == 2 && isMethod(fields[0]) && isTarget(fields[1]):
		return reading.Call{Text: expand(text)}, true
	case len(fields) == 1 && isAddress(text) && !strings.ContainsAny(text, "*<>\"'`"):
		return reading.Call{Text: expand(text)}, true
	case len(fields) == 1 && (barePath.MatchString(text) || documentedWords.MatchString(text)):
		return reading.Call{Text: expand(text), Doubtful: true}, true
	}
	return reading.Call{}, false
}

// barePath is a path with a name in it: neither a slash alone nor a pattern.
var barePath = regexp.MustCompile("^/[\\w{$:][^*\\s\\\\\"'`<>|()\\[\\]]*$")

// firstInText is a method and a path before other text.
var firstInText = regexp.MustCompile("^[`\"'*]*(GET|HEAD|POST|PUT|PATCH|DELETE)[`\"'*]*\\s+[`\"']?((?:https?://[^\\s`\"'|]+)?/[^\\s`\"'|,;]*)")

func firstEndpoint(text string) []reading.Call {
	match := firstInText.FindStringSubmatch(text)
	if match == nil {
		return nil
	}
	return []reading.Call{{Text: match[1] + " " + expand(match[2]), InText: true}}
}

// tableRow reads the cells of a table: an endpoint each, or a method beside a path.
func tableRow(text string) []reading.Call {
	var found []reading.Call
	before := ""
	for cell := range strings.SplitSeq(strings.Trim(text, "|"), "|") {
		cell = strings.TrimSpace(cell)
		bare := strings.Trim(cell, "`\"'* ")
		if isMethod(before) && strings.ToUpper(before) == before && strings.HasPrefix(bare, "/") {
			bare = before + " " + bare
		}
		before = bare
		found = append(found, firstEndpoint(bare)...)
	}
	return found
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
