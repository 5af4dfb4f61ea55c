package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// maxResults is how many results GitHub takes of one run; a file with more is
// refused as a whole.
//
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
const maxResults = 25000

// sarif writes SARIF 2.1.0 for code scanning. Each finding is a result at the
// place in the configuration that it departs from; those that are excepted are
// suppressed.
func (d *AuditDocument) sarif(w *bufio.Writer, _ palette) {
	results, cut := d.sarifResults()
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "patctl", InformationURI: "https://github.com/patctl/patctl",
			SemanticVersion: semanticVersion(d.PatctlVersion), Version: printable(d.PatctlVersion), Rules: sarifRules(results, auditSARIFRule),
		}},
		AutomationDetails: sarifAutomation{"patctl-audit/"},
		ColumnKind:        "unicodeCodePoints",
		Invocations:       []sarifInvocation{d.sarifInvocation(cut)},
		Results:           results,
		Properties:        d.sarifProperties(),
	}
	run.write(w)
}

func (d *AuditDocument) sarifProperties() sarifProperties {
	first, _ := d.readTimes()
	return sarifProperties{Tally: d.Tally(), Counts: &d.Summary.Findings, AsOf: stamp(&d.GeneratedAt), ReadAt: stamp(&first)}
}

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

// sarifResults returns the worst first, so that what is cut weighs the least,
// and how many are cut.
func (d *AuditDocument) sarifResults() (results []sarifResult, cut int) {
	results = []sarifResult{}
	for weight := range len(severities) + 1 {
		for i := range d.Subjects {
			s := &d.Subjects[i]
			for k := range s.Findings {
				switch f := &s.Findings[k]; {
				case f.sarifWeight() != weight:
				case len(results) == maxResults:
					cut++
				default:
					results = append(results, d.sarifResult(s, f))
				}
			}
		}
	}
	return results, cut
}

// sarifWeight is 0 for the worst.
func (f *AuditFinding) sarifWeight() int {
	if f.ExceptedBy != nil {
		return len(severities)
	}
	return slices.Index(severities, f.Severity)
}

func (d *AuditDocument) sarifResult(s *AuditSubject, f *AuditFinding) sarifResult {
	place := d.place(s.Organization, f.Range)
	message := s.label() + " in " + printable(s.Organization) + ": " + printable(f.Message) + f.difference()
	if label, url := s.link(); url != nil {
		message += " " + label + ": " + printable(*url)
	}
	out := sarifResult{
		RuleID: printable(f.Rule), Level: sarifLevel(f.Severity), Message: sarifText{withoutLinks(message)},
		Locations:           []sarifLocation{newSARIFLocation(place, s)},
		PartialFingerprints: map[string]string{"patctl/v1": fingerprint(s, f)},
	}
	if f.ExceptedBy != nil {
		out.Suppressions = []sarifSuppression{{Kind: "external", Justification: d.justification(*f.ExceptedBy)}}
	}
	return out
}

// justification is the reason of an exception.
func (d *AuditDocument) justification(name string) string {
	for _, e := range d.Exceptions {
		if e.Name == name {
			return printable(e.Name) + ": " + printable(e.Reason)
		}
	}
	return printable(name)
}

// withoutLinks keeps brackets from becoming a link, as they do in the plain
// text of SARIF.
func withoutLinks(s string) string { return strings.ReplaceAll(s, "](", "] (") }

// fingerprint names a finding across runs: what changes from day to day is not in it.
func fingerprint(s *AuditSubject, f *AuditFinding) string {
	parts := []string{
		f.Rule, strings.ToLower(s.Organization), string(s.Kind), itoa(s.ID), text(f.Permission),
	}
	if f.Rule == "repository-extra" { // of which one subject may have several
		parts = append(parts, strings.ToLower(text(f.Actual)))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func newSARIFLocation(r SourceRange, s *AuditSubject) sarifLocation {
	return sarifLocation{
		Physical: newSARIFPlace(r),
		Logical: []sarifLogical{{
			Name: s.label(), FullyQualifiedName: printable(s.Organization) + "/" + string(s.Kind) + "/" + itoa(s.ID),
		}},
	}
}

func newSARIFPlace(r SourceRange) sarifPhysical {
	region := sarifRegion{StartLine: max(r.Start.Line, 1), StartColumn: max(r.Start.Column, 1)}
	region.EndLine, region.EndColumn = max(r.End.Line, region.StartLine), max(r.End.Column, 1)
	if region.EndLine == region.StartLine {
		region.EndColumn = max(region.EndColumn, region.StartColumn)
	}
	file := url.URL{Path: strings.TrimLeft(r.Filename, "/")}
	return sarifPhysical{sarifArtifact{file.String(), "%SRCROOT%"}, region}
}

func sarifLevel(s pat.Severity) string {
	if s == pat.SeverityNotice {
		return "note"
	}
	return string(s)
}

// sarifInvocation says whether everything could be read.
func (d *AuditDocument) sarifInvocation(cut int) sarifInvocation {
	out := sarifInvocation{Successful: d.Complete, Notifications: []sarifNotification{}}
	for _, gap := range d.Incomplete {
		out.Notifications = append(out.Notifications, sarifNotification{"error",
			sarifText{withoutLinks("INCOMPLETE: " + printable(gap.Organization) + ": " + printable(gap.What) + ": " + printable(gap.Why))}})
	}
	if cut > 0 {
		out.Notifications = append(out.Notifications, sarifNotification{"warning",
			sarifText{count(cut, "more finding") + " of the least severity are left out: a file of SARIF may not hold more."}})
	}
	if hidden := d.hidden(); hidden != "" {
		out.Notifications = append(out.Notifications, sarifNotification{"note", sarifText{withoutLinks(hidden)}})
	}
	return out
}

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

// auditSARIFRule describes the rule of a finding.
func auditSARIFRule(r sarifResult) sarifRule {
	about, page := describeRule(r.RuleID)
	return newSARIFRule(r.RuleID, about, page, sarifLevel(defaultSeverity(r.RuleID)))
}

func newSARIFRule(id string, about ruleText, page, level string) sarifRule {
	text := strings.TrimSpace(about.what + " " + about.todo)
	return sarifRule{
		ID: id, Short: sarifText{about.what}, Full: sarifText{text}, HelpURI: page,
		Help:          sarifHelp{text + " See " + page, prose(text) + "\n\n[More about this rule](" + page + ")"},
		Configuration: sarifConfiguration{level},
		Properties:    sarifRuleProperties{[]string{"security", "personal-access-token"}},
	}
}
