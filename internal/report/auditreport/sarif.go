package auditreport

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
)

// sarif writes SARIF 2.1.0 for code scanning. Each finding is a result at the
// place in the configuration that it departs from; those that are excepted are
// suppressed.
func (d *Document) sarif(w *bufio.Writer, _ format.Palette) {
	results, cut := d.sarifResults()
	run := format.NewSARIFRun("patctl-audit/", d.PatctlVersion, results, describeSARIFRule)
	run.Invocations, run.Properties = []format.SARIFInvocation{d.sarifInvocation(cut)}, d.sarifProperties()
	run.Write(w)
}

func (d *Document) sarifProperties() format.SARIFProperties {
	first, _ := d.readTimes()
	return format.SARIFProperties{Tally: d.Tally(), Counts: &d.Summary.Findings, AsOf: format.Stamp(&d.GeneratedAt), ReadAt: format.Stamp(&first)}
}

// sarifResults returns the worst first, so that what is cut weighs the least,
// and how many are cut.
func (d *Document) sarifResults() (results []format.SARIFResult, cut int) {
	byWeight := make([][]format.SARIFResult, len(judged.Severities)+1)
	all := 0
	add := func(f *judged.Finding, result func() format.SARIFResult) {
		all++
		if same := &byWeight[sarifWeight(f)]; len(*same) < format.MaxSARIFResults {
			*same = append(*same, result())
		}
	}
	for _, s := range d.Subjects.All() {
		for k := range s.Findings {
			add(&s.Findings[k], func() format.SARIFResult { return d.sarifResult(s, &s.Findings[k]) })
		}
	}
	for i := range d.ClassicTokens {
		t := &d.ClassicTokens[i]
		for k := range t.Findings {
			add(&t.Findings[k], func() format.SARIFResult { return d.classicResult(t, &t.Findings[k]) })
		}
	}
	results = slices.Concat(byWeight...)
	results = append([]format.SARIFResult{}, results[:min(len(results), format.MaxSARIFResults)]...)
	return results, all - len(results)
}

// classicResult is the result of a finding about a classic token.
func (d *Document) classicResult(t *classic.Token, f *judged.Finding) format.SARIFResult {
	out := format.SARIFResult{
		RuleID: diag.Printable(f.Rule), Level: format.SARIFLevel(f.Severity),
		Message: format.SARIFText{Text: format.WithoutLinks(t.Label() + t.Place() + ": " + diag.Printable(f.Message) + " " + classic.Migrate)},
		Locations: []format.SARIFLocation{{
			Physical: format.NewSARIFPlace(d.place(t.Organization, f.Range)),
			Logical:  []format.SARIFLogical{{Name: t.Label(), FullyQualifiedName: diag.Printable(t.Organization) + "/classic_token/" + diag.Printable(t.Identity())}},
		}},
		PartialFingerprints: map[string]string{"patctl/v1": fingerprintOf(f.Rule, strings.ToLower(t.Organization), "classic_token", t.Identity())},
	}
	if f.ExceptedBy != nil {
		out.Suppressions = []format.SARIFSuppression{{Kind: "external", Justification: d.justification(*f.ExceptedBy)}}
	}
	return out
}

// sarifWeight is 0 for the worst.
func sarifWeight(f *judged.Finding) int {
	if f.ExceptedBy != nil {
		return len(judged.Severities)
	}
	return slices.Index(judged.Severities, f.Severity)
}

func (d *Document) sarifResult(s *judged.Subject, f *judged.Finding) format.SARIFResult {
	place := d.place(s.Organization, f.Range)
	message := s.Label() + " in " + diag.Printable(s.Organization) + ": " + diag.Printable(f.Message) + f.Difference()
	if label, url := s.Link(); url != nil {
		message += " " + label + ": " + diag.Printable(*url)
	}
	out := format.SARIFResult{
		RuleID: diag.Printable(f.Rule), Level: format.SARIFLevel(f.Severity), Message: format.SARIFText{Text: format.WithoutLinks(message)},
		Locations:           []format.SARIFLocation{newSARIFLocation(place, s)},
		PartialFingerprints: map[string]string{"patctl/v1": fingerprint(s, f)},
	}
	if f.ExceptedBy != nil {
		out.Suppressions = []format.SARIFSuppression{{Kind: "external", Justification: d.justification(*f.ExceptedBy)}}
	}
	return out
}

// justification is the reason of an exception.
func (d *Document) justification(name string) string {
	for _, e := range d.Exceptions {
		if e.Name == name {
			return diag.Printable(e.Name) + ": " + diag.Printable(e.Reason)
		}
	}
	return diag.Printable(name)
}

// fingerprint names a finding across runs: what changes from day to day is not in it.
func fingerprint(s *judged.Subject, f *judged.Finding) string {
	parts := []string{
		f.Rule, strings.ToLower(s.Organization), string(s.Kind), strconv.FormatInt(s.ID, 10), format.OrEmpty(f.Permission),
	}
	if f.Rule == "repository-extra" { // one subject may have several
		parts = append(parts, strings.ToLower(format.OrEmpty(f.Actual)))
	}
	return fingerprintOf(parts...)
}

func fingerprintOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func newSARIFLocation(r format.SourceRange, s *judged.Subject) format.SARIFLocation {
	return format.SARIFLocation{
		Physical: format.NewSARIFPlace(r),
		Logical: []format.SARIFLogical{{
			Name: s.Label(), FullyQualifiedName: diag.Printable(s.Organization) + "/" + string(s.Kind) + "/" + strconv.FormatInt(s.ID, 10),
		}},
	}
}

// sarifInvocation says whether everything could be read.
func (d *Document) sarifInvocation(cut int) format.SARIFInvocation {
	out := format.SARIFInvocation{Successful: d.Complete, Notifications: []format.SARIFNotification{}}
	for _, gap := range d.Incomplete {
		out.Notifications = append(out.Notifications, format.NewSARIFNotification("error",
			"INCOMPLETE: "+gap.Words()))
	}
	if cut > 0 {
		out.Notifications = append(out.Notifications, format.NewSARIFNotification("warning",
			format.Count(cut, "more finding")+" of the lowest severity omitted, because a SARIF file cannot contain more."))
	}
	if hidden := d.hidden(); hidden != "" {
		out.Notifications = append(out.Notifications, format.NewSARIFNotification("note", hidden))
	}
	return out
}

// describeSARIFRule describes the rule of a finding.
func describeSARIFRule(r format.SARIFResult) format.SARIFRule {
	about, page := judged.DescribeRule(r.RuleID)
	return format.NewSARIFRule(r.RuleID, about, page, format.SARIFLevel(judged.DefaultSeverity(r.RuleID)))
}
