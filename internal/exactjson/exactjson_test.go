package exactjson_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/mutate"
)

type document struct {
	Complete bool              `json:"complete"`
	Tokens   []token           `json:"tokens"`
	Labels   map[string]string `json:"labels"`
	Raw      json.RawMessage   `json:"raw"`
	At       *time.Time        `json:"at"`
	Inner    *document         `json:"inner"`
}

type token struct {
	ID int64 `json:"id"`
}

func TestUnmarshal(t *testing.T) {
	for _, ok := range []string{
		`{}`, ` { "complete" : true , "tokens" : [ { "id" : 1 } , {"id":2} ], "new": {"Complete": 1} } `,
		`{"labels": {"name": "x", "Name": "y", "complete": "z", "Complete": "z"}}`,
		`{"inner": {"inner": {"complete": false}}, "complete": false, "raw": {"a": [1, 2.5e3, null, "}\\\""]}}`,
	} {
		if err := exactjson.Unmarshal([]byte(ok), &document{}); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for data, want := range map[string]string{
		`{"complete": false, "complete": true}`:       `the key "complete" twice`,
		`{"complete": false, "\u0063omplete": true}`:  `the key "complete" twice`,
		`{"complete": false, "Complete": true}`:       `the key "Complete", which is not the same as "complete"`,
		`{"TOKENS": []}`:                              `the key "TOKENS", which is not the same as "tokens"`,
		"{\"to\u212aens\": []}":                       `which is not the same as "tokens"`,
		`{"inner": {"inner": {"Tokens": []}}}`:        `the key "Tokens"`,
		`{"tokens": [{"id": 1}, {"ID": 2}]}`:          `the key "ID"`,
		`{"raw": {"a": 1, "b": [{"c": 1, "c": 2}]}}`:  `the key "c" twice`,
		`{"labels": {"a": "x", "a": "y"}}`:            `the key "a" twice`,
		`{"tokens": [{"id": "7"}]}`:                   `the field tokens.id is a string where a number is due`,
		`{"tokens": [{"id": 92233720368547758080}]}`:  `the field tokens.id is a number that is out of range`,
		`{"tokens": {}}`:                              `the field tokens is an object where a list is due`,
		`[]`:                                          `it is a list where an object is due`,
		`{"at": "soon"}`:                              `the time "soon" is not written like`,
		`{"complete": tru}`:                           `it is not valid JSON at byte 17`,
		`{"complete": `:                               `it ends before the JSON is complete`,
		`{` + strings.Repeat(`"k":1,`, 40) + `"k":1}`: `the key "k" twice`,
		manyKeys(50) + `"key49": 1}`:                  `the key "key49" twice`,
	} {
		if err := exactjson.Unmarshal([]byte(data), &document{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", data, err, want)
		}
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		b.WriteString(`"key` + string(rune('0'+i/10)) + string(rune('0'+i%10)) + `": {},`)
	}
	return b.String()
}

// FuzzUnmarshal accepts nothing whose keys could be read in two ways.
func FuzzUnmarshal(f *testing.F) {
	mutate.Add(f, `{"complete": false, "Complete": true}`)
	mutate.Add(f, `{"tokens": [{"id": 1, "x": [[], {}, "\"", -1e3]}], "raw": {"a": null}}`)
	f.Fuzz(func(t *testing.T, data string) {
		var d document
		if exactjson.Unmarshal([]byte(data), &d) != nil {
			return
		}
		var loose map[string]json.RawMessage
		if json.Unmarshal([]byte(data), &loose) != nil {
			return // null
		}
		if _, exact := loose["complete"]; d.Complete && !exact {
			t.Errorf("%s: complete comes from another key", data)
		}
	})
}
