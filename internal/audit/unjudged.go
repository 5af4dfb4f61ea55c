package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// doubt notes that something on which the verdict depends is not known.
func (s *Subject) doubt(why string) {
	s.Unjudged = true
	if !slices.Contains(s.UnjudgedWhy, why) {
		s.UnjudgedWhy = append(s.UnjudgedWhy, why)
	}
}

// Why something could not be judged. GitHub does not say, or it was not read.
const (
	noPermissions    = "GitHub does not say which permissions it has."
	noRepositories   = "The repositories that it selects were not read, and the verdict depends on them."
	noPermissionsGap = "GitHub does not say which permissions it has, or whether it has any. Check it on GitHub."
	laterThanRead    = "According to GitHub, it was created or used after it was read, so its lifetime and last use are unknown. Check the clock of the machine that read it, and read it again."
)

// unsaid notes what GitHub does not say about a subject. A permission whose level
// nobody knows is a certain deviation, and raises a doubt only where the verdict
// is a good one all the same, because of how rules and exceptions are set. Where
// GitHub does not even say that there are no permissions, a good verdict is a gap.
func (j *judge) unsaid(s *Subject, shape *shape) {
	good := s.Verdict == pat.Conforming || s.Verdict == pat.Excepted
	if shape.empty {
		s.doubt(noPermissions)
	}
	if s.PermissionsUnsaid && good {
		j.miss(&miss{missed: missed{organization: s.Organization, about: "permissions", kind: s.Kind}, why: noPermissionsGap, ids: []int64{s.ID}, count: 1})
	}
	if len(shape.vague) > 0 && good {
		s.doubt(fmt.Sprintf("The access level of %s is unknown.", strings.Join(shape.vague, ", ")))
	}
}

// longestRead is more than reading an organization takes: what is made or used
// meanwhile is later than the time at which the reading began.
const longestRead = 24 * time.Hour

// fromFuture leaves a gap where GitHub gives a time that had not come when it was
// read. A lifetime that counts from then on, or a last use, would be too good.
func (j *judge) fromFuture(s *Subject) {
	latest := j.readAt.Add(longestRead)
	late := func(t *time.Time) bool { return t != nil && t.After(latest) }
	if j.readAt.IsZero() || !late(s.Since) && !late(s.LastUsedAt) {
		return
	}
	s.doubt("According to GitHub, it was created or used after it was read.")
	j.miss(&miss{missed: missed{organization: s.Organization, about: "times", kind: s.Kind}, why: laterThanRead, ids: []int64{s.ID}, count: 1})
}

// unread leaves a gap where the verdict depends on repositories that were not
// read: what is found is right as far as it goes, and nobody knows the rest.
func (j *judge) unread(s *Subject, shape *shape, f *facts, x *index) {
	if s.RepositorySelection != subset || s.RepositoriesRead || !x.listDecides(shape, f, s.TokenName) {
		return
	}
	s.doubt(noRepositories)
	j.miss(&miss{missed: missed{organization: s.Organization, about: "repositories", kind: s.Kind}, why: "They were not read, and the verdict depends on them.", ids: []int64{s.ID}, count: 1})
}

// miss is something that could not be judged for some subjects of an
// organization and kind: a policy, or what was not read or said. It is one gap,
// because the reason mostly concerns all of them, with the diagnostics of the
// subject with the lowest number.
type miss struct {
	missed
	ids    []int64 // the lowest, ascending
	count  int
	why    string
	unread bool // the policy looks at something that was not read
	diags  diag.Diagnostics
}

// maxNamed is how many subjects a gap names.
const maxNamed = 20

// missed is what a miss is about.
type missed struct {
	organization   string
	module, policy string // "": it is about something else
	about          string // what was not read or said, as in "repositories", of the subjects
	team           string // whose members were not read
	kind           pat.Kind
}

// merge adds another about the same thing. The order does not matter.
func (m *miss) merge(other *miss) {
	if other.ids[0] < m.ids[0] {
		m.why, m.diags = other.why, other.diags
	}
	m.ids = append(m.ids, other.ids...)
	slices.Sort(m.ids)
	m.ids = m.ids[:min(len(m.ids), maxNamed)]
	m.count += other.count
	m.unread = m.unread || other.unread
}

func (m *miss) gap() Gap {
	if m.team != "" {
		return Gap{Organization: m.organization, What: "members of " + m.team + " for " + m.subjects(), Why: m.why}
	}
	if m.about != "" {
		return Gap{Organization: m.organization, What: m.about + " of " + m.subjects(), Why: m.why}
	}
	name := m.policy
	if m.module != "" {
		name += " of " + m.module
	}
	gap := Gap{Organization: m.organization, What: "policy " + name + " on " + m.subjects(), Why: m.why}
	if !m.unread {
		gap.Policy = m.policy
	}
	return gap
}

// subjects names the subjects: "token 1", or "tokens 1, 2 and 40 more".
func (m *miss) subjects() string {
	var b strings.Builder
	b.WriteString(string(m.kind))
	if m.count > 1 {
		b.WriteByte('s')
	}
	for i, id := range m.ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %d", id)
	}
	if more := m.count - len(m.ids); more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}

// miss adds what could not be judged to what is known of it.
func (j *judge) miss(m *miss) {
	if known := j.missed[m.missed]; known != nil {
		known.merge(m)
		return
	}
	j.missed[m.missed] = m
	j.misses = append(j.misses, m)
}

// unevaluated notes that a policy could not be evaluated for a subject.
func (j *judge) unevaluated(p *hcl.Policy, s *Subject, why string, diags diag.Diagnostics) {
	s.doubt(fmt.Sprintf("The policy %q could not be evaluated.", p.Name))
	about := missed{organization: s.Organization, module: p.Module, policy: p.Name, kind: s.Kind}
	j.miss(&miss{missed: about, ids: []int64{s.ID}, count: 1, why: why, unread: len(diags) == 0, diags: diags})
}

func compareGaps(a, b Gap) int {
	return cmp.Or(strings.Compare(a.Organization, b.Organization), strings.Compare(a.What, b.What), strings.Compare(a.Why, b.Why))
}

// incomplete returns the gaps, and the diagnostics of policies: once for each, since
// the same mistake mostly shows in all organizations.
func (j *judge) incomplete() ([]Gap, diag.Diagnostics) {
	slices.SortFunc(j.misses, func(a, b *miss) int {
		return cmp.Or(strings.Compare(a.organization, b.organization), strings.Compare(string(a.kind), string(b.kind)))
	})
	gaps := j.gaps
	var diags diag.Diagnostics
	told := map[[2]string]bool{}
	for _, m := range j.misses {
		gaps = append(gaps, m.gap())
		if policy := [2]string{m.module, m.policy}; !told[policy] && len(m.diags) > 0 {
			told[policy] = true
			diags = append(diags, m.diags...)
		}
	}
	return gaps, diags
}
