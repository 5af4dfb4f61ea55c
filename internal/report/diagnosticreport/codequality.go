package diagnosticreport

import (
	"bytes"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// qualityIssue is a diagnostic as GitLab shows it on the lines of a merge request.
//
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type qualityIssue struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"`
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

// codequality writes a Code Quality report for GitLab: a list of issues.
func (d *Document) codequality(b *bytes.Buffer, _ format.Style) {
	issues := []qualityIssue{}
	seen := map[string]int{}
	for _, of := range d.Diagnostics {
		issues = append(issues, d.qualityIssue(of, seen))
	}
	_ = format.WriteJSON(b, issues) // a Buffer takes everything
}

func (d *Document) qualityIssue(of *diag.Diagnostic, seen map[string]int) qualityIssue {
	place := d.place(of)
	if place == nil {
		// GitLab refuses an issue without a place: the directory of the configuration is one.
		place = &format.SourceRange{Filename: d.Directory}
	}
	issue := qualityIssue{
		Description: diag.Printable(of.Summary + ": " + message(of)), CheckName: checkName(of), Severity: "minor",
		Location: qualityLocation{path.Clean(place.Filename), qualityLines{max(place.Start.Line, 1)}},
	}
	if diag.IsError(of) {
		issue.Severity = "critical"
	}
	key := strings.Join([]string{issue.CheckName, place.Filename, of.Summary, of.Detail}, "\x00")
	seen[key]++
	issue.Fingerprint = fingerprint(key, seen[key])
	return issue
}

// checkName is the stable code of a diagnostic.
func checkName(of *diag.Diagnostic) string {
	if code := diag.CodeOf(of); code != "" {
		return string(code)
	}
	return syntaxCode
}
