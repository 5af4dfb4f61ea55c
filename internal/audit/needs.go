package audit

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// NeedsRepositories returns the indices of those requests and tokens of an
// organization for which a verdict may depend on the repositories that they
// select: they select some, and a policy looks at them, or whether a template
// is theirs, or what departs from it, is decided by its list. It goes by the
// time at which the organization was read.
func NeedsRepositories(cfg *hcl.Configuration, o *github.Organization) (requests, tokens []int) {
	j := newJudge(cfg, "")
	j.asOf = o.ReadAt
	x := newIndex(j.templates[strings.ToLower(o.Login)], cfg.Catalog, newTeams(o))
	return j.needing(x, o.Requests, policiesRead(cfg, pat.KindRequest)), j.needing(x, o.Tokens, policiesRead(cfg, pat.KindToken))
}

// policiesRead reports whether a policy on a kind looks at repositories.
func policiesRead(cfg *hcl.Configuration, kind pat.Kind) bool {
	return slices.ContainsFunc(cfg.Policies, func(p *hcl.Policy) bool { return p.Applies(kind) && p.Reads("repositories") })
}

func (j *judge) needing(x *index, grants []pat.Grant, all bool) []int {
	var out []int
	for i := range grants {
		g := &grants[i]
		if g.RepositorySelection == subset && (all || x.listDecides(x.shape(*g), j.facts(g), g.TokenName)) {
			out = append(out, i)
		}
	}
	return out
}

// subset is the selection of some repositories, as GitHub's API calls it.
const subset = "subset"

// listDecides reports whether what is found of a subject that selects some
// repositories depends on which these are. If templates claim its name, one
// with a list does. Otherwise the templates are asked in the order in which they
// are tried: one that only its list may keep from being the subject's
// depends on it, and one that takes any choice settles the matter.
func (x *index) listDecides(shape *shape, f *facts, name string) bool {
	if claimed := x.claimed(name); len(claimed) > 0 {
		return slices.ContainsFunc(claimed, func(i int) bool { return x.profiles[i].Repositories.Patterns != nil })
	}
	p := x.first(shape, f.owner, nil, func(i int, p *profile) bool {
		fits, byList := p.selects(subset)
		return (fits || byList) && !f.departsBesides(shape, i, p)
	})
	return p != nil && p.Repositories.Patterns != nil
}
