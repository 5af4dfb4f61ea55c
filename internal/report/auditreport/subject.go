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
	build     subjectBuilder
	denials   judged.Denials
}

// NewSubjects returns none yet, of those that are to be narrowed to a selection.
func NewSubjects(selection judged.Selection) *Subjects {
	return &Subjects{
		selection: selection.Normal(), denials: judged.Denials{}, list: judged.NewSubjects(),
		build: subjectBuilder{texts: map[string]*string{}, ranges: map[*diag.Range]*format.SourceRange{}},
	}
}

// Add adds subjects that were judged as of a time, and counts those that are not selected.
func (s *Subjects) Add(asOf time.Time, subjects []audit.Subject) {
	s.build.at = asOf
	for i := range subjects {
		shown, hidden, selected := s.selection.Narrow(s.build.subject(&subjects[i]))
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

// subjectBuilder makes subjects as of a time. What many of them have in common
// is in memory once.
type subjectBuilder struct {
	at     time.Time
	texts  map[string]*string
	ranges map[*diag.Range]*format.SourceRange
}

func (b *subjectBuilder) subject(s *audit.Subject) judged.Subject {
	out := judged.Subject{
		Kind: s.Kind, Organization: format.Valid(s.Organization), ID: s.ID, Owner: format.Valid(s.Owner), Verdict: s.Verdict, Unjudged: s.Unjudged,
		TokenName: format.ValidOrNil(s.TokenName), Template: b.address(s.Template), Nearest: b.address(s.Nearest),
		MatchedBy: b.shared(string(s.MatchedBy)), Expired: s.ExpiredAt(b.at),
		ExpiresAt: format.UTC(s.ExpiresAt), LastUsedAt: format.UTC(s.LastUsedAt),
		UnjudgedWhy: make([]string, len(s.UnjudgedWhy)),
		FixURL:      b.shared(s.FixURL), NearestURL: b.shared(s.NearestURL), DenyReason: format.ValidOrNil(s.DenyReason),
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
		out.Findings[i] = b.finding(&s.Findings[i])
	}
	return out
}

func (b *subjectBuilder) finding(f *audit.Finding) judged.Finding {
	out := judged.Finding{
		Rule: format.Valid(f.Rule), Severity: f.Severity, Message: format.Valid(f.Message),
		Permission: b.shared(f.Permission), Declared: b.shared(f.Declared), Actual: format.ValidOrNil(f.Actual),
		Range: b.place(f.Range), ExceptedBy: b.shared(f.ExceptedBy),
	}
	if f.Permission != "" { // and so a level, not something of the subject alone
		out.Actual = b.shared(f.Actual)
	}
	return out
}

// shared is format.ValidOrNil for texts that many subjects have.
func (b *subjectBuilder) shared(s string) *string {
	text, ok := b.texts[s]
	if !ok {
		text = format.ValidOrNil(s)
		b.texts[s] = text
	}
	return text
}

func (b *subjectBuilder) address(t *hcl.Template) *string {
	if t == nil {
		return nil
	}
	return b.shared(t.Address)
}

func (b *subjectBuilder) place(r *diag.Range) *format.SourceRange {
	place, ok := b.ranges[r]
	if !ok {
		place = rangeOrNil(r)
		b.ranges[r] = place
	}
	return place
}
