package usage

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/graphql"
	"github.com/patctl/patctl/internal/pat"
)

// sight is what the sources would show of a token, if it did it.
type sight struct {
	Observation
	audit, insights, recorded bool
	git                       bool // events of Git
	public                    bool // the token may reach public repositories
	later                     bool // the token was granted access after the sources end
}

// since notes whether the token was granted access after the sources end. A record may be one
// of another token, in whose place this one is.
func (s *sight) since(granted *time.Time) {
	s.later = granted != nil && (s.audit || s.insights) && granted.After(s.To)
}

// sight says what the sources show of an organization. A record shows everything, but of
// one run: beside other sources it only adds uses.
func (o *Observer) sight(organization string, g *pat.Grant, publicRepositories *int) sight {
	s := sight{git: o.git, public: g.RepositorySelection != "none" && (publicRepositories == nil || *publicRepositories > 0)}
	var covering []Coverage
	for _, c := range o.log.Coverage {
		if c.Covers(organization) {
			covering = append(covering, c)
		}
	}
	for _, c := range covering {
		s.audit = s.audit || c.Source == AuditLog
		s.insights = s.insights || c.Source == Insights
		s.recorded = s.recorded || c.Source == Recorded
		if !slices.Contains(s.Sources, c.Source) {
			s.Sources = append(s.Sources, c.Source)
		}
	}
	slices.Sort(s.Sources)
	first := true
	for _, c := range covering {
		if c.Source == Recorded && (s.audit || s.insights) {
			continue
		}
		begin := c.Unbroken
		if g.Since != nil { // before that, it could not do anything there
			begin = latest(begin, *g.Since)
		}
		days := max(int(c.To.Sub(begin)/(24*time.Hour)), 0)
		if first {
			s.From, s.To, s.Days, first = c.From, c.To, days, false
			continue
		}
		s.From, s.To, s.Days = earliest(s.From, c.From), latest(s.To, c.To), min(s.Days, days)
	}
	return s
}

// Covers reports whether a source tells of an organization. An audit log that names others
// alone may be one of another enterprise, or filtered.
func (c Coverage) Covers(organization string) bool {
	named := len(c.Organizations) == 0 || contains(c.Organizations, strings.ToLower(organization))
	return named && (c.Organization == "" || strings.EqualFold(c.Organization, organization))
}

// contains reports whether a sorted list has a word.
func contains(sorted []string, word string) bool {
	_, found := slices.BinarySearch(sorted, word)
	return found
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// blind returns why the sources may not show a use of a permission at a level.
func (s *sight) blind(opens map[string]pat.Level, name string, level pat.Level, section pat.Section) []Reason {
	if !s.audit && !s.insights && !s.recorded {
		return []Reason{ReasonSource}
	}
	var why []Reason
	add := func(r Reason, blind bool) {
		if blind {
			why = append(why, r)
		}
	}
	add(ReasonCatalog, !opens[name].Includes(level))
	if !s.audit && !s.insights { // a record
		return why
	}
	add(ReasonLater, s.later)
	add(ReasonPublic, s.public && section == pat.Repository && !s.insights)
	add(ReasonGit, gitUses(name, level) && !s.showsGit(name, level))
	add(ReasonGraphQL, !s.audit && graphQLReach()[name].Includes(level))
	add(ReasonSearch, !s.audit && searchReach[name].Includes(level))
	return why
}

// gitUses reports whether Git, or a download from another host than the API's, can use a
// permission at a level.
func gitUses(name string, level pat.Level) bool {
	return name == "contents" || name == "workflows" && level == pat.Write
}

// showsGit reports whether the log would show that. Nothing shows the downloads of files and
// archives, or which files a push changes.
func (s *sight) showsGit(name string, level pat.Level) bool {
	return s.audit && s.git && name == "contents" && level != pat.Read
}

// searchReach is what a search can read: it finds only what the token may see.
var searchReach = pat.Permissions{
	"contents": pat.Read, "issues": pat.Read, "pull_requests": pat.Read, "discussions": pat.Read,
}

// beyondTheTable are permissions that GraphQL may use, but for which the table of the
// catalog names no element: it knows for none of them what GitHub asks for.
var beyondTheTable = pat.Permissions{
	"actions": pat.Write, "emails": pat.Read, "environments": pat.Write, "gists": pat.Write, "gpg_keys": pat.Read, "keys": pat.Read,
	"merge_queues": pat.Write, "organization_administration": pat.Write, "pages": pat.Read, "profile": pat.Write,
	"repository_advisories": pat.Read, "security_events": pat.Read, "starring": pat.Write, "statuses": pat.Write, "watching": pat.Write,
}

// graphQLReach is what a call of GraphQL can use at most.
var graphQLReach = sync.OnceValue(func() pat.Permissions {
	sets := []pat.Permissions{beyondTheTable}
	for _, kind := range []graphql.Kind{graphql.KindMutation, graphql.KindQuery, graphql.KindType, graphql.KindField} {
		for _, element := range graphql.All(kind) {
			sets = append(sets, element.Sets...)
		}
	}
	return catalog.Union(sets...)
})
