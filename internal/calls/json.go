package calls

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/refusal"
	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/record"
)

// readJSON reads a text that is JSON: a HAR file, a collection of requests, or the
// events of an audit log, one on each line or in a list. ok is false for any other text.
func readJSON(text []byte) (r reading.Reading, ok bool, err error) {
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' {
		return r, false, nil
	}
	requests := requestReader{}
	decoder := json.NewDecoder(bytes.NewReader(trimmed))
	dense := exactjson.IsDense(trimmed)
	for decoder.More() {
		var value any
		into := any(&value)
		if dense {
			into = new(json.RawMessage)
		}
		if err := decoder.Decode(into); err != nil {
			if requests.values > 0 || trimmed[0] == '{' && len(trimmed) > 1 && startsObject(trimmed) {
				return r, false, fmt.Errorf("read it as JSON, because it begins with a brace: %w", err)
			}
			return r, false, nil
		}
		if dense {
			return r, false, errors.New("it is JSON, and its values are too short to be requests")
		}
		if object, isObject := value.(map[string]any); isObject && requests.values == 0 && record.Is(object) {
			return readRecord(trimmed)
		}
		requests.values++
		requests.read(value, 0)
	}
	if requests.record {
		return r, false, errors.New("it has a record among other JSON: explain the record in a file of its own")
	}
	if requests.Entry == 0 {
		return noRequests(trimmed)
	}
	return requests.Reading, true, nil
}

// startsObject reports whether a text begins as an object of JSON does, which few
// scripts do.
func startsObject(text []byte) bool {
	next := bytes.TrimSpace(text[1:])
	return len(next) == 0 || next[0] == '"' || next[0] == '}'
}

// noRequests says so of JSON without a request. Its lines may still hold commands.
func noRequests(text []byte) (reading.Reading, bool, error) {
	r := readText(string(text))
	if len(r.Calls)+len(r.Unclear)+len(r.Accepted) == 0 {
		return reading.Reading{}, false, errors.New("it is JSON without requests: a HAR file, a Postman collection, or audit log events have a method and a URL or route for each")
	}
	return r, true, nil
}

// requestReader goes through values of JSON for what is a request.
type requestReader struct {
	refusal.Object
	values int
	record bool // there is the document of a record, whose gaps would get lost
}

// maxDepth is how deep requests are looked for.
const maxDepth = 64

func (r *requestReader) read(value any, depth int) {
	if depth > maxDepth {
		r.Entry++
		r.Unclear = append(r.Unclear, reading.Unclear{Line: r.Entry, Call: reading.Unreadable})
		return
	}
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			r.read(element, depth+1)
		}
	case map[string]any:
		r.record = r.record || record.Is(v)
		if r.request(v) {
			r.Headers(v)
			return
		}
		if r.Refusal(v) {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			r.read(v[name], depth+1)
		}
	}
}

// The names under which requests keep their method and their target, in the
// order in which they are looked for.
var (
	methodNames = []string{"request_method", "http_method", "method"}
	targetNames = []string{"url_path", "route", "api_route", "url", "path"}
)

// request reads an object that is a request, or the entry of a HAR file.
func (r *requestReader) request(object map[string]any) bool {
	if inner, ok := object["request"].(map[string]any); ok && r.request(inner) {
		return true
	}
	method, target := textAt(object, methodNames), targetOf(object)
	if method == "" || target == "" {
		return false
	}
	r.Entry++
	switch upper := strings.ToUpper(method); {
	case !address.IsMethod(method):
		r.Others++ // a browser asks for permission with OPTIONS before it calls
	case address.IsOpen(target):
		r.Unclear = append(r.Unclear, reading.Unclear{Line: r.Entry, Call: reading.Unreadable})
	default:
		r.Calls = append(r.Calls, reading.Call{Text: upper + " " + target, Line: r.Entry})
	}
	return true
}

func textAt(object map[string]any, names []string) string {
	for _, name := range names {
		if text, ok := object[name].(string); ok && text != "" {
			return text
		}
	}
	return ""
}

// targetOf gives the address or path of a request. A collection keeps an address
// in parts, with the whole of it as raw.
func targetOf(object map[string]any) string {
	if parts, ok := object["url"].(map[string]any); ok {
		return address.Expand(textAt(parts, []string{"raw"}))
	}
	target := address.Expand(textAt(object, targetNames))
	if !address.IsTarget(target) {
		return ""
	}
	return target
}
