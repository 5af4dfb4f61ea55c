package audit

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Audit is what was found.
type Audit struct {
	AsOf          time.Time      // the latest time of an organization
	Organizations []Organization // sorted by login
	Gaps          []Gap          // sorted; empty: everything could be judged
	Subjects      []Subject      // sorted by organization, kind, id
	Exceptions    []ExceptionUse
	Use           *usage.Log    // what was read of the use of tokens; nil: nothing was asked for
	Templates     []TemplateUse // of the templates with observed tokens, by address
	ClassicRead   bool          // the classic tokens were asked for
	Classic       []Classic     // that were seen; by organization, owner, name, and ID
}

// Organization says as of when the requests and tokens of an organization were
// judged. In a merged snapshot each has a time of its own.
type Organization struct {
	Login  string
	AsOf   time.Time
	ReadAt time.Time // zero: not known
}

// Complete reports whether everything was read and judged.
func (a *Audit) Complete() bool { return len(a.Gaps) == 0 }

// TimeOf returns as of when what an organization has was judged. The login is
// mostly spelled as in the snapshot.
func (a *Audit) TimeOf(organization string) time.Time {
	at, found := slices.BinarySearchFunc(a.Organizations, organization, func(o Organization, login string) int { return strings.Compare(o.Login, login) })
	if found {
		return a.Organizations[at].AsOf
	}
	for _, o := range a.Organizations {
		if strings.EqualFold(o.Login, organization) {
			return o.AsOf
		}
	}
	return a.AsOf
}

// ReadWhole reports whether everything was read. Then only policies are missing,
// and the subjects that they could not judge are marked as such.
func (a *Audit) ReadWhole() bool {
	return !slices.ContainsFunc(a.Gaps, func(g Gap) bool { return g.Policy == "" })
}

// Gap is a part that could not be read or judged.
type Gap struct {
	Organization string
	What         string
	Why          string
	Policy       string // that could not judge some subjects; "": something was not read
}

// ExceptionUse tells what happened to an exception.
type ExceptionUse struct {
	Exception *hcl.Exception
	Covered   int  // findings that it covers; without force, those that it would
	Lapsed    bool // no longer in force
	Soon      bool // in force, and lapses within two weeks
	Unasked   bool // it names a rule that needs something that was not asked for: nobody knows whether it is needed
}

// Judge judges everything in a snapshot as of a time; the zero time means
// that at which each organization was read. Diagnostics are about policies that
// could not be evaluated: then the audit has gaps too. Requests and tokens with
// equal permissions share them afterwards, in the snapshot as well.
func Judge(cfg *hcl.Configuration, snapshot *github.Snapshot, asOf time.Time) (*Audit, diag.Diagnostics) {
	return JudgeUse(cfg, snapshot, nil, asOf)
}

// JudgeUse judges as Judge does, and also what tokens did. Nil means that nothing is
// known of that.
func JudgeUse(cfg *hcl.Configuration, snapshot *github.Snapshot, used *Used, asOf time.Time) (*Audit, diag.Diagnostics) {
	j := newJudge(cfg, snapshot.Host)
	j.used = used
	out, diags := j.snapshot(snapshot, asOf)
	out.Subjects = j.subjects
	// Subjects are large, and mostly sorted already.
	if !slices.IsSortedFunc(out.Subjects, compareSubjects) {
		slices.SortFunc(out.Subjects, compareSubjects)
	}
	return out, diags
}

// snapshot judges everything in a snapshot. The subjects are not in the audit yet.
func (j *judge) snapshot(snapshot *github.Snapshot, asOf time.Time) (*Audit, diag.Diagnostics) {
	j.logGaps()
	for _, gap := range snapshot.Incomplete {
		j.gaps = append(j.gaps, Gap{What: gap.What, Why: gap.Why})
	}
	j.stranger = j.strange(snapshot)
	j.uncovered(snapshot)
	out := &Audit{AsOf: cmp.Or(asOf, snapshot.GeneratedAt)}
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		j.asOf = cmp.Or(asOf, o.ReadAt, snapshot.GeneratedAt)
		if j.asOf.After(out.AsOf) {
			out.AsOf = j.asOf
		}
		out.Organizations = append(out.Organizations, Organization{o.Login, j.asOf, o.ReadAt})
		j.organization(o)
		out.Classic = append(out.Classic, j.classic(o)...)
	}
	j.usedAtAll(out)
	slices.SortFunc(out.Organizations, func(a, b Organization) int { return strings.Compare(a.Login, b.Login) })
	var diags diag.Diagnostics
	out.Gaps, diags = j.incomplete()
	slices.SortFunc(out.Gaps, compareGaps)
	out.Exceptions = j.exceptionUses(out)
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
	used       *Used          // nil: nothing is known of what tokens did
	stranger   bool           // what is known is about other tokens
	recorded   map[int64]bool // tokens with a record
	partial    bool           // API Insights of the organization was not read in full
	public     *int           // public repositories of the organization; nil: not known
	host       string
	asOf       time.Time
	readAt     time.Time       // of the organization; zero: not known
	failed     map[string]bool // teams of the organization, as in "@octo-org/platform", whose members could not be read
	rules      map[string]setting
	templates  map[string][]*hcl.Template // by target, lower case
	declared   map[string]*diag.Range     // where organizations are, by login, lower case
	exceptions []exceptionState
	links      map[linkOf]link
	texts      map[string]string // each that is shared
	days       map[daysText]string
	reason     []byte
	scratch    []Finding // of one subject at a time
	exceptionIndex

	gaps     []Gap
	subjects []Subject
	hand     func(asOf time.Time, subjects []Subject) // of JudgeEach; nil: they are kept
	missed   map[missed]*miss
	misses   []*miss // once for each policy, organization and kind
}

// setting is what holds for a rule: its default, or what a rule block says.
type setting struct {
	severity  pat.Severity
	byDefault pat.Severity
	days      int
	namedOnly bool
	needs     pat.Reading
}

func newJudge(cfg *hcl.Configuration, host string) *judge {
	j := &judge{cfg: cfg, host: cmp.Or(host, cfg.Host),
		rules: map[string]setting{}, templates: map[string][]*hcl.Template{}, declared: map[string]*diag.Range{}, links: map[linkOf]link{}, texts: map[string]string{}, days: map[daysText]string{}, missed: map[missed]*miss{}}
	for _, r := range pat.Rules() {
		j.rules[r.Name] = setting{r.Severity, r.Severity, r.Days, r.NamedOnly, r.Needs}
	}
	for _, r := range cfg.Rules {
		s := j.rules[r.Name]
		// Nothing silences that nobody agreed on a token: package check says so.
		if r.Name != undeclaredToken || r.Severity != pat.SeverityOff {
			s.severity = cmp.Or(r.Severity, s.severity)
		}
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
	for _, o := range cfg.Organizations {
		j.declared[strings.ToLower(o.Login)] = &o.Range
	}
	for _, e := range cfg.Exceptions {
		j.exceptions = append(j.exceptions, newExceptionState(e))
	}
	j.exceptionIndex = newExceptionIndex(j.exceptions)
	return j
}

func (j *judge) organization(o *github.Organization) {
	j.readAt, j.failed, j.public = o.ReadAt, map[string]bool{}, o.PublicRepositories
	j.partial = o.Insights != nil && !o.Insights.Complete
	for _, gap := range o.Incomplete {
		if team, ok := strings.CutPrefix(gap.What, "members of "); ok {
			j.failed[strings.ToLower(team)] = true
		}
		j.gaps = append(j.gaps, Gap{Organization: o.Login, What: gap.What, Why: gap.Why})
	}
	grants := make([]*pat.Grant, 0, len(o.Requests)+len(o.Tokens))
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			grants = append(grants, &list[i])
		}
	}
	parts := min(runtime.GOMAXPROCS(0), 1+len(grants)/worthwhile)
	if j.hand != nil {
		j.handOver(o.Login, newTeams(o), grants, parts)
		return
	}
	j.inParts(o.Login, newTeams(o), grants, parts)
}

func (j *judge) subject(organization string, grant *pat.Grant, index *index) Subject {
	shape := index.shape(*grant)
	grant.Permissions = shape.granted
	s := Subject{Grant: *grant, Organization: organization}
	facts := j.facts(grant)
	closest := j.take(&s, shape, facts, index)
	j.unread(&s, shape, facts, index)
	j.unreadTeams(&s, shape, facts, index)
	s.Findings = j.regardless(s.Findings, &s, shape)
	allowed := closest != nil && !facts.excluded(closest)
	s.Findings = append(s.Findings, j.policies(&s, shape)...)
	s.Findings = append(s.Findings, j.observe(&s, closest, allowed)...)
	j.except(&s)
	j.scratch = s.Findings
	s.Findings = slices.Clone(s.Findings)
	sortFindings(s.Findings)
	s.Verdict = verdict(&s)
	j.unsaid(&s, shape)
	j.fromFuture(&s)
	j.advise(&s, allowed)
	return s
}

// take gives a subject its template, or the nearest one, and what departs from
// it. It returns which of the two there is.
func (j *judge) take(s *Subject, shape *shape, f *facts, index *index) *profile {
	fit := index.choose(shape, f, s.TokenName)
	p := fit.profile
	if p != nil {
		s.Template, s.MatchedBy = p.Template, fit.by
		deviations := j.compare(j.scratch[:0], s, shape, p)
		if s.Kind == pat.KindRequest {
			s.Tolerated = j.tolerated(deviations)
		}
		s.Findings = j.report(deviations)
		if fit.by == ByShape {
			s.Findings = j.otherName(s.Findings, s, p)
		}
		return p
	}
	p = index.nearest(shape, f)
	if p != nil {
		s.Nearest = p.Template
	}
	found := j.undeclared(s, shape, p, len(index.profiles) == 0)
	s.Findings = j.endless(j.add(j.scratch[:0], undeclaredToken, found), s)
	return p
}

// verdict sums up the findings. To except a subject that has no template, an
// exception must cover that it has none, whatever severity this was given.
func verdict(s *Subject) pat.Verdict {
	errors, covered, agreed := 0, 0, s.Template != nil
	for _, f := range s.Findings {
		excepted := f.ExceptedBy != ""
		agreed = agreed || excepted && f.Rule == undeclaredToken
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
