package calls

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/record"
)

const recordedUser = `{"method":"GET","host":"api.github.com","route":"/user","status":200,"token":"none","count":1}`

// recordOf is the document of a record with lists of calls, refused calls, and gaps.
func recordOf(calls, refused, gaps string) string {
	return fmt.Sprintf(`{"format_version":"1.0","complete":%t,"calls":[%s],"refused":[%s],"gaps":[%s],"started_at":"2026-01-02T03:04:05Z"}`, gaps == "", calls, refused, gaps)
}

const recordedGap = `{"kind":"direct_connection","detail":"A program \u001b[31mconnected\u202e.","count":1}`

// TestRecordKeepsItsGaps: no form of a document lets calls or gaps of a record get lost.
func TestRecordKeepsItsGaps(t *testing.T) {
	incomplete := recordOf(recordedUser, "", recordedGap)
	for name, text := range map[string]string{
		"behind a request":       `{"method":"GET","path":"/user"}` + "\n" + incomplete,
		"in a list":              "[" + incomplete + "]",
		"in an object":           `{"log":{"entries":[` + recordedUser + `]},"record":` + incomplete + "}",
		"twice":                  incomplete + incomplete,
		"without a time":         strings.Replace(incomplete, `,"started_at":"2026-01-02T03:04:05Z"`, "", 1),
		"without refused":        strings.Replace(incomplete, `"refused":[],`, "", 1),
		"without gaps":           strings.Replace(incomplete, `,"gaps":[`+recordedGap+`]`, "", 1),
		"refused, but it is not": recordOf(recordedUser, recordedUser, ""),
		"called, but refused":    recordOf(strings.Replace(recordedUser, "200", "403", 1), "", ""),
		"a count below zero":     recordOf(strings.Replace(recordedUser, `"count":1`, `"count":-1`, 1), "", ""),
		"a call that is nothing": recordOf(strings.Replace(recordedUser, `"count":1`, `"count":1,"is":[""]`, 1), "", ""),
		"of a later version":     strings.Replace(incomplete, `"1.0"`, `"2.0"`, 1),
		"complete with gaps":     strings.Replace(incomplete, "false", "true", 1),
	} {
		if r, err := Read([]byte(text)); err == nil && len(r.Unclear) == 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	r, err := Read([]byte(incomplete))
	if err != nil || len(r.Unclear) != 1 || len(r.Notes) != 1 || strings.ContainsFunc(r.Notes[0], isUnprintable) {
		t.Errorf("%+v, %v", r, err)
	}
}

func isUnprintable(c rune) bool { return c != '\n' && !unicode.IsPrint(c) }

func FuzzRecord(f *testing.F) {
	for _, text := range []string{
		recordOf(recordedUser, "", ""), recordOf(recordedUser, strings.Replace(recordedUser, "200", "404", 1), recordedGap),
		recordOf(strings.Replace(recordedUser, `"count":1`, `"count":1,"is":["git fetch","graphql mutation createIssue"]`, 1), "", ""),
		"[" + recordOf("", "", recordedGap) + "]",
	} {
		mutate.Add(f, []byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		document, err := record.Read(text)
		if err != nil {
			return
		}
		r, err := Read(text)
		if err != nil {
			t.Fatalf("record reads %q, but: %v", text, err)
		}
		if len(r.Unclear) < len(document.Gaps) || len(r.Calls) < len(document.Calls) {
			t.Errorf("%q gives %d calls and %d that are unclear", text, len(r.Calls), len(r.Unclear))
		}
		if len(document.Gaps) == 0 && len(document.Calls)+len(document.Refused) == 0 {
			t.Errorf("%q is complete and empty", text)
		}
		if slices.ContainsFunc(r.Notes, func(note string) bool { return strings.ContainsFunc(note, isUnprintable) }) {
			t.Errorf("%q gives the notes %q", text, r.Notes)
		}
	})
}
