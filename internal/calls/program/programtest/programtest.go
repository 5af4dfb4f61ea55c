// Package programtest holds readers of programs against programs whose lines say what
// they call. Only tests import it.
package programtest

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
	"github.com/patctl/patctl/internal/catalog"
)

// expectation is what a comment at the end of a line says: CALL, CANDIDATE, or UNCLEAR,
// and the words of what is called, with ";" between several.
var expectation = regexp.MustCompile(`(?:#|//) (CALL|CANDIDATE|UNCLEAR): (.*?)\s*(?:#>.*)?$`)

// Programs reads each file of a directory, and compares what was found with what its
// comments say, line by line.
func Programs(t *testing.T, dir string, read func(string) reading.Reading) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs in %s: %v", dir, err)
	}
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Expected(string(text)), Found(read(string(text)))); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

// Expected returns the calls that the comments of a program name, as lines.
func Expected(text string) []string {
	var want []string
	line := 0
	for part := range strings.SplitSeq(text, "\n") {
		line++
		match := expectation.FindStringSubmatch(part)
		if match == nil {
			continue
		}
		for words := range strings.SplitSeq(match[2], ";") {
			want = append(want, strconv.Itoa(line)+" "+match[1]+" "+strings.TrimSpace(words))
		}
	}
	slices.Sort(want)
	return want
}

// Found are the calls of a reading, as lines; a call of the REST API has the words of
// its endpoint.
func Found(r reading.Reading) []string {
	var got []string
	for _, call := range r.Calls {
		what := " CALL "
		if call.Candidate {
			what = " CANDIDATE "
		}
		got = append(got, strconv.Itoa(call.Line)+what+endpoint(call))
	}
	for _, unclear := range r.Unclear {
		got = append(got, strconv.Itoa(unclear.Line)+" UNCLEAR "+unclear.Call)
	}
	slices.Sort(got)
	return got
}

// endpoint are the words of the endpoint that a call names, or of the call.
func endpoint(call reading.Call) string {
	if call.Kind != reading.REST {
		return call.Text
	}
	parsed, err := catalog.ParseCall(call.Text)
	if err != nil {
		return err.Error()
	}
	found := catalog.Default().Find(parsed)
	if len(found) != 1 {
		return "no such endpoint: " + call.Text
	}
	return found[0].Method + " " + found[0].Path
}

// Fuzz is the invariant of readers: they take every text, give the same for the same,
// and places lie within the text.
func Fuzz(t *testing.T, text string, read func(string) reading.Reading) {
	t.Helper()
	r := read(text)
	if diff := cmp.Diff(r, read(text)); diff != "" {
		t.Errorf("the same text was read differently: %s", diff)
	}
	lines := strings.Count(text, "\n") + 1
	for _, call := range r.Calls {
		if call.Line < 1 || call.Line > lines || call.Column < 1 || call.Column > len(text)+1 || call.Text == "" {
			t.Errorf("%+v is not in a text of %d lines", call, lines)
		}
	}
	for _, unclear := range r.Unclear {
		if unclear.Line < 1 || unclear.Line > lines || unclear.Column < 1 || unclear.Column > len(text)+1 || !printable.MatchString(unclear.Call) {
			t.Errorf("%+v is not in a text of %d lines, or not printable", unclear, lines)
		}
	}
}

// printable is what a place that is not understood may be called.
var printable = regexp.MustCompile(`^[\w. /-]+$`)
