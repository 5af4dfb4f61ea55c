package client

import (
	"encoding/json"
	"strings"

	"github.com/patctl/patctl/internal/calls/operations"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// graphqlTarget is the address of GraphQL.
var graphqlTarget = lazyregexp.New(`(?i)^(?:https?://)?(?:[^/@]*@)?[^/]*/(?:api/)?graphql/?(?:[?#].*)?$`)

func isGraphQL(target string) bool { return graphqlTarget.MatchString(target) }

// document gives the calls of the document that a request sends: in its body, in a
// field of gh api, or in what it reads from its input.
func (r *request) document(input string) Outcome {
	var all Outcome
	found := false
	for _, data := range r.data {
		if text, is := documentIn(data, input); is {
			found = true
			all.add(documentCalls(text, r.call("POST", "").Accept))
		}
	}
	if !found {
		return Outcome{Unclear: []string{"graphql"}}
	}
	return all
}

// documentIn gives the document in a part of a body. is: the part has one, which may
// be "" where the text does not have it.
func documentIn(data, input string) (text string, is bool) {
	field, isField := strings.CutPrefix(data, "query=")
	switch {
	case isField && field == "@-":
		return input, true
	case isField && strings.HasPrefix(field, "@"):
		return "", true
	case isField:
		return field, true
	case data == "-" || data == "@-" || data == "@/dev/stdin":
		return documentInJSON(input), true
	case strings.HasPrefix(data, "@"):
		return "", true
	}
	text = documentInJSON(data)
	return text, text != ""
}

// queryMember is the document in JSON. A shell may put in its values.
var queryMember = lazyregexp.New(`"query"\s*:\s*"((?:[^"\\]|\\[\s\S])*)"`)

func documentInJSON(text string) string {
	match := queryMember.FindStringSubmatch(text)
	if match == nil {
		return ""
	}
	var document string
	inner := strings.NewReplacer("\n", `\n`, "\t", `\t`, "\r", "").Replace(match[1])
	if err := json.Unmarshal([]byte(`"`+inner+`"`), &document); err != nil {
		return strings.NewReplacer(`\n`, "\n", `\"`, `"`).Replace(match[1])
	}
	return document
}

// documentCalls reads a document.
func documentCalls(text, accept string) Outcome {
	if strings.TrimSpace(text) == "" {
		return Outcome{Unclear: []string{"graphql"}}
	}
	var o Outcome
	r := operations.Read(text)
	for _, call := range r.Calls {
		call.Accept = accept
		o.Calls = append(o.Calls, call)
	}
	for _, u := range r.Unclear {
		o.add(Outcome{Unclear: []string{u.Call}})
	}
	if len(r.Calls)+len(r.Unclear) == 0 {
		o.add(Outcome{Unclear: []string{"graphql"}})
	}
	return o
}
