package auditreport

import (
	"time"

	"github.com/patctl/patctl/internal/audit"
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
}

// NewSubjects returns none yet, of those that are to be narrowed to a selection.
func NewSubjects(selection judged.Selection) *Subjects {
	return &Subjects{
		selection: selection.Normal(), denials: judged.Denials{}, list: judged.NewSubjects(),
	}
}

// Add adds subjects that were judged as of a time, and counts those that are not selected.
func (s *Subjects) Add(asOf time.Time, subjects []audit.Subject) {
	for i := range subjects {
		shown, hidden, selected := s.selection.Narrow(newSubject(asOf, &subjects[i]))
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

// newSubject makes a subject as of a time.
func newSubject(at time.Time, s *audit.Subject) judged.Subject {
	out := judged.Subject{
		Kind: s.Kind, Organization: format.Valid(s.Organization), ID: s.ID, Owner: format.Valid(s.Owner), Verdict: s.Verdict, Unjudged: s.Unjudged,
		TokenName: format.ValidOrNil(s.TokenName), Template: address(s.Template), Nearest: address(s.Nearest),
		MatchedBy: format.ValidOrNil(string(s.MatchedBy)), Expired: s.ExpiredAt(at),
		ExpiresAt: format.UTC(s.ExpiresAt), LastUsedAt: format.UTC(s.LastUsedAt),
		UnjudgedWhy: make([]string, len(s.UnjudgedWhy)),
		FixURL:      format.ValidOrNil(s.FixURL), NearestURL: format.ValidOrNil(s.NearestURL), DenyReason: format.ValidOrNil(s.DenyReason),
		Findings: make([]judged.Finding, len(s.Findings)),
		Use:      use.NewSeen(s.Use, s.Narrower),
	}
	if id := s.TokenID; id != 0 { // a copy, which does not keep the whole audit
		out.TokenID = &id
	}
	if s.Reason != nil {
		reason := format.Valid(*s.Reason)
		out.Reason = &reason
	}
	for i, why := range s.UnjudgedWhy {
		out.UnjudgedWhy[i] = format.Valid(why)
	}
	for i := range s.Findings {
		out.Findings[i] = newFinding(&s.Findings[i])
	}
	return out
}

func newFinding(f *audit.Finding) judged.Finding {
	return judged.Finding{
		Rule: format.Valid(f.Rule), Severity: f.Severity, Message: format.Valid(f.Message),
		Permission: format.ValidOrNil(f.Permission), Declared: format.ValidOrNil(f.Declared), Actual: format.ValidOrNil(f.Actual),
		Range: rangeOrNil(f.Range), ExceptedBy: format.ValidOrNil(f.ExceptedBy),
	}
}

func address(t *hcl.Template) *string {
	if t == nil {
		return nil
	}
	return format.ValidOrNil(t.Address)
}
