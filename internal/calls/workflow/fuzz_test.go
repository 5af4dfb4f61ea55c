package workflow

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/mutate"
)

// FuzzRead reads any text: every place lies within it, and the same text gives the
// same.
func FuzzRead(f *testing.F) {
	for _, file := range files {
		mutate.Add(f, file.text)
	}
	mutate.Add(f, "a: &a\n  <<: *a\n  run: CALL1\n")
	mutate.Add(f, "a: &a [*a]\n")
	mutate.Add(f, "\ruses:")
	mutate.Add(f, "a: 1\u0085steps:\u2029- run: |\r    CALL1\r    UNCLEAR2\n")
	mutate.Add(f, strings.Repeat("[", 9000)+"run: CALL1")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		r := Read(text, fakes)
		for _, call := range r.Calls {
			if call.Line < 1 || call.Line > lines || call.Column < 1 {
				t.Errorf("%q: call %+v", text, call)
			}
		}
		for _, unclear := range r.Unclear {
			if unclear.Line < 1 || unclear.Line > lines || unclear.Column < 1 {
				t.Errorf("%q: unclear %+v", text, unclear)
			}
		}
		if r.Comments < 0 || r.Others < 0 || r.Comments+r.Others > lines {
			t.Errorf("%q: %d comments and %d others", text, r.Comments, r.Others)
		}
		if diff := cmp.Diff(r, Read(text, fakes)); diff != "" {
			t.Errorf("%q, read twice: %s", text, diff)
		}
	})
}
