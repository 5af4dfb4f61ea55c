package audit

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Audit is what was found.
type Audit struct {
	AsOf       time.Time
	Gaps       []Gap     // sorted; empty: everything could be judged
	Subjects   []Subject // sorted by organization, kind, id
	Exceptions []ExceptionUse
}

// Complete reports whether everything was read and judged.
func (a *Audit) Complete() bool { return len(a.Gaps) == 0 }

// Gap is a part that could not be read or judged.
type Gap struct {
	Organization string
	What         string
	Why          string
}

// Subject is a request or token with what was found.
type Subject struct {
	pat.Grant
	Organization string
	Verdict      pat.Verdict
	Template     *hcl.Template // nil: none fits
	MatchedBy    MatchedBy     // "" without a template
	Nearest      *hcl.Template // nil with a template, or where there is none to be near to
	Findings     []Finding     // worst first, then by rule, permission and message
	FixURL       string        // link that makes it conform; "" where it does, or nothing is near
	Unjudged     bool          // a policy could not be evaluated: the verdict may be too good to act upon
	DenyReason   string        // what to deny it with, at most 1024 characters; "" where it conforms
}

// MatchedBy is how a subject found its template.
type MatchedBy string

// The ways to find a template.
const (
	ByName  MatchedBy = "name"
	ByShape MatchedBy = "shape"
)

// Finding is one thing that a rule says of a subject.
type Finding struct {
	Rule       string
	Severity   pat.Severity
	Message    string
	Permission string // "" where the finding is not about one
	Declared   string
	Actual     string
	Range      *diag.Range // in the template or policy that it departs from; nil: there is none
	ExceptedBy string      // name of the exception in force that covers it; "" for none
}

// ExceptionUse tells what became of an exception.
type ExceptionUse struct {
	Exception *hcl.Exception
	Covered   int  // findings that it covers; without force, those that it would
	Lapsed    bool // no longer in force
	Soon      bool // in force, and lapses within two weeks
}

// Judge judges everything in a snapshot as of a time; the zero time stands for
// that at which each organization was read. Diagnostics are about policies that
// could not be evaluated: then the audit has gaps too. Requests and tokens with
// equal permissions share them afterwards, in the snapshot as well.
func Judge(cfg *hcl.Configuration, snapshot *github.Snapshot, asOf time.Time) (*Audit, diag.Diagnostics) {
	at := asOf
	if at.IsZero() {
		at = snapshot.GeneratedAt
	}
	j := newJudge(cfg, snapshot.Host, at)
	for i := range snapshot.Organizations {
		if asOf.IsZero() {
			j.asOf = snapshot.Organizations[i].ReadAt
		}
		j.organization(&snapshot.Organizations[i])
	}
	j.asOf = at
	var diags diag.Diagnostics
	for _, u := range j.unevaluated {
		j.gaps = append(j.gaps, u.gap())
		diags = append(diags, u.diags...)
	}
	out := &Audit{AsOf: at, Gaps: j.gaps, Subjects: j.subjects, Exceptions: j.exceptionUses()}
	slices.SortFunc(out.Gaps, func(a, b Gap) int {
		return cmp.Or(strings.Compare(a.Organization, b.Organization), strings.Compare(a.What, b.What), strings.Compare(a.Why, b.Why))
	})
	// Subjects are large, and mostly sorted already.
	if !slices.IsSortedFunc(out.Subjects, compareSubjects) {
		slices.SortFunc(out.Subjects, compareSubjects)
	}
	diag.Sort(diags)
	return out, diags
}

func compareSubjects(a, b Subject) int { return CompareSubjects(&a, &b) }

// CompareSubjects orders subjects as an audit lists them: by organization, kind
// and number.
func CompareSubjects(a, b *Subject) int {
	return cmp.Or(strings.Compare(a.Organization, b.Organization), strings.Compare(string(a.Kind), string(b.Kind)), cmp.Compare(a.ID, b.ID))
}

// judge holds what is computed once for a configuration.
type judge struct {
	cfg        *hcl.Configuration
	host       string
	asOf       time.Time
	rules      map[string]setting
	templates  map[string][]*hcl.Template // by target, lower case
	exceptions []exceptionState
	links      map[*hcl.Template]string
	texts      map[string]string // each that is shared
	exceptionIndex

	gaps        []Gap
	subjects    []Subject
	unevaluated []*unevaluated // once for each policy and organization
}

// setting is what holds for a rule: its default, or what a rule block says.
type setting struct {
	severity  pat.Severity
	days      int
	namedOnly bool
}

func newJudge(cfg *hcl.Configuration, host string, asOf time.Time) *judge {
	j := &judge{cfg: cfg, host: cmp.Or(host, cfg.Host), asOf: asOf,
		rules: map[string]setting{}, templates: map[string][]*hcl.Template{}, links: map[*hcl.Template]string{}, texts: map[string]string{}}
	for _, r := range pat.Rules() {
		j.rules[r.Name] = setting{r.Severity, r.Days, r.NamedOnly}
	}
	for _, r := range cfg.Rules {
		s := j.rules[r.Name]
		s.severity = cmp.Or(r.Severity, s.severity)
		if r.Days != nil {
			s.days = *r.Days
		}
		j.rules[r.Name] = s
	}
	for _, t := range cfg.Templates {
		if t.TargetName != "" {
			target := strings.ToLower(t.TargetName)
			j.templates[target] = append(j.templates[target], t)
		}
	}
	for _, e := range cfg.Exceptions {
		j.exceptions = append(j.exceptions, newExceptionState(e, asOf))
	}
	j.exceptionIndex = newExceptionIndex(j.exceptions)
	return j
}

func (j *judge) organization(o *github.Organization) {
	for _, gap := range o.Incomplete {
		j.gaps = append(j.gaps, Gap{o.Login, gap.What, gap.Why})
	}
	grants := make([]*pat.Grant, 0, len(o.Requests)+len(o.Tokens))
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			grants = append(grants, &list[i])
		}
	}
	j.inParts(o.Login, grants, min(runtime.GOMAXPROCS(0), 1+len(grants)/worthwhile))
}

func (j *judge) subject(organization string, grant *pat.Grant, index *index) Subject {
	shape := index.shape(*grant)
	grant.Permissions = shape.granted
	s := Subject{Grant: *grant, Organization: organization}
	fit := j.choose(&s, shape, index)
	s.Findings = fit.findings
	switch {
	case fit.profile != nil:
		s.Template, s.MatchedBy = fit.profile.Template, fit.by
	default:
		nearest := j.nearest(&s, shape, index)
		if nearest != nil {
			s.Nearest = nearest.Template
		}
		s.Findings = append(s.Findings, j.undeclared(&s, shape, nearest)...)
	}
	s.Findings = append(s.Findings, j.regardless(&s, shape)...)
	s.Findings = append(s.Findings, j.policies(&s, shape)...)
	j.except(&s)
	sortFindings(s.Findings)
	s.Verdict = verdict(&s)
	j.advise(&s)
	return s
}

// verdict sums up the findings. To except a subject that has no template, an
// exception must cover that it has none, whatever severity this was given.
func verdict(s *Subject) pat.Verdict {
	errors, covered, agreed := 0, 0, s.Template != nil
	for _, f := range s.Findings {
		excepted := f.ExceptedBy != ""
		agreed = agreed || excepted && f.Rule == "undeclared-token"
		if f.Severity != pat.SeverityError {
			continue
		}
		errors++
		if excepted {
			covered++
		}
	}
	switch {
	case s.Template != nil && errors == 0:
		return pat.Conforming
	case agreed && covered == errors:
		return pat.Excepted
	case s.Template != nil:
		return pat.Drifted
	}
	return pat.Undeclared
}

var severityOrder = map[pat.Severity]int{pat.SeverityError: 0, pat.SeverityWarning: 1, pat.SeverityNotice: 2}

func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(severityOrder[a.Severity], severityOrder[b.Severity]),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Permission, b.Permission),
			strings.Compare(a.Message, b.Message),
		)
	})
}

// String names a subject for people.
func (s *Subject) String() string {
	return fmt.Sprintf("%s %d (%s) of %s in %s", s.Kind, s.ID, s.TokenName, s.Owner, s.Organization)
}
