package comparison

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// Section says what changed between an earlier audit and the one whose
// document holds the comparison. What one of the two did not see is neither new
// nor gone nor resolved in it: Limits and the changes that were not seen say so.
// Slices are never nil in what Compare returns, and after Fill.
type Section struct {
	With          Audit          `json:"with"`
	Limits        []string       `json:"limits"` // sentences that say what could not be compared; empty: nothing is missing
	Summary       Summary        `json:"summary"`
	Organizations []Organization `json:"organizations"` // those in which the two differ, sorted by login
	Changes       []Change       `json:"changes"`       // sorted by organization, kind and id
}

// Audit is the earlier audit, without its subjects.
type Audit struct {
	PatctlVersion string           `json:"patctl_version"`
	GeneratedAt   time.Time        `json:"generated_at"`
	Complete      bool             `json:"complete"`
	Incomplete    []judged.Gap     `json:"incomplete"`
	Selection     judged.Selection `json:"selection"`
	Summary       judged.Summary   `json:"summary"` // with its coverage
}

// Input is what is compared of an audit.
type Input struct {
	Audit
	Host          string
	Summarized    bool // it has counts in the place of its subjects
	Used          bool // it read what tokens did
	Organizations []judged.Organization
	Subjects      *judged.Subjects
}

// Summary counts the changes by what they are, and what stayed.
type Summary struct {
	New              int                  `json:"new"`
	Gone             int                  `json:"gone"`
	Approved         int                  `json:"approved"`
	RequestedAgain   int                  `json:"requested_again"`
	Verdict          int                  `json:"verdict"`
	Template         int                  `json:"template"`
	Findings         int                  `json:"findings"`
	NotSeenBefore    int                  `json:"not_seen_before"`
	NotSeenNow       int                  `json:"not_seen_now"`
	Unchanged        int                  `json:"unchanged"` // requests and tokens without a change
	NewFindings      format.FindingCounts `json:"new_findings"`
	ResolvedFindings format.FindingCounts `json:"resolved_findings"`
}

// Organization is an organization that one of the two audits does not
// hold, or for which another set of templates is declared. Where an audit does
// not say which templates there are, as older ones do not, both lists are empty.
type Organization struct {
	Login            string   `json:"login"`
	Before           bool     `json:"before"` // it was audited then
	After            bool     `json:"after"`  // it is audited now
	NewTemplates     []string `json:"new_templates"`
	RemovedTemplates []string `json:"removed_templates"`
}

// ChangeKind says what happened to a request or a token between two audits.
type ChangeKind string

// The kinds of changes. Of those in which only details changed, the
// first that holds counts: changed verdict, changed template, changed findings.
const (
	ChangeNew            ChangeKind = "new"             // After only
	ChangeGone           ChangeKind = "gone"            // Before only: denied, revoked, withdrawn or deleted
	ChangeApproved       ChangeKind = "approved"        // Before is a request, After the token that it became
	ChangeRequestedAgain ChangeKind = "requested_again" // Before is a token, After a request for it
	ChangeVerdict        ChangeKind = "verdict"
	ChangeTemplate       ChangeKind = "template"
	ChangeFindings       ChangeKind = "findings"
	ChangeNotSeenBefore  ChangeKind = "not_seen_before" // After only; Why says why it may be old
	ChangeNotSeenNow     ChangeKind = "not_seen_now"    // Before only; Why says why it may be there
)

// Change is a request or a token that is not as it was. The findings of
// one that is new are new, those of one that is gone are resolved, and of one
// that was not seen in one of the audits nothing is said.
type Change struct {
	Change       ChangeKind       `json:"change"`
	Organization string           `json:"organization"`
	Before       *ChangeSide      `json:"before"` // null: the earlier audit does not hold it
	After        *ChangeSide      `json:"after"`  // null: this audit does not hold it
	New          []judged.Finding `json:"new_findings"`
	Resolved     []judged.Finding `json:"resolved_findings"`
	// Undecided are findings that one audit has and the other could not make:
	// its policy could not be evaluated, or repositories, or what the token did, were not read.
	Undecided []judged.Finding `json:"undecided_findings"`
	Why       *string          `json:"why"` // of what was not seen; else null
}

// ChangeSide is a request or token as one of the audits has it.
type ChangeSide struct {
	Kind      pat.Kind    `json:"kind"`
	ID        int64       `json:"id"`
	TokenID   *int64      `json:"token_id"`
	TokenName *string     `json:"token_name"`
	Owner     string      `json:"owner"`
	Verdict   pat.Verdict `json:"verdict"`
	Unjudged  bool        `json:"unjudged"` // something that the verdict depends on is not known: it may be too good
	Template  *string     `json:"template"`
}

// Compare returns what changed from one audit to a later one. It is an
// error, in a whole sentence, if the two cannot be compared: they are of
// different hosts, or one is narrowed by verdict or rule, so that what it leaves
// out may have been there. Comparing in the other direction gives the mirror
// image. Neither of the two is changed.
func Compare(before, after *Input) (*Section, error) {
	if err := checkComparable(before, after); err != nil {
		return nil, err
	}
	c := &comparer{before: newComparedSide(before), after: newComparedSide(after)}
	c.pair()
	out := &Section{
		With:          before.Audit,
		Organizations: c.organizations(),
		Changes:       c.sorted(),
	}
	out.Limits = limits(before, after, out.Organizations)
	out.Summary = summarizeChanges(out.Changes)
	out.Summary.Unchanged = c.unchanged
	return out, nil
}

func checkComparable(before, after *Input) error {
	if before.Summarized || after.Summarized {
		return errors.New("a report that was saved with --summary does not contain requests and tokens. Run both audits without --summary")
	}
	if !strings.EqualFold(before.Host, after.Host) {
		return fmt.Errorf("the reports are from different hosts, %s and %s", diag.Printable(before.Host), diag.Printable(after.Host))
	}
	for _, d := range []*Input{before, after} {
		if len(d.Selection.Verdicts)+len(d.Selection.Rules) > 0 {
			return errors.New("a report that is limited by --verdict or --rule cannot be compared, because what it leaves out would look new or gone. " +
				"Run both audits without these flags")
		}
	}
	return nil
}

func summarizeChanges(changes []Change) Summary {
	var s Summary
	for i := range changes {
		c := &changes[i]
		if n := s.counter(c.Change); n != nil {
			*n++
		}
		s.NewFindings.Add(judged.CountFindings(c.New))
		s.ResolvedFindings.Add(judged.CountFindings(c.Resolved))
	}
	return s
}

// counter returns where a kind of change is counted, or nil for no kind.
func (s *Summary) counter(kind ChangeKind) *int {
	return map[ChangeKind]*int{
		ChangeNew: &s.New, ChangeGone: &s.Gone, ChangeApproved: &s.Approved, ChangeRequestedAgain: &s.RequestedAgain,
		ChangeVerdict: &s.Verdict, ChangeTemplate: &s.Template, ChangeFindings: &s.Findings,
		ChangeNotSeenBefore: &s.NotSeenBefore, ChangeNotSeenNow: &s.NotSeenNow,
	}[kind]
}
