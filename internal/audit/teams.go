package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// teams are the members of the teams of an organization that were read, by slug.
type teams map[string][]string

func newTeams(o *github.Organization) teams {
	out := teams{}
	for _, t := range o.Teams {
		out[strings.ToLower(t.Slug)] = t.Members
	}
	return out
}

// NamedTeams returns the slugs of the teams that templates name in owners, sorted,
// by the login of their organization in lower case.
func NamedTeams(cfg *hcl.Configuration) map[string][]string {
	out := map[string][]string{}
	for _, t := range cfg.Templates {
		for _, owner := range t.Owners {
			organization, slug, ok := pat.ParseTeam(owner)
			if organization = strings.ToLower(organization); ok && strings.EqualFold(organization, t.TargetName) {
				out[organization] = append(out[organization], slug)
			}
		}
	}
	for organization, slugs := range out {
		slices.Sort(slugs)
		out[organization] = slices.Compact(slugs)
	}
	return out
}

// allow adds an owner: a login, or a team with its members.
func (p *profile) allow(owner string, known teams) {
	organization, slug, ok := pat.ParseTeam(owner)
	if !ok {
		p.owners[strings.ToLower(owner)] = true
		return
	}
	members, read := known[slug]
	if !read || !strings.EqualFold(organization, p.TargetName) {
		p.unknown = append(p.unknown, owner)
		return
	}
	for _, login := range members {
		p.owners[strings.ToLower(login)] = true
	}
}

// teamWeight makes a list with a team wider than every list of logins, no matter who
// is in the team: which template is the narrower one does not change with that.
const teamWeight = 1 << 30

// entries counts the different owners as they are written.
func (p *profile) entries() int {
	n, different := 0, map[string]bool{}
	for _, owner := range p.Owners {
		different[strings.ToLower(owner)] = true
		if _, _, ok := pat.ParseTeam(owner); ok {
			n = teamWeight
		}
	}
	return n + len(different)
}

// owner says that somebody may not hold a token, or that nobody knows. Then the
// finding keeps the verdict from being a good one, as one about repositories
// that were not read does.
func (p *profile) owner(out []Finding, s *Subject) []Finding {
	if p.owners == nil || p.owners[strings.ToLower(s.Owner)] {
		return out
	}
	f := Finding{
		Rule:     "owner-not-allowed",
		Message:  fmt.Sprintf("%s is not an allowed owner of tokens from %s.", s.Owner, p.Address),
		Declared: p.ownersText, Actual: s.Owner, Range: p.at("owners", ""),
	}
	if len(p.unknown) > 0 {
		f.Actual = notRead
		f.Message = fmt.Sprintf("The members of %s were not read, so it is unknown whether %s is an allowed owner of tokens from %s.",
			listed(p.unknown), s.Owner, p.Address)
	}
	return append(out, f)
}

// teamNotRead says why a gap about a team is one: reading it failed, or nobody
// tried, since the data is older than the template that names the team.
func (j *judge) teamNotRead(team string) string {
	if j.failed[team] {
		return "They could not be read, and the verdict depends on them. To read them, the App needs the organization permission \"Members: read\"."
	}
	return "The data does not contain them, and the verdict depends on them. Run `patctl pull` again with this configuration. " +
		"To read them, the App needs the organization permission \"Members: read\"."
}

// unreadTeams leaves a gap for each team that was not read and on which the
// verdict depends.
func (j *judge) unreadTeams(s *Subject, shape *shape, f *facts, x *index) {
	for _, team := range x.teamsDecide(shape, f, s.TokenName) {
		s.doubt(fmt.Sprintf("The members of %s were not read, and the verdict depends on them.", team))
		j.miss(&miss{missed: missed{organization: s.Organization, team: team, kind: s.Kind}, why: j.teamNotRead(team), ids: []int64{s.ID}, count: 1})
	}
}

// teamsDecide returns the teams that were not read and on which it depends what
// is found of a subject, sorted: those of the templates that claim its name, or
// of each that fits in permissions and lifetime, up to the one that it has.
func (x *index) teamsDecide(shape *shape, f *facts, name string) []string {
	if !x.unread {
		return nil
	}
	var out []string
	add := func(p *profile) {
		if f.excluded(p) {
			for _, team := range p.unknown {
				out = append(out, strings.ToLower(team))
			}
		}
	}
	if claimed := x.claimed(name); len(claimed) > 0 {
		for _, i := range claimed {
			add(x.profiles[i])
		}
	} else {
		for _, i := range shape.fits {
			p := x.profiles[i]
			if !f.departs(shape, i, p) {
				break
			}
			if !f.departsInOthers(shape, i, p) {
				add(p)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// departsInOthers reports whether a subject departs from a template in anything
// but its owner and a list of repositories that was not read.
func (f *facts) departsInOthers(shape *shape, i int, p *profile) bool {
	if shape.empty || p.Match.Exact && shape.distances[i].missing > 0 || f.outlives(p) {
		return true
	}
	fits, byList := p.selects(f.selection)
	if !byList {
		return !fits
	}
	return f.read && slices.ContainsFunc(f.repositories, func(r string) bool { return !p.lists(r) })
}
