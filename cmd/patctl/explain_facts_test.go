package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/command/explain"
)

// recordedOperation is an operation as the recorded facts have it.
type recordedOperation struct {
	access string // yes, no, public, unknown, or "needs SETS"
	sets   string
}

// recordedFacts are the files with operations, by the columns with the sets, with
// the conditions of these, and with the word that says whether fine-grained tokens
// can call it; -1: there is none.
var recordedFacts = []struct {
	file                     string
	sets, conditions, access int
}{
	{"endpoints.tsv", 2, 5, -1},
	{"unlisted.tsv", -1, -1, 2},
	{"endpoints-enterprise.tsv", 4, -1, 3},
}

// recordedOperations reads the facts that the catalog is generated from.
func recordedOperations(t *testing.T) map[string]recordedOperation {
	t.Helper()
	all := map[string]recordedOperation{}
	for _, facts := range recordedFacts {
		text, err := os.ReadFile(filepath.Join("..", "..", "internal", "catalog", "facts", facts.file))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
			columns := strings.Split(line, "\t")
			operation := recordedOperation{access: "yes"}
			if facts.access >= 0 {
				operation.access = columns[facts.access]
			}
			if facts.sets >= 0 && (facts.conditions < 0 || columns[facts.conditions] != "not-needed") {
				operation.sets = columns[facts.sets]
			}
			if sets, ok := strings.CutPrefix(operation.access, "needs "); ok {
				operation.access, operation.sets = "yes", sets
			}
			key := columns[0] + " " + columns[1]
			if _, twice := all[key]; twice {
				t.Errorf("%s: %s is recorded twice", facts.file, key)
			}
			all[key] = operation
		}
	}
	return all
}

// explainedList explains a list of calls, as the command does, and returns the
// document and the exit code.
func explainedList(t *testing.T, list []string) (doc explain.Document, code int, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	e := clitest.NewEnv(t, &out, &errs)
	e.Stdin = strings.NewReader(strings.Join(list, "\n"))
	code = command.Run(context.Background(), []string{"explain", "--json", "-"}, e)
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	return doc, code, errs.String()
}

// Every operation of the recorded facts is one that explain knows, and it
// answers as the facts do. None is called an endpoint that does not exist.
func TestExplainKnowsEveryRecordedOperation(t *testing.T) {
	recorded := recordedOperations(t)
	if len(recorded) < 1500 {
		t.Fatalf("the facts have only %d operations", len(recorded))
	}
	doc, code, stderr := explainedList(t, slices.Sorted(maps.Keys(recorded)))
	if code != cli.ExitFindings || stderr != "" || len(doc.Unknown)+len(doc.Unclear)+len(doc.OtherHosts) > 0 {
		t.Errorf("exit code %d, not known %q, unclear %v:\n%s", code, doc.Unknown, doc.Unclear, stderr)
	}
	for _, e := range doc.Endpoints {
		key := e.Method + " " + e.Path
		want, ok := recorded[key]
		if !ok {
			t.Errorf("%s is not in the facts", key)
			continue
		}
		delete(recorded, key)
		if got := answerText(e); got != want.Text() {
			t.Errorf("%s: %s, want %s", key, got, want.Text())
		}
		if closed := want.access != "yes"; closed != slices.Contains(doc.NotCovered, key) {
			t.Errorf("%s is among what is not covered: %t, want %t", key, !closed, closed)
		}
	}
	for key := range recorded {
		t.Errorf("%s is not explained", key)
	}
}

// Text is the answer that the facts give, with the permissions of a set by name.
func (o recordedOperation) Text() string {
	if o.access == "public" {
		return "no, public: "
	}
	sets := strings.Split(o.sets, " | ")
	for i := range sets {
		sets[i] = strings.Join(slices.Sorted(slices.Values(strings.Split(sets[i], " + "))), " + ")
	}
	return o.access + ": " + strings.Join(sets, " | ")
}

// answerText is the answer of explain in the words of the facts.
func answerText(e explain.ExplainedEndpoint) string {
	access := string(e.FineGrained)
	if access == "no" && e.PublicRead {
		access += ", public"
	}
	sets := make([]string, len(e.PermissionSets))
	for i, set := range e.PermissionSets {
		var needed []string
		for name, level := range set {
			needed = append(needed, name+":"+string(level))
		}
		sets[i] = strings.Join(slices.Sorted(slices.Values(needed)), " + ")
	}
	return access + ": " + strings.Join(sets, " | ")
}
