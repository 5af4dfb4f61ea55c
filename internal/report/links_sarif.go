package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// linksPage describes the command.
const linksPage = "https://github.com/patctl/patctl/blob/main/docs/commands.md#patctl-links"

// sarif writes SARIF 2.1.0 for code scanning: each problem is a result at its link.
func (d *LinksDocument) sarif(b *bytes.Buffer, _ palette) {
	results, summaries := d.sarifResults()
	cut := max(len(results)-maxResults, 0)
	results = results[:len(results)-cut]
	describe := func(r sarifResult) sarifRule {
		return newSARIFRule(r.RuleID, ruleText{what: summaries[r.RuleID] + "."}, linksPage, r.Level)
	}
	run := newSARIFRun("patctl-links/", d.PatctlVersion, results, describe)
	run.Invocations, run.Properties = []sarifInvocation{d.sarifInvocation(cut)}, sarifProperties{Tally: d.Tally(), Counts: d.counts()}
	run.write(b)
}

// sarifResults returns the worst first, and what the rules are about.
func (d *LinksDocument) sarifResults() (results []sarifResult, summaries map[string]string) {
	results, summaries = []sarifResult{}, map[string]string{}
	seen := map[string]int{} // fingerprints: a link may stand in a file more than once
	for i := range d.Links {
		l := &d.Links[i]
		for _, p := range l.Problems {
			key := strings.Join([]string{p.Code, l.path, p.Parameter, l.URL}, "\x00")
			seen[key]++
			summaries[p.Code] = p.Summary
			results = append(results, sarifResult{
				RuleID: p.Code, Level: sarifLevel(p.Severity),
				Message:             sarifText{withoutLinks(diag.Printable(p.text() + p.advice()))},
				Locations:           []sarifLocation{linkLocation(l)},
				PartialFingerprints: map[string]string{"patctl/v1": linkFingerprint(key, seen[key])},
			})
		}
	}
	slices.SortStableFunc(results, func(a, b sarifResult) int { return strings.Compare(a.Level, b.Level) }) // error, then warning
	return results, summaries
}

func linkLocation(l *LinkEntry) sarifLocation {
	return sarifLocation{Physical: newSARIFPlace(l.place())}
}

func linkFingerprint(key string, occurrence int) string {
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(occurrence)))
	return hex.EncodeToString(sum[:16])
}

func (d *LinksDocument) sarifInvocation(cut int) sarifInvocation {
	out := sarifInvocation{Successful: len(d.Unread) == 0, Notifications: []sarifNotification{}}
	for _, u := range d.Unread {
		out.Notifications = append(out.Notifications, newSARIFNotification("error",
			"INCOMPLETE: "+diag.Printable(u.File)+": "+diag.Printable(u.Why)))
	}
	if cut > 0 {
		out.Notifications = append(out.Notifications, newSARIFNotification("warning",
			count(cut, "more problem")+" of the least severity are left out: a file of SARIF may not hold more."))
	}
	return out
}

func (d *LinksDocument) counts() *FindingCounts {
	var c FindingCounts
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
