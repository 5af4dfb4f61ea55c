package calls

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Workflows as people write them have the calls that the table beside them says, in
// these lines, and no others. The column reader is the language of the script; rows
// of a language that has no reader are left out.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("testdata/workflow/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want, partial := map[string][]string{}, map[string]bool{}
	for line := range strings.Lines(string(table)) {
		row := strings.Split(strings.TrimSpace(line), "\t")
		if language := Language(row[2]); language != Other && row[2] != "reader" && readerOf(language) == nil {
			partial[row[0]] = true
			continue
		}
		want[row[0]] = append(want[row[0]], row[1]+" "+row[3])
	}
	files, err := filepath.Glob("testdata/workflow/*.yml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if partial[name] {
			continue
		}
		if diff := cmp.Diff(want[name], wordsOf(t, file)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// wordsOf are the lines and calls of a file, read or not.
func wordsOf(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ReadNamed(file, text)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, call := range r.Calls {
		found = append(found, fmt.Sprintf("%03d %s", call.Line, call))
	}
	for _, unclear := range r.Unclear {
		found = append(found, fmt.Sprintf("%03d %s", unclear.Line, unclear.Call))
	}
	slices.Sort(found)
	for i, word := range found {
		found[i] = strings.TrimLeft(word, "0")
	}
	return found
}
