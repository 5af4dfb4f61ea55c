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
	why := o.blindToRepositories(g, s)
	seen, tried, others := map[string]bool{}, map[string]bool{}, map[string]bool{}
	ours := strings.ToLower(organization) + "/"
	for _, t := range mine {
		for i := range t.Calls {
			c := &t.Calls[i]
			o.reach(c, seen, tried, why)
			if t.Source == AuditLog && c.Repository != "" && c.Public != Yes && c.Count > 0 && !strings.HasPrefix(c.Repository, ours) {
				why[ReasonRenamed] = true // a token reaches private repositories of its organization only
			}
		}
	}
	for _, t := range unknown {
		for i := range t.Calls {
			o.reach(&t.Calls[i], others, others, why)
		}
	}
	elsewhere := func(name string, _ bool) bool { return !strings.HasPrefix(name, ours) }
	for _, names := range []map[string]bool{seen, tried, others} {
		maps.DeleteFunc(names, elsewhere) // public ones: a token has one resource owner
	}
	subset := g.RepositorySelection == "subset"
	granted := map[string]bool{}
	for _, name := range g.Repositories {
		granted[strings.ToLower(name)] = true
	}
	if subset && g.RepositoriesRead {
		before := len(seen)
		maps.DeleteFunc(seen, func(name string, _ bool) bool { return !granted[name] })
		why[ReasonRenamed] = why[ReasonRenamed] || len(seen) < before
	}
	for reason, names := range map[Reason]map[string]bool{ReasonRefused: tried, ReasonToken: others} {
		for name := range names {
			if !seen[name] && (granted[name] || !subset) {
				why[reason] = true
			}
		}
	}
	out.Seen = slices.Sorted(maps.Keys(seen))
	switch {
	case subset && !g.RepositoriesRead:
		why[ReasonSource] = true
	case subset:
		for name := range granted {
			if !seen[name] && !tried[name] && !others[name] {
				out.Unused = append(out.Unused, name)
			}
		}
		slices.Sort(out.Unused)
	}
	maps.DeleteFunc(why, func(_ Reason, holds bool) bool { return !holds })
	out.Reasons = slices.Sorted(maps.Keys(why))
	switch {
	case subset && g.RepositoriesRead && len(out.Seen) == len(granted):
		out.State, out.Reasons = Used, []Reason{}
	case len(why) > 0:
		out.State = NotObservable
	case len(out.Seen) == 0:
		out.State = NotSeen
	default:
		out.State = Narrower
	}
	return out
}

// blindToRepositories says why the sources may not show which repositories a token used.
func (o *Observer) blindToRepositories(g *pat.Grant, s sight) map[Reason]bool {
	why := map[Reason]bool{}
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
	return why
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
