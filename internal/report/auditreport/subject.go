package auditreport

import (
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// Subjects are the requests and tokens of a report that is made while they are judged.
type Subjects struct {
	selection judged.Selection
	list      *judged.Subjects
	hidden    judged.HiddenCounts
	denials   judged.Denials
	ranges    map[*diag.Range]*format.SourceRange
	next      judged.Subject // overwritten by each
}

// NewSubjects returns none yet, of those that are to be narrowed to a selection.
func NewSubjects(selection judged.Selection) *Subjects {
	return &Subjects{
		selection: selection.Normal(), denials: judged.Denials{}, list: judged.NewSubjects(),
		ranges: map[*diag.Range]*format.SourceRange{},
	}
}

// Add adds subjects that were judged as of a time, and counts those that are not selected.
func (s *Subjects) Add(asOf time.Time, subjects []audit.Subject) {
	for i := range subjects {
		s.read(asOf, &subjects[i])
		shown, hidden, selected := s.selection.Narrow(s.next)
		s.hidden.Findings.Add(hidden)
		if !selected {
			s.hidden.Subjects++
			continue
		}
		if len(s.selection.Rules) == 0 { // or findings are missing
			s.denials.Shorten(&shown)
		}
		s.list.Add(&shown)
	}
}

// addSubjects adds those that are selected, and counts all.
func (d *Document) addSubjects(in *Input) {
	subjects := in.Subjects
	if subjects == nil {
		all := in.Audit.Subjects
		subjects = NewSubjects(in.Selection)
		for i := range all {
			subjects.Add(in.Audit.TimeOf(all[i].Organization), all[i:i+1])
			if in.LetGo {
				all[i] = audit.Subject{}
			}
		}
	}
	d.Subjects = subjects.list
	d.Summary = judged.Summarize(d.Subjects, d.partial())
	d.Summary.Hidden = subjects.hidden
	d.countUse()
}

// read makes the next subject, as of a time. It points to most of the texts of the audit's subject.
func (s *Subjects) read(at time.Time, from *audit.Subject) {
	matchedBy := string(from.MatchedBy)
	s.next = judged.Subject{
		Kind: from.Kind, Organization: format.Valid(from.Organization), ID: from.ID, Owner: format.Valid(from.Owner), Verdict: from.Verdict, Unjudged: from.Unjudged,
		TokenName: format.ValidAt(&from.TokenName), Template: address(from.Template), Nearest: address(from.Nearest),
		MatchedBy: format.ValidAt(&matchedBy), Expired: from.ExpiredAt(at),
		ExpiresAt: format.UTC(from.ExpiresAt), LastUsedAt: format.UTC(from.LastUsedAt),
		UnjudgedWhy: s.next.UnjudgedWhy[:0],
		FixURL:      format.ValidAt(&from.FixURL), NearestURL: format.ValidAt(&from.NearestURL), DenyReason: format.ValidAt(&from.DenyReason),
		Findings: s.next.Findings[:0],
		Use:      use.NewSeen(from.Use, from.Narrower),
	}
	if from.TokenID != 0 {
		s.next.TokenID = &from.TokenID
	}
	if from.Reason != nil {
		reason := format.Valid(*from.Reason)
		s.next.Reason = &reason
	}
	for _, why := range from.UnjudgedWhy {
		s.next.UnjudgedWhy = append(s.next.UnjudgedWhy, format.Valid(why))
	}
	for i := range from.Findings {
		f := &from.Findings[i]
		s.next.Findings = append(s.next.Findings, newFinding(f, s.rangeOrNil(f.Range)))
	}
}

// newFinding converts a finding. Its texts are those of f.
func newFinding(f *audit.Finding, place *format.SourceRange) judged.Finding {
	return judged.Finding{
		Rule: format.Valid(f.Rule), Severity: f.Severity, Message: format.Valid(f.Message),
		Permission: format.ValidAt(&f.Permission), Declared: format.ValidAt(&f.Declared), Actual: format.ValidAt(&f.Actual),
		Range: place, ExceptedBy: format.ValidAt(&f.ExceptedBy),
	}
}

// maxRanges is how many places are remembered: a configuration seldom has more.
const maxRanges = 1 << 16

// rangeOrNil returns the same place for the same pointer.
func (s *Subjects) rangeOrNil(r *diag.Range) *format.SourceRange {
	if out, known := s.ranges[r]; known || r == nil {
		return out
	}
	if len(s.ranges) == maxRanges {
		clear(s.ranges)
	}
	out := rangeOrNil(r)
	s.ranges[r] = out
	return out
}

func address(t *hcl.Template) *string {
	if t == nil {
		return nil
	}
	return format.ValidAt(&t.Address)
}
