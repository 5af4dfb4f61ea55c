package javascript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/mutate"
)

// FuzzRead: every text is read, twice the same, and what is found lies within it.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		mutate.AddFew(f, string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func(string) []string{
			func(text string) []string { return checked(t, text, false) },
			func(text string) []string { return checked(t, text, true) },
		} {
			if diff := cmp.Diff(read(text), read(text)); diff != "" {
				t.Errorf("the second reading is another:\n%s", diff)
			}
		}
	})
}

func checked(t *testing.T, text string, script bool) []string {
	r := Read(text)
	if script {
		r = ReadScript(text)
	}
	lines := strings.Split(text, "\n")
	within := func(line, column int) {
		if line < 1 || line > len(lines) || column < 1 || column > len(lines[line-1])+1 {
			t.Fatalf("%d:%d is not in the text", line, column)
		}
	}
	for _, call := range r.Calls {
		within(call.Line, call.Column)
	}
	for _, u := range r.Unclear {
		within(u.Line, u.Column)
		if u.Call == "" || strings.Trim(u.Call, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/- ") != "" {
			t.Fatalf("%q may not be printed", u.Call)
		}
	}
	if r.Comments < 0 || r.Others < 0 || r.Comments+r.Others > len(lines) {
		t.Fatalf("%d comments and %d others in %d lines", r.Comments, r.Others, len(lines))
	}
	return found(r)
}
