package refusal

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// Object reads objects of JSON.
type Object struct {
	reading.Reading
	Entry int // the number of the present object among those that are read
}

// messageNames are the names under which logs keep what a program said.
var messageNames = []string{"message", "msg", "error", "err", "text", "log", "stack"}

// Refusal reads an object that is the body of a refused call, an answer of GraphQL
// with refused fields, or the entry of a log with the message of a refusal.
func (r *Object) Refusal(object map[string]any) bool {
	fields := graphqlErrors(object)
	found, message := r.refusedIn(object)
	page, isBody := object["documentation_url"].(string)
	if fields == nil && found == nil && message == "" && !isBody {
		return false
	}
	r.Entry++
	if integration.MatchString(message) {
		r.Integration = append(r.Integration, r.Entry)
	}
	if isBody && found == nil {
		found = Calls("documentation_url: " + page)
	}
	switch {
	case fields != nil:
		for _, name := range fields {
			r.Unclear = append(r.Unclear, reading.Unclear{Line: r.Entry, Call: name})
		}
	case found == nil:
		r.Unclear = append(r.Unclear, reading.Unclear{Line: r.Entry, Call: reading.Refusal})
	}
	for _, call := range found {
		call.Line = r.Entry
		r.Calls = append(r.Calls, call)
	}
	r.Headers(object)
	return true
}

// refusedIn gives the calls that the messages of an object name, and the message
// of a refusal.
func (r *Object) refusedIn(object map[string]any) (found []reading.Call, message string) {
	for _, name := range messageNames {
		text, ok := object[name].(string)
		if !ok {
			continue
		}
		if refusalMessage.MatchString(text) || repeated.MatchString(text) {
			message = text
		}
		if calls := Calls(text); found == nil && calls != nil {
			found, message = calls, text
		}
	}
	return found, message
}

// graphqlErrors names the fields that GraphQL refused; nil: none.
func graphqlErrors(object map[string]any) []string {
	list, _ := object["errors"].([]any)
	var found []string
	for _, element := range list {
		e, _ := element.(map[string]any)
		if kind, _ := e["type"].(string); kind != "FORBIDDEN" && kind != "INSUFFICIENT_SCOPES" {
			continue
		}
		var words []string
		path, _ := e["path"].([]any)
		for _, part := range path {
			if word, ok := part.(string); ok && graphqlWord.MatchString(`"`+word+`"`) {
				words = append(words, word)
			}
		}
		if name := strings.TrimSpace("graphql " + strings.Join(words, ".")); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// Headers reads what GitHub said that a refused call takes. It says so of calls
// that it served, too, which adds nothing.
func (r *Object) Headers(object map[string]any) {
	if wasRefused(object) {
		r.headerIn(object, 0)
	}
}

func wasRefused(object map[string]any) bool {
	for _, holder := range []any{object, object["response"]} {
		if o, ok := holder.(map[string]any); ok {
			status, _ := o["status"].(float64)
			if status >= 400 && status < 500 {
				return true
			}
		}
	}
	return false
}

// maxHeader is how deep a header is in what names a call.
const maxHeader = 6

func (r *Object) headerIn(value any, depth int) {
	const header = "x-accepted-github-permissions"
	switch v := value.(type) {
	case []any:
		for _, element := range v[:min(len(v), nearby*nearby)] {
			if depth < maxHeader {
				r.headerIn(element, depth+1)
			}
		}
	case map[string]any:
		if name, _ := v["name"].(string); strings.EqualFold(name, header) {
			r.accept(v["value"])
			return
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if strings.EqualFold(name, header) {
				r.accept(v[name])
			} else if depth < maxHeader {
				r.headerIn(v[name], depth+1)
			}
		}
	}
}

func (r *Object) accept(value any) {
	text, _ := value.(string)
	if match := acceptedHeader.FindStringSubmatch("x-accepted-github-permissions: " + text); text != "" && match != nil {
		r.Accepted = append(r.Accepted, reading.Accepted{Line: r.Entry, Value: strings.TrimSpace(strings.ToLower(match[1]))})
	}
}
