package javascript

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
)

// expectation is what a comment says of its line, or of a line further up:
// "// => GET /user", "// ?> gh pr create", "// =3> GET /user".
var expectation = regexp.MustCompile(`(?://|/\*) ([=?])(\d*)> (.*?)(?: // | \*/|$)`)

// TestPrograms: each program of testdata has the calls that its comments name, in
// those lines, and no others.
func TestPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) < 15 {
		t.Fatalf("there are %d programs: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(expected(t, string(text)), found(Read(string(text)))); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func expected(t *testing.T, text string) []string {
	var want []string
	for n, line := range strings.Split(text, "\n") {
		for len(line) > 0 {
			at := expectation.FindStringSubmatchIndex(line)
			if at == nil {
				break
			}
			up := 0
			if digits := line[at[4]:at[5]]; digits != "" {
				var err error
				if up, err = strconv.Atoi(digits); err != nil {
					t.Fatal(err)
				}
			}
			want = append(want, strconv.Itoa(n+1-up)+" "+line[at[2]:at[3]]+" "+line[at[6]:at[7]])
			line = line[at[7]:]
		}
	}
	slices.Sort(want)
	return want
}

func found(r reading.Reading) []string {
	var got []string
	for _, call := range r.Calls {
		got = append(got, strconv.Itoa(call.Line)+" = "+call.Text)
	}
	for _, u := range r.Unclear {
		got = append(got, strconv.Itoa(u.Line)+" ? "+u.Call)
	}
	slices.Sort(got)
	return got
}
