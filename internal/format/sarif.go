package format

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// MaxSARIFResults is how many results GitHub takes of one run; a file with more is
// refused as a whole.
//
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
const MaxSARIFResults = 25000

// Write writes a file of one run, whose results then know their rules.
func (run SARIFRun) Write(w io.Writer) {
	index := map[string]int{}
	for i, r := range run.Tool.Driver.Rules {
		index[r.ID] = i
	}
	for i := range run.Results {
		run.Results[i].RuleIndex = index[run.Results[i].RuleID]
	}
	_ = WriteJSON(w, SARIFLog{sarifSchema, "2.1.0", []SARIFRun{run}}) // the writer keeps the error
}

// semanticVersion returns a version as SARIF wants it, or "" where it is none.
func semanticVersion(v string) string {
	if v == "" || strings.Trim(v, "0123456789.") != "" || strings.Count(v, ".") != 2 {
		return ""
	}
	return v
}

// WithoutLinks keeps brackets from becoming a link, as they do in the plain
// text of SARIF.
func WithoutLinks(s string) string { return strings.ReplaceAll(s, "](", "] (") }

// NewSARIFPlace returns a place below the top of the repository.
func NewSARIFPlace(r SourceRange) SARIFPhysical {
	region := sarifRegion{StartLine: max(r.Start.Line, 1), StartColumn: max(r.Start.Column, 1)}
	region.EndLine, region.EndColumn = max(r.End.Line, region.StartLine), max(r.End.Column, 1)
	if region.EndLine == region.StartLine {
		region.EndColumn = max(region.EndColumn, region.StartColumn)
	}
	file := url.URL{Path: strings.TrimLeft(r.Filename, "/")}
	return SARIFPhysical{sarifArtifact{file.String(), "%SRCROOT%"}, region}
}

// SARIFLevel returns the level of a severity.
func SARIFLevel(s pat.Severity) string {
	if s == pat.SeverityNotice {
		return "note"
	}
	return string(s)
}

// RuleText is what a rule looks for, and what to do about a finding, in whole
// sentences. docs/rules.md says more.
type RuleText struct{ What, Todo string }

// sarifRules describes the rules of the results, sorted by name.
func sarifRules(results []SARIFResult, describe func(SARIFResult) SARIFRule) []SARIFRule {
	names := map[string]bool{}
	rules := []SARIFRule{}
	for _, r := range results {
		if !names[r.RuleID] {
			names[r.RuleID] = true
			rules = append(rules, describe(r))
		}
	}
	slices.SortFunc(rules, func(a, b SARIFRule) int { return strings.Compare(a.ID, b.ID) })
	return rules
}

// NewSARIFRule returns the description of a rule, with the page that says more.
func NewSARIFRule(id string, about RuleText, page, level string) SARIFRule {
	text := strings.TrimSpace(about.What + " " + about.Todo)
	return SARIFRule{
		ID: id, Short: SARIFText{about.What}, Full: SARIFText{text}, HelpURI: page,
		Help:          sarifHelp{text + " See " + page, Prose(text) + "\n\n[More about this rule](" + page + ")"},
		Configuration: sarifConfiguration{level},
		Properties:    sarifRuleProperties{[]string{"security", "personal-access-token"}},
	}
}

// NewSARIFRun returns a run of patctl in a category. Its rules are those of its
// results.
func NewSARIFRun(category, version string, results []SARIFResult, describe func(SARIFResult) SARIFRule) SARIFRun {
	return SARIFRun{
		Tool: sarifTool{sarifDriver{
			Name: "patctl", InformationURI: "https://github.com/patctl/patctl",
			SemanticVersion: semanticVersion(version), Version: diag.Printable(version), Rules: sarifRules(results, describe),
		}},
		AutomationDetails: sarifAutomation{category},
		ColumnKind:        "unicodeCodePoints",
		Results:           results,
	}
}

// NewSARIFNotification returns a message about the run.
func NewSARIFNotification(level, message string) SARIFNotification {
	return SARIFNotification{level, SARIFText{WithoutLinks(message)}}
}
