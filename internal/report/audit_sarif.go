package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// sarif writes SARIF 2.1.0 for code scanning. Each finding is a result at the
// place in the configuration that it departs from; those that are excepted are
// suppressed.
func (d *AuditDocument) sarif(w *bufio.Writer, _ palette) {
	results, cut := d.sarifResults()
	run := newSARIFRun("patctl-audit/", d.PatctlVersion, results, describeSARIFRule)
	run.Invocations, run.Properties = []sarifInvocation{d.sarifInvocation(cut)}, d.sarifProperties()
	run.write(w)
}

func (d *AuditDocument) sarifProperties() sarifProperties {
	first, _ := d.readTimes()
	return sarifProperties{Tally: d.Tally(), Counts: &d.Summary.Findings, AsOf: stamp(&d.GeneratedAt), ReadAt: stamp(&first)}
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
				case sarifWeight(f) != weight:
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
func sarifWeight(f *AuditFinding) int {
	if f.ExceptedBy != nil {
		return len(severities)
	}
	return slices.Index(severities, f.Severity)
}

func (d *AuditDocument) sarifResult(s *AuditSubject, f *AuditFinding) sarifResult {
	place := d.place(s.Organization, f.Range)
	message := s.label() + " in " + diag.Printable(s.Organization) + ": " + diag.Printable(f.Message) + f.difference()
	if label, url := s.link(); url != nil {
		message += " " + label + ": " + diag.Printable(*url)
	}
	out := sarifResult{
		RuleID: diag.Printable(f.Rule), Level: sarifLevel(f.Severity), Message: sarifText{withoutLinks(message)},
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
			return diag.Printable(e.Name) + ": " + diag.Printable(e.Reason)
		}
	}
	return diag.Printable(name)
}

// fingerprint names a finding across runs: what changes from day to day is not in it.
func fingerprint(s *AuditSubject, f *AuditFinding) string {
	parts := []string{
		f.Rule, strings.ToLower(s.Organization), string(s.Kind), strconv.FormatInt(s.ID, 10), orEmpty(f.Permission),
	}
	if f.Rule == "repository-extra" { // of which one subject may have several
		parts = append(parts, strings.ToLower(orEmpty(f.Actual)))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func newSARIFLocation(r SourceRange, s *AuditSubject) sarifLocation {
	return sarifLocation{
		Physical: newSARIFPlace(r),
		Logical: []sarifLogical{{
			Name: s.label(), FullyQualifiedName: diag.Printable(s.Organization) + "/" + string(s.Kind) + "/" + strconv.FormatInt(s.ID, 10),
		}},
	}
}

// sarifInvocation says whether everything could be read.
func (d *AuditDocument) sarifInvocation(cut int) sarifInvocation {
	out := sarifInvocation{Successful: d.Complete, Notifications: []sarifNotification{}}
	for _, gap := range d.Incomplete {
		out.Notifications = append(out.Notifications, newSARIFNotification("error",
			"INCOMPLETE: "+diag.Printable(gap.Organization)+": "+diag.Printable(gap.What)+": "+diag.Printable(gap.Why)))
	}
	if cut > 0 {
		out.Notifications = append(out.Notifications, newSARIFNotification("warning",
			count(cut, "more finding")+" of the least severity are left out: a file of SARIF may not hold more."))
	}
	if hidden := d.hidden(); hidden != "" {
		out.Notifications = append(out.Notifications, newSARIFNotification("note", hidden))
	}
	return out
}

// describeSARIFRule describes the rule of a finding.
func describeSARIFRule(r sarifResult) sarifRule {
	about, page := describeRule(r.RuleID)
	return newSARIFRule(r.RuleID, about, page, sarifLevel(defaultSeverity(r.RuleID)))
}
