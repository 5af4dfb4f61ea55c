package auditreport_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestAuditSARIFIsValid holds the output against the schema that OASIS
// publishes, as the Go module github.com/owenrumney/go-sarif/v3 carries it.
func TestAuditSARIFIsValid(t *testing.T) {
	f, err := os.Open("testdata/sarif-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	source, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", source); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(formattest.Strangers, "plain") {
		d := auditreport.NewDocument(audittest.Of(s))
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(audittest.Write(t, "sarif", d, false)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// TestAuditSARIFPlaces: code scanning refuses a result without a place in the
// repository, and takes one with another fingerprint for another finding.
func TestAuditSARIFPlaces(t *testing.T) {
	var log SARIFLog
	if err := json.Unmarshal([]byte(audittest.Write(t, "sarif", auditreport.NewDocument(audittest.Of("x")), false)), &log); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range log.Runs[0].Results {
		if len(r.Locations) != 1 {
			t.Fatalf("%d locations", len(r.Locations))
		}
		place := r.Locations[0].PhysicalLocation
		got := fmt.Sprintf("%s:%d", place.ArtifactLocation.URI, place.Region.StartLine)
		if got != "tokens/ci/main.pat.hcl:3" && got != "tokens/ci/main.pat.hcl:1" {
			t.Errorf("%s is at %s", r.RuleID, got)
		}
		seen[r.PartialFingerprints["patctl/v1"]] = true
	}
	if len(seen) != len(log.Runs[0].Results) || seen[""] {
		t.Errorf("%d fingerprints for %d results", len(seen), len(log.Runs[0].Results))
	}
}

// TestAuditFingerprintsAreStable: neither time nor another name of a token
// makes a new alert of an old one.
func TestAuditFingerprintsAreStable(t *testing.T) {
	prints := func(change func(*audit.Subject)) []string {
		in := audittest.Of("x")
		for i := range in.Audit.Subjects {
			change(&in.Audit.Subjects[i])
		}
		var log SARIFLog
		if err := json.Unmarshal([]byte(audittest.Write(t, "sarif", auditreport.NewDocument(in), false)), &log); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range log.Runs[0].Results {
			out = append(out, r.PartialFingerprints["patctl/v1"])
		}
		return out
	}
	before := prints(func(*audit.Subject) {})
	after := prints(func(s *audit.Subject) {
		s.TokenName, s.Owner, s.Organization = "new", "octocat", strings.ToUpper(s.Organization)
		for i := range s.Findings {
			s.Findings[i].Message += "!"
			if s.Findings[i].Rule == "unused-token" {
				s.Findings[i].Actual = "101"
			}
		}
	})
	if !slices.Equal(before, after) {
		t.Errorf("%s became %s", before, after)
	}
}

// TestAuditSARIFIsNotTooLarge: GitHub refuses a file with more results than
// 25,000, so that the lightest are left out, which is said.
func TestAuditSARIFIsNotTooLarge(t *testing.T) {
	in := audittest.Of("x")
	drifted := in.Audit.Subjects[1] // with an error and a warning
	in.Audit.Subjects = nil
	for i := range 13000 {
		s := drifted
		s.ID = int64(i + 1)
		in.Audit.Subjects = append(in.Audit.Subjects, s)
	}
	var log SARIFLog
	if err := json.Unmarshal([]byte(audittest.Write(t, "sarif", auditreport.NewDocument(in), false)), &log); err != nil {
		t.Fatal(err)
	}
	errors := 0
	for _, r := range log.Runs[0].Results {
		if r.Level == "error" {
			errors++
		}
	}
	if n := len(log.Runs[0].Results); n != 25000 || errors != 13000 {
		t.Errorf("%d results, of which %d are errors", n, errors)
	}
	notes := log.Runs[0].Invocations[0].ToolExecutionNotifications
	if got := notes[len(notes)-1].Message.Text; !strings.HasPrefix(got, "1000 more findings of the lowest severity omitted") {
		t.Errorf("it says %q", got)
	}
}
