package report

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// maxResults is how many results GitHub takes of one run; a file with more is
// refused as a whole.
//
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
const maxResults = 25000

// write writes a file of one run, whose results then know their rules.
func (run sarifRun) write(w io.Writer) {
	index := map[string]int{}
	for i, r := range run.Tool.Driver.Rules {
		index[r.ID] = i
	}
	for i := range run.Results {
		run.Results[i].RuleIndex = index[run.Results[i].RuleID]
	}
	_ = WriteJSON(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}) // the writer keeps the error
}

// semanticVersion returns a version as SARIF wants it, or "" where it is none.
func semanticVersion(v string) string {
	if v == "" || strings.Trim(v, "0123456789.") != "" || strings.Count(v, ".") != 2 {
		return ""
	}
	return v
}

// withoutLinks keeps brackets from becoming a link, as they do in the plain
// text of SARIF.
func withoutLinks(s string) string { return strings.ReplaceAll(s, "](", "] (") }

// newSARIFPlace returns a place below the top of the repository.
func newSARIFPlace(r SourceRange) sarifPhysical {
	region := sarifRegion{StartLine: max(r.Start.Line, 1), StartColumn: max(r.Start.Column, 1)}
	region.EndLine, region.EndColumn = max(r.End.Line, region.StartLine), max(r.End.Column, 1)
	if region.EndLine == region.StartLine {
		region.EndColumn = max(region.EndColumn, region.StartColumn)
	}
	file := url.URL{Path: strings.TrimLeft(r.Filename, "/")}
	return sarifPhysical{sarifArtifact{file.String(), "%SRCROOT%"}, region}
}

// sarifLevel returns the level of a severity.
func sarifLevel(s pat.Severity) string {
	if s == pat.SeverityNotice {
		return "note"
	}
	return string(s)
}

// ruleText is what a rule looks for, and what to do about a finding, in whole
// sentences. docs/rules.md says more.
type ruleText struct{ what, todo string }

// sarifRules describes the rules of the results, sorted by name.
func sarifRules(results []sarifResult, describe func(sarifResult) sarifRule) []sarifRule {
	names := map[string]bool{}
	rules := []sarifRule{}
	for _, r := range results {
		if !names[r.RuleID] {
			names[r.RuleID] = true
			rules = append(rules, describe(r))
		}
	}
	slices.SortFunc(rules, func(a, b sarifRule) int { return strings.Compare(a.ID, b.ID) })
	return rules
}

// newSARIFRule returns the description of a rule, with the page that says more.
func newSARIFRule(id string, about ruleText, page, level string) sarifRule {
	text := strings.TrimSpace(about.what + " " + about.todo)
	return sarifRule{
		ID: id, Short: sarifText{about.what}, Full: sarifText{text}, HelpURI: page,
		Help:          sarifHelp{text + " See " + page, prose(text) + "\n\n[More about this rule](" + page + ")"},
		Configuration: sarifConfiguration{level},
		Properties:    sarifRuleProperties{[]string{"security", "personal-access-token"}},
	}
}

// newSARIFRun returns a run of patctl in a category. Its rules are those of its
// results.
func newSARIFRun(category, version string, results []sarifResult, describe func(sarifResult) sarifRule) sarifRun {
	return sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "patctl", InformationURI: "https://github.com/patctl/patctl",
			SemanticVersion: semanticVersion(version), Version: diag.Printable(version), Rules: sarifRules(results, describe),
		}},
		AutomationDetails: sarifAutomation{category},
		ColumnKind:        "unicodeCodePoints",
		Results:           results,
	}
}

// newSARIFNotification returns a message about the run.
func newSARIFNotification(level, message string) sarifNotification {
	return sarifNotification{level, sarifText{withoutLinks(message)}}
}
