package usage

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// repositories says what the calls of a token, and those that may be its own, show of the
// repositories that it can reach.
func (o *Observer) repositories(organization string, g *pat.Grant, s sight, mine, unknown []*Token) Repositories {
	out := Repositories{Granted: g.RepositorySelection, Seen: []string{}, Unused: []string{}, Reasons: []Reason{}}
	if g.RepositorySelection == "none" || len(g.Permissions.Repository) == 0 {
		return out
	}
	r := o.reached(organization, mine, unknown)
	o.blindToRepositories(g, s, r.why)
	subset := g.RepositorySelection == "subset"
	granted := map[string]bool{}
	for _, name := range g.Repositories {
		granted[strings.ToLower(name)] = true
	}
	all := len(granted)
	if subset && g.RepositoriesRead {
		before := len(r.seen)
		maps.DeleteFunc(r.seen, func(name string, _ bool) bool { return !granted[name] })
		r.why[ReasonRenamed] = r.why[ReasonRenamed] || len(r.seen) < before
	}
	for reason, names := range map[Reason]map[string]bool{ReasonRefused: r.tried, ReasonToken: r.others} {
		for name := range names {
			if !r.seen[name] && (granted[name] || !subset) {
				r.why[reason] = true
			}
		}
	}
	out.Seen = slices.Sorted(maps.Keys(r.seen))
	switch {
	case subset && !g.RepositoriesRead:
		r.why[ReasonSource] = true
	case subset:
		maps.DeleteFunc(granted, func(name string, _ bool) bool { return r.seen[name] || r.tried[name] || r.others[name] })
		out.Unused = append(out.Unused, slices.Sorted(maps.Keys(granted))...)
	}
	maps.DeleteFunc(r.why, func(_ Reason, holds bool) bool { return !holds })
	out.Reasons = slices.Sorted(maps.Keys(r.why))
	switch {
	case subset && g.RepositoriesRead && len(out.Seen) == all:
		out.State, out.Reasons = Used, []Reason{}
	case len(r.why) > 0:
		out.State = NotObservable
	case len(out.Seen) == 0:
		out.State = NotSeen
	default:
		out.State = Narrower
	}
	return out
}

// reached are the repositories of an organization that calls reached.
type reached struct {
	seen   map[string]bool // by the token
	tried  map[string]bool // by the token, and refused
	others map[string]bool // by a token that may be this one
	why    map[Reason]bool // why there may be more
}

// reached reads the calls of a token, and those that may be its own. Repositories of other
// owners are left out: they are public, because a token has one resource owner.
func (o *Observer) reached(organization string, mine, unknown []*Token) reached {
	r := reached{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[Reason]bool{}}
	ours := strings.ToLower(organization) + "/"
	for _, t := range mine {
		for i := range t.Calls {
			c := &t.Calls[i]
			o.reach(c, r.seen, r.tried, r.why)
			if t.Source == AuditLog && c.Repository != "" && c.Public != Yes && c.Count > 0 && !strings.HasPrefix(c.Repository, ours) {
				r.why[ReasonRenamed] = true // a token reaches private repositories of its organization only
			}
		}
	}
	for _, t := range unknown {
		for i := range t.Calls {
			o.reach(&t.Calls[i], r.others, r.others, r.why)
		}
	}
	for _, names := range []map[string]bool{r.seen, r.tried, r.others} {
		maps.DeleteFunc(names, func(name string, _ bool) bool { return !strings.HasPrefix(name, ours) })
	}
	return r
}

// blindToRepositories adds why the sources may not show which repositories a token used.
func (o *Observer) blindToRepositories(g *pat.Grant, s sight, why map[Reason]bool) {
	contents := g.Permissions.Repository["contents"] != ""
	why[ReasonLater] = s.later
	switch {
	case s.audit:
		why[ReasonPublic] = s.public
		why[ReasonGit] = contents && !s.git
	case s.recorded && !s.insights:
	default: // API Insights shows no repositories
		why[ReasonSource] = true
	}
}

// reach notes the repository of a call, or why it is not known.
func (o *Observer) reach(c *Call, seen, maybe map[string]bool, why map[Reason]bool) {
	e, found := o.catalog.Endpoint(c.Method, c.Route)
	switch {
	case c.Repository != "" && c.Count > 0:
		seen[c.Repository] = true
	case c.Repository != "":
		maybe[c.Repository] = true
	case slices.ContainsFunc(c.Is, func(text string) bool { return strings.HasPrefix(text, "graphql") }):
		why[ReasonGraphQL] = true
	case len(c.Is) > 0:
		why[ReasonSource] = true
	case !c.Known || !found:
		why[ReasonUnknown] = true
	case strings.HasPrefix(e.Path, "/search/"):
		why[ReasonSearch] = true
	case needsRepository(e):
		why[ReasonSource] = true
	}
}

// needsRepository reports whether a call of an endpoint may use a permission for
// repositories.
func needsRepository(e catalog.Endpoint) bool {
	return strings.HasPrefix(e.Path, "/repos/") || strings.HasPrefix(e.Path, "/repositories/") || slices.ContainsFunc(e.Sets, func(set pat.Permissions) bool {
		return slices.ContainsFunc(set.Names(), func(name string) bool {
			p, ok := catalog.Default().Permission(name)
			return ok && p.Section == pat.Repository && name != metadata
		})
	})
}
