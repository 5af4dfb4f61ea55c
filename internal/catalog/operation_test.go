package catalog

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// recordedRows reads a table of the recorded facts, with the cells by column.
func recordedRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile("facts/" + name + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), "\n")
	columns := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[columns[i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// Every operation of GitHub's descriptions of github.com, Enterprise Cloud, and
// Enterprise Server must be known, with what it needs, that it needs nothing, that
// it is closed, or that GitHub's data does not say.
func TestEveryOperationIsKnown(t *testing.T) {
	count := map[FineGrained]int{}
	for _, table := range []string{"endpoints", "unlisted", "endpoints-enterprise"} {
		for _, row := range recordedRows(t, table) {
			e, ok := Default().Endpoint(row["method"], row["path"])
			found := Default().Find(Call{Method: row["method"], Path: row["path"]})
			if !ok || len(found) != 1 || found[0].String() != e.String() {
				t.Errorf("%s %s is found as %v", row["method"], row["path"], found)
				continue
			}
			count[e.FineGrained]++
			checkAnswer(t, row, e)
		}
	}
	for _, answer := range []FineGrained{FineGrainedYes, FineGrainedNo, FineGrainedUnknown} {
		if count[answer] == 0 {
			t.Errorf("no endpoint has the answer %s", answer)
		}
	}
	if sum := count[FineGrainedYes] + count[FineGrainedNo] + count[FineGrainedUnknown]; sum != len(Default().Endpoints()) {
		t.Errorf("%d operations have an answer, the catalog has %d", sum, len(Default().Endpoints()))
	}
}

func checkAnswer(t *testing.T, row map[string]string, e Endpoint) {
	t.Helper()
	access, sets := wantAnswer(row)
	if e.FineGrained != access || !slices.EqualFunc(e.Sets, ParseSets(sets), maps.Equal) {
		t.Errorf("%s: %s with %v, want %s with %q", e, e.FineGrained, e.Sets, access, sets)
	}
	if want := wantCertainty(row, access); e.Certainty() != want {
		t.Errorf("%s is %s, want %s", e, e.Certainty(), want)
	}
}

// wantAnswer reads a row in the words of the facts alone.
func wantAnswer(row map[string]string) (FineGrained, string) {
	sets, needs := strings.CutPrefix(row["fine_grained"], "needs ")
	switch {
	case needs:
		return FineGrainedYes, sets
	case row["condition"] == "not-needed":
		return FineGrainedYes, ""
	case row["fine_grained"] == "no" || row["fine_grained"] == "public":
		return FineGrainedNo, ""
	case row["fine_grained"] == "unknown":
		return FineGrainedUnknown, ""
	}
	return FineGrainedYes, row["permission_sets"]
}

func wantCertainty(row map[string]string, access FineGrained) Certainty {
	switch {
	case access == FineGrainedUnknown:
		return UnknownNeed
	case row["source"] == "observed":
		return ObservedNeed
	case row["grade"] == "judged" || row["source"] == "judgement":
		return DerivedNeed
	}
	return DocumentedNeed
}

// What GitHub's data does not show of an endpoint is told with it.
func TestNotes(t *testing.T) {
	for _, row := range recordedRows(t, "notes") {
		if e, ok := Default().Endpoint(row["method"], row["path"]); !ok || e.Note != row["note"] {
			t.Errorf("%s %s: note %q, want %q", row["method"], row["path"], e.Note, row["note"])
		}
	}
	if e, _ := Default().Endpoint("GET", "/zen"); e.Note != "" {
		t.Errorf("GET /zen: note %q", e.Note)
	}
}
