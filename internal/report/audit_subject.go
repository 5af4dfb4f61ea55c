package report

import (
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// addSubjects adds those that are selected, and counts all.
func (d *AuditDocument) addSubjects(subjects []audit.Subject, timeOf func(organization string) time.Time, letGo bool) {
	d.Subjects = make([]AuditSubject, 0, len(subjects))
	b := subjectBuilder{d.GeneratedAt, map[string]*string{}, map[*diag.Range]*SourceRange{}}
	for i := range subjects {
		b.at = timeOf(subjects[i].Organization)
		s := b.subject(&subjects[i])
		if letGo {
			subjects[i] = audit.Subject{}
		}
		shown, hidden, selected := d.Selection.narrow(s)
		d.Summary.Hidden.Findings.add(hidden)
		if !selected {
			d.Summary.Hidden.Subjects++
			continue
		}
		d.Subjects = append(d.Subjects, shown)
	}
	hidden := d.Summary.Hidden
	d.Summary = summarize(d.Subjects, d.partial())
	d.Summary.Hidden = hidden
}

// subjectBuilder makes subjects as of a time. What many of them have in common
// is in memory once.
type subjectBuilder struct {
	at     time.Time
	texts  map[string]*string
	ranges map[*diag.Range]*SourceRange
}

func (b *subjectBuilder) subject(s *audit.Subject) AuditSubject {
	out := AuditSubject{
		Kind: s.Kind, Organization: valid(s.Organization), ID: s.ID, Owner: valid(s.Owner), Verdict: s.Verdict, Unjudged: s.Unjudged,
		TokenName: validOrNil(s.TokenName), Template: b.address(s.Template), Nearest: b.address(s.Nearest),
		MatchedBy: b.shared(string(s.MatchedBy)), Expired: s.ExpiredAt(b.at),
		ExpiresAt: utc(s.ExpiresAt), LastUsedAt: utc(s.LastUsedAt),
		UnjudgedWhy: make([]string, len(s.UnjudgedWhy)),
		FixURL:      b.shared(s.FixURL), NearestURL: b.shared(s.NearestURL), DenyReason: validOrNil(s.DenyReason),
		Findings: make([]AuditFinding, len(s.Findings)),
	}
	if id := s.TokenID; id != 0 { // a copy, which does not keep the whole audit
		out.TokenID = &id
	}
	if s.Reason != nil {
		reason := valid(*s.Reason)
		out.Reason = &reason
	}
	for i, why := range s.UnjudgedWhy {
		out.UnjudgedWhy[i] = valid(why)
	}
	for i := range s.Findings {
		out.Findings[i] = b.finding(&s.Findings[i])
	}
	return out
}

func (b *subjectBuilder) finding(f *audit.Finding) AuditFinding {
	out := AuditFinding{
		Rule: valid(f.Rule), Severity: f.Severity, Message: valid(f.Message),
		Permission: b.shared(f.Permission), Declared: b.shared(f.Declared), Actual: validOrNil(f.Actual),
		Range: b.place(f.Range), ExceptedBy: b.shared(f.ExceptedBy),
	}
	if f.Permission != "" { // and so a level, not something of the subject alone
		out.Actual = b.shared(f.Actual)
	}
	return out
}

// shared is validOrNil for texts that many subjects have.
func (b *subjectBuilder) shared(s string) *string {
	text, ok := b.texts[s]
	if !ok {
		text = validOrNil(s)
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

func (b *subjectBuilder) place(r *diag.Range) *SourceRange {
	place, ok := b.ranges[r]
	if !ok {
		place = rangeOrNil(r)
		b.ranges[r] = place
	}
	return place
}

func utc(t *time.Time) *time.Time {
	if t == nil || t.Location() == time.UTC {
		return t
	}
	out := t.UTC()
	return &out
}
