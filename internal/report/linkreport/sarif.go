package linkreport

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// page describes the command.
const page = "https://github.com/patctl/patctl/blob/main/docs/commands.md#patctl-links"

// sarif writes SARIF 2.1.0 for code scanning: each problem is a result at its link.
func (d *Document) sarif(b *bytes.Buffer, _ format.Palette) {
	results, summaries := d.sarifResults()
	cut := max(len(results)-format.MaxSARIFResults, 0)
	results = results[:len(results)-cut]
	describe := func(r format.SARIFResult) format.SARIFRule {
		return format.NewSARIFRule(r.RuleID, format.RuleText{What: summaries[r.RuleID] + "."}, page, r.Level)
	}
	run := format.NewSARIFRun("patctl-links/", d.PatctlVersion, results, describe)
	run.Invocations, run.Properties = []format.SARIFInvocation{d.sarifInvocation(cut)}, format.SARIFProperties{Tally: d.Tally(), Counts: d.counts()}
	run.Write(b)
}

// sarifResults returns the worst first, and what the rules are about.
func (d *Document) sarifResults() (results []format.SARIFResult, summaries map[string]string) {
	results, summaries = []format.SARIFResult{}, map[string]string{}
	seen := map[string]int{} // fingerprints: a link may be in a file more than once
	for i := range d.Links {
		l := &d.Links[i]
		for _, p := range l.Problems {
			key := strings.Join([]string{p.Code, l.path, p.Parameter, l.URL}, "\x00")
			seen[key]++
			summaries[p.Code] = p.Summary
			results = append(results, format.SARIFResult{
				RuleID: p.Code, Level: format.SARIFLevel(p.Severity),
				Message:             format.SARIFText{Text: format.WithoutLinks(diag.Printable(p.text() + p.advice()))},
				Locations:           []format.SARIFLocation{location(l)},
				PartialFingerprints: map[string]string{"patctl/v1": fingerprint(key, seen[key])},
			})
		}
	}
	slices.SortStableFunc(results, func(a, b format.SARIFResult) int { return strings.Compare(a.Level, b.Level) }) // error, then warning
	return results, summaries
}

func location(l *Entry) format.SARIFLocation {
	return format.SARIFLocation{Physical: format.NewSARIFPlace(l.place())}
}

func fingerprint(key string, occurrence int) string {
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(occurrence)))
	return hex.EncodeToString(sum[:16])
}

func (d *Document) sarifInvocation(cut int) format.SARIFInvocation {
	out := format.SARIFInvocation{Successful: len(d.Unread) == 0, Notifications: []format.SARIFNotification{}}
	for _, u := range d.Unread {
		out.Notifications = append(out.Notifications, format.NewSARIFNotification("error",
			"INCOMPLETE: "+diag.Printable(u.File)+": "+diag.Printable(u.Why)))
	}
	if cut > 0 {
		out.Notifications = append(out.Notifications, format.NewSARIFNotification("warning",
			format.Count(cut, "more problem")+" of the lowest severity omitted, because a SARIF file cannot contain more."))
	}
	return out
}

func (d *Document) counts() *format.FindingCounts {
	var c format.FindingCounts
	for i := range d.Links {
		for _, p := range d.Links[i].Problems {
			if p.Severity == pat.SeverityError {
				c.Error++
				continue
			}
			c.Warning++
		}
	}
	return &c
}
