package usage

import (
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
)

// Observer says what a log shows of the tokens of an organization. It never changes, so
// that several goroutines may use it.
type Observer struct {
	catalog *catalog.Catalog
	log     *Log
	byID    map[int64][]*Token
	byUser  map[string][]*Token // those without an ID; "" for those without a user
	git     bool                // the audit log has events of Git
	partial bool                // a part of an audit log or of a record could not be read
	// opens is the highest level of each permission that a known call needs.
	opens map[string]pat.Level
}

// NewObserver returns an observer of a log, which must not be changed afterwards.
func NewObserver(log *Log, c *catalog.Catalog) *Observer {
	o := &Observer{catalog: c, log: log, byID: map[int64][]*Token{}, byUser: map[string][]*Token{}, opens: map[string]pat.Level{}}
	for _, e := range c.Endpoints() {
		for _, set := range e.Sets {
			for name, level := range set {
				if !o.opens[name].Includes(level) {
					o.opens[name] = level
				}
			}
		}
	}
	o.opens = catalog.Union(o.opens, graphQLReach(), catalog.Union(catalog.GitUse(true).Sets...))
	o.git = slices.ContainsFunc(log.Coverage, func(c Coverage) bool { return c.Git })
	o.partial = slices.ContainsFunc(log.Gaps, func(g Gap) bool { return !g.Hole && g.Source != Insights })
	for i := range log.Tokens {
		t := &log.Tokens[i]
		o.git = o.git || t.Source == AuditLog && slices.ContainsFunc(t.Calls, Call.isGit)
		switch {
		case t.Kind != record.FineGrained && t.Kind != record.OtherAuthorize:
		case t.ID != 0:
			o.byID[t.ID] = append(o.byID[t.ID], t)
		default:
			user := strings.ToLower(t.User)
			o.byUser[user] = append(o.byUser[user], t)
		}
	}
	return o
}

// Observe says what the log shows of a token of an organization. publicRepositories is how
// many public repositories the organization has; nil: that is not known.
func (o *Observer) Observe(organization string, g *pat.Grant, publicRepositories *int) Observation {
	s := o.sight(organization, g, publicRepositories)
	s.since(g.Since)
	out := s.Observation
	e := evidence{observer: o, granted: o.granted(g), seen: map[string]*Permission{}, last: map[string]*Call{}, may: map[string]map[Reason]pat.Level{}}
	mine, others := o.tokens(organization, g)
	joined := len(mine) > 0
	for _, t := range mine {
		for i := range t.Calls {
			c := &t.Calls[i]
			out.Calls += c.Count
			out.Refused += c.Refused
			out.LastAt = later(out.LastAt, c.LastAt)
			e.add(c, "")
		}
		if t.Source == Insights && !strings.EqualFold(t.Name, g.TokenName) {
			joined = false
		}
	}
	for _, t := range others {
		for i := range t.Calls {
			e.add(&t.Calls[i], ReasonToken)
		}
	}
	out.Unjoined = len(s.Sources) == 1 && s.Sources[0] == Insights && !joined
	out.Partial = o.partial
	out.Permissions = e.permissions(g, s)
	out.Repository = o.repositories(organization, g, s, mine, others)
	out.Unlogged = unlogged(g, &out)
	out.Narrowed = narrowed(g, out.Permissions)
	return out
}

// tokens returns what a token did, and what tokens of its user did whose ID is not known.
func (o *Observer) tokens(organization string, g *pat.Grant) (mine, others []*Token) {
	of := func(t *Token) bool { return t.Organization == "" || strings.EqualFold(t.Organization, organization) }
	if g.TokenID != 0 {
		for _, t := range o.byID[g.TokenID] {
			// An event has the name that the organization had then. The ID is that of one token.
			if of(t) || t.Source == AuditLog {
				mine = append(mine, t)
			}
		}
	}
	for _, user := range []string{strings.ToLower(g.Owner), ""} {
		for _, t := range o.byUser[user] {
			if of(t) {
				others = append(others, t)
			}
		}
	}
	if g.TokenID == 0 { // any token of the user may be this one
		for i := range o.log.Tokens {
			t := &o.log.Tokens[i]
			if t.ID != 0 && t.Kind == record.FineGrained && of(t) && (t.User == "" || strings.EqualFold(t.User, g.Owner)) {
				others = append(others, t)
			}
		}
	}
	return mine, others
}

// granted are the permissions of a token under the names of the catalog, of all sections.
func (o *Observer) granted(g *pat.Grant) pat.Permissions {
	return o.catalog.Canonical(catalog.Union(g.Permissions.Repository, g.Permissions.Organization, g.Permissions.Other))
}

// unlogged returns when a token was used without a call in the log.
func unlogged(g *pat.Grant, seen *Observation) *time.Time {
	// GitHub keeps the last use to the day, and a log can be late.
	const exact = 24 * time.Hour
	at := g.LastUsedAt
	switch {
	case at == nil || at.Before(seen.From):
		return nil
	case at.After(seen.To) && seen.LastAt != nil:
		return nil // the log shows what it did before
	case seen.LastAt != nil && !seen.LastAt.Before(at.Add(-exact)):
		return nil
	}
	return at
}

// later returns the later of two times. The zero time is not known.
func later(t *time.Time, other time.Time) *time.Time {
	if other.IsZero() {
		return t
	}
	if t == nil || t.Before(other) {
		return &other
	}
	return t
}

// narrowed takes away what was not seen, and lowers what is only read. The metadata of
// repositories stays: every token has it.
func narrowed(g *pat.Grant, seen []Permission) *pat.GrantPermissions {
	out := pat.GrantPermissions{}
	changed := false
	state := map[string]Permission{}
	for _, p := range seen {
		state[p.Name] = p
	}
	for _, section := range []struct {
		in  pat.Permissions
		out *pat.Permissions
	}{
		{g.Permissions.Organization, &out.Organization}, {g.Permissions.Repository, &out.Repository}, {g.Permissions.Other, &out.Other},
	} {
		for name, level := range section.in {
			p, known := state[name]
			switch {
			case known && p.State == NotSeen:
				changed = true
				continue
			case known && p.State == Narrower:
				changed, level = true, p.Seen
			}
			if *section.out == nil {
				*section.out = pat.Permissions{}
			}
			(*section.out)[name] = level
		}
	}
	if !changed {
		return nil
	}
	return &out
}
