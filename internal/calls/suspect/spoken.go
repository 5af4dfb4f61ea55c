package suspect

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// inSentence is a method and a path of the API in a sentence: "may POST to
// /repos/octo-org/api/issues", "(GET /user/emails)". Whether the call is made, a
// sentence does not say for sure.
var inSentence = lazyregexp.New(`\b(GET|HEAD|POST|PUT|PATCH|DELETE)\b["'` + "`" + `*_]*,?\s+(?:(?:a|an|the|to|on|of|from|at|for|against|via|with|requests?|calls?)\s+){0,4}["'` + "`" + `*_(]*` +
	`((?:https?://api\.github\.com)?/(?:advisories|agents|app|apps|applications|assignments|classrooms|credentials|emojis|enterprises|events|feeds|gists|installation|issues|licenses|marketplace_listing|meta|networks|notifications|organizations|orgs|projects|rate_limit|repos|repositories|scim|search|teams|user|users)(?:/[^\s"'` + "`" + `)\]|,;*]*)?)(?:$|[\s"'` + "`" + `)\]|,;:.*])`)

// spokenCalls finds the calls that a text mentions besides those that are read: a line
// of a list may begin with one and continue.
func spokenCalls(text string, s *signs) []string {
	if s.argument || len(s.read) > 0 && !s.read[0].InText {
		return nil
	}
	for match := range inSentence.EachStringSubmatch(text) {
		if !s.isRead(match[1], strings.TrimRight(match[2], ".:")) {
			return []string{reading.Unreadable}
		}
	}
	return nil
}

// isRead reports whether a call is among those that were read in the line.
func (s *signs) isRead(method, target string) bool {
	for _, call := range s.read {
		if strings.HasPrefix(call.Text, method+" ") && strings.HasSuffix(strings.TrimRight(call.Text, ".:"), address.Expand(target)) {
			return true
		}
	}
	return false
}
