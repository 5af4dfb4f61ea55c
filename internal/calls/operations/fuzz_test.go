package operations

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/mutate"
)

// FuzzRead reads any text: places lie within it, words can be printed, and the
// same text gives the same.
func FuzzRead(f *testing.F) {
	for _, document := range documents {
		mutate.Add(f, document.text)
	}
	mutate.Add(f, "{"+strings.Repeat("a{", 2000)+"}")
	f.Fuzz(func(t *testing.T, text string) {
		r := Read(text)
		lines := strings.Count(text, "\n") + 1
		for _, call := range r.Calls {
			if call.Kind != reading.GraphQL || call.Line < 1 || call.Line > lines || call.Column < 1 || !printable(call.Text) {
				t.Errorf("%q: call %+v", text, call)
			}
		}
		for _, unclear := range r.Unclear {
			if unclear.Line < 1 || unclear.Line > lines || unclear.Column < 1 || !printable(unclear.Call) {
				t.Errorf("%q: unclear %+v", text, unclear)
			}
		}
		if strings.TrimSpace(text) != "" && len(parse(text)) == 0 {
			t.Errorf("%q is passed over", text)
		}
		if diff := cmp.Diff(r, Read(text)); diff != "" {
			t.Errorf("%q, read twice: %s", text, diff)
		}
	})
}

func printable(word string) bool {
	return strings.HasPrefix(word, "graphql") && strings.IndexFunc(word, func(c rune) bool {
		return !strings.ContainsRune("._/- ", c) && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}) < 0
}
