package planreport

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// Review is something that apply would do to a request or token.
type Review struct {
	Organization string           `json:"organization"`
	Kind         pat.Kind         `json:"kind"`
	ID           int64            `json:"id"`
	TokenID      *int64           `json:"token_id"` // null: GitHub did not say
	TokenName    string           `json:"token_name"`
	Owner        string           `json:"owner"`
	Verdict      pat.Verdict      `json:"verdict"`
	Action       pat.ReviewAction `json:"action"`
	Reason       string           `json:"reason"`
	Template     *string          `json:"template"` // that it fits or claims; null: none
	Because      []string         `json:"because"`  // words of the review block
	Findings     []string         `json:"findings"` // of a request that is approved all the same
	State        string           `json:"state"`    // SHA-256 of what was judged
}

// Limit is what may be done in one organization in one run, and what would be.
type Limit struct {
	Organization   string  `json:"organization"`
	Actions        int     `json:"actions"`
	MaxActions     int     `json:"max_actions"`
	Revocations    int     `json:"revocations"`
	ActiveTokens   int     `json:"active_tokens"`
	MaxRevokeShare float64 `json:"max_revoke_share"` // 0 to 1
}

func newReview(r *plan.Review) Review {
	out := Review{
		Organization: r.Organization, Kind: r.Kind, ID: r.ID, TokenName: r.TokenName, Owner: r.Owner, Verdict: r.Verdict,
		Action: r.Action, Reason: r.Reason, Because: append([]string{}, r.Because...), Findings: append([]string{}, r.Findings...), State: r.State,
	}
	if r.TokenID != 0 {
		out.TokenID = &r.TokenID
	}
	if r.Template != "" {
		out.Template = &r.Template
	}
	return out
}

// Planned returns the reviews of the plan, in its order.
func (d *Document) Planned() []plan.Review {
	out := make([]plan.Review, 0, len(d.Reviews))
	for i := range d.Reviews {
		r := &d.Reviews[i]
		review := plan.Review{
			Organization: r.Organization, Action: r.Action, Kind: r.Kind, ID: r.ID, TokenName: r.TokenName, Owner: r.Owner,
			Verdict: r.Verdict, Template: format.OrEmpty(r.Template), Because: r.Because, Findings: r.Findings, Reason: r.Reason, State: r.State,
		}
		if r.TokenID != nil {
			review.TokenID = *r.TokenID
		}
		out = append(out, review)
	}
	return out
}

// Limits returns what the plan says about each organization with reviews.
func (d *Document) Limits() []plan.Limit {
	out := make([]plan.Limit, 0, len(d.ReviewLimits))
	for _, l := range d.ReviewLimits {
		out = append(out, plan.Limit(l))
	}
	return out
}

// Exceeded says in whole sentences beyond which limits the reviews go; empty: none.
func (d *Document) Exceeded() []string {
	var out []string
	for _, limit := range d.Limits() {
		out = append(out, limit.Exceeded()...)
	}
	return out
}

// reviewTally counts the reviews in words.
func (d *Document) reviewTally() string {
	s := d.Summary
	return fmt.Sprintf("%d to approve, %d to deny, %d to revoke", s.Approve, s.Deny, s.Revoke)
}

// label names the request or token.
func (r *Review) label() string {
	return fmt.Sprintf("%s %d %q of %s in %s", r.Kind, r.ID, r.TokenName, r.Owner, r.Organization)
}

// why says what a review follows from.
func (r *Review) why() string {
	words := []string{string(r.Verdict)}
	for _, word := range r.Because {
		if word != words[0] {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ") + ", " + cmp.Or(format.OrEmpty(r.Template), "no template")
}

// reviewSymbols are those of the legend of reviews.
var reviewSymbols = map[pat.ReviewAction]string{pat.Approve: format.SymbolAdd, pat.Deny: format.SymbolRemove, pat.Revoke: format.SymbolRemove}

// reviews lists what apply would do, each with the reason that the member gets.
func (w textWriter) reviews(d *Document) {
	if d.Summary.Judged == nil {
		return
	}
	if len(d.Reviews) > 0 {
		w.Line("%s", w.Heading("Reviews that apply would perform:"))
	}
	for i := range d.Reviews {
		r := &d.Reviews[i]
		w.Line("  %s %s %s (%s)", w.Symbol(reviewSymbols[r.Action]), r.Action, diag.Printable(r.label()), diag.Printable(r.why()))
		for _, finding := range r.Findings { // also where it is concise: nobody approves without having seen them
			w.Line("      | Finding: %s", diag.Printable(finding))
		}
		if w.concise || r.Action == pat.Approve {
			continue
		}
		for line := range strings.Lines(r.Reason) {
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				w.Line("      | %s", diag.Printable(line))
			}
		}
	}
	if len(d.Reviews) > 0 {
		w.Line("")
	}
	w.leftOut(d)
	for _, exceeded := range d.Exceeded() {
		w.Line("%s %s Apply will perform none of them.\n", w.Bad("LIMIT:"), diag.Printable(exceeded))
	}
	w.Line("Reviews: %s.\n", d.reviewTally())
}

// leftOut lists what nothing is proposed for, and why.
func (w textWriter) leftOut(d *Document) {
	if len(d.LeftOut) == 0 {
		return
	}
	w.Line("%s", w.Heading("Not reviewed:"))
	for i := range d.LeftOut {
		u := &d.LeftOut[i]
		w.Line("  %s %s", w.Symbol(format.SymbolUnknown), diag.Printable(u.label()))
		w.Line("      | %s", diag.Printable(u.Why))
	}
	w.Line("")
}

// label names the request or token.
func (u *LeftOut) label() string {
	return fmt.Sprintf("%s %d %q of %s in %s", u.Kind, u.ID, u.TokenName, u.Owner, u.Organization)
}

// leftOutTable is the same for a comment.
func (d *Document) leftOutTable() table {
	t := table{title: "Not reviewed", header: "| Request or token | Why |\n|---|---|\n"}
	for i := range d.LeftOut {
		u := &d.LeftOut[i]
		t.rows = append(t.rows, fmt.Sprintf("| %s | %s |\n", format.Clipped(u.label()), format.Clipped(u.Why)))
	}
	return t
}

// reviewTable is the same for a comment.
func (d *Document) reviewTable() table {
	t := table{title: "Reviews", header: "| | Request or token | Because | Message or finding |\n|---|---|---|---|\n"}
	for i := range d.Reviews {
		r := &d.Reviews[i]
		t.rows = append(t.rows, fmt.Sprintf("| %s | %s | %s | %s |\n", r.Action, format.Clipped(r.label()), format.Clipped(r.why()), r.markdownReason()))
	}
	return t
}

// markdownReason is the whole reason of a denial, each line of it as code, and
// of an approval what was found nevertheless.
func (r *Review) markdownReason() string {
	var lines []string
	for _, finding := range r.Findings {
		lines = append(lines, "Finding: "+format.CellCode(diag.Printable(finding)))
	}
	if r.Action != pat.Deny {
		return strings.Join(lines, "<br>")
	}
	for line := range strings.Lines(r.Reason) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			lines = append(lines, format.CellCode(diag.Printable(line)))
		}
	}
	return strings.Join(lines, "<br>")
}
