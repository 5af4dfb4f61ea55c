package calls

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
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
	return reading.Call{Text: strings.ToUpper(method) + " " + address.Expand(text[space+1:]), Shown: true}, address.IsMethod(method) && space+1 < len(text)
}

// listMark matches the bullet or number before a list item.
var listMark = lazyregexp.New(`^(?:(?:[-*+>]|\d{1,4}[.)])\s+)+`)

// endpointsIn reads a line that holds only an endpoint, with the marks that lists put
// around it, or a list item or table row that begins with an endpoint.
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
	case len(fields) == 2 && address.IsMethod(fields[0]) && address.IsTarget(fields[1]):
		return reading.Call{Text: address.Expand(text)}, true
	case len(fields) == 1 && address.IsAddress(text) && !strings.ContainsAny(text, "*<>\"'`"):
		return reading.Call{Text: address.Expand(text)}, true
	case len(fields) == 1 && (barePath.MatchString(text) || documentedWords.MatchString(text)):
		return reading.Call{Text: address.Expand(text), Doubtful: true}, true
	}
	return reading.Call{}, false
}

// barePath is a path with a name in it: neither a slash alone nor a pattern.
var barePath = lazyregexp.New("^/[\\w{$:][^*\\s\\\\\"'`<>|()\\[\\]]*$")

// firstInText is a method and a path before other text.
var firstInText = lazyregexp.New("^[`\"'*]*(GET|HEAD|POST|PUT|PATCH|DELETE)[`\"'*]*\\s+[`\"']?((?:https?://[^\\s`\"'|]+)?/[^\\s`\"'|,;]*)")

func firstEndpoint(text string) []reading.Call {
	match := firstInText.FindStringSubmatch(text)
	if match == nil {
		return nil
	}
	return []reading.Call{{Text: match[1] + " " + address.Expand(match[2]), InText: true}}
}

// tableRow reads the cells of a table: an endpoint each, or a method beside a path.
func tableRow(text string) []reading.Call {
	var found []reading.Call
	before := ""
	for cell := range strings.SplitSeq(strings.Trim(text, "|"), "|") {
		cell = strings.TrimSpace(cell)
		bare := strings.Trim(cell, "`\"'* ")
		if address.IsMethod(before) && strings.ToUpper(before) == before && strings.HasPrefix(bare, "/") {
			bare = before + " " + bare
		}
		before = bare
		found = append(found, firstEndpoint(bare)...)
	}
	return found
}

// actionsExpression is an expression of a workflow, which may hold spaces.
var actionsExpression = lazyregexp.New(`\$\{\{[^{}]*\}\}`)

// documentedWords are the name of an operation, or a page of the documentation
// with an anchor.
var documentedWords = lazyregexp.New(`^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?[/#][a-z][a-z0-9-]*$`)
