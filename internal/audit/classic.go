package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// Classic is a classic token that GitHub or a log tells of. It is no subject: templates
// are for fine-grained tokens only.
type Classic struct {
	pat.ClassicToken
	Organization string
	Certain      bool // that it is a classic one; false: GitHub says only that it is a personal access token
	ScopesKnown  bool
	Expired      bool
	Sources      []ClassicSource // sorted
	Calls        int             // that were not refused, or whose answer the source does not show
	Refused      int
	LastCallAt   *time.Time
	Routes       []ClassicRoute // most called first
	Findings     []Finding      // of the rule classic-token
}

// ClassicSource tells of a classic token: a source of what tokens did, or GitHub's list
// of what is authorized for single sign-on.
type ClassicSource string

// Authorized is the list of what is authorized for single sign-on.
const Authorized ClassicSource = "credential_authorizations"

// ClassicRoute is what a classic token called.
type ClassicRoute struct {
	Method  string // "" for what is no call of the REST API
	Route   string // or what it is, as in "git fetch"
	Calls   int
	Refused int
}

// classic returns the classic tokens of an organization.
func (j *judge) classic(o *github.Organization) []Classic {
	if j.used == nil {
		return nil
	}
	list := classicList{organization: o.Login, fineGrained: fineGrained(o)}
	if j.used.Classic {
		for _, c := range o.Credentials {
			list.credential(c)
		}
	}
	insights := false
	if j.used.Log != nil {
		for i := range j.used.Log.Tokens {
			t := &j.used.Log.Tokens[i]
			if t.Kind == record.Classic && equalFold(t.Organization, o.Login) {
				list.token(t)
				insights = insights || t.Source == usage.Insights
			}
		}
	}
	if j.used.Classic && o.Insights != nil && !insights {
		for i := range o.Insights.Actors {
			list.actor(&o.Insights.Actors[i])
		}
	}
	return j.judgeClassic(list.tokens)
}

// classicElsewhere returns the classic tokens of a log that are of no organization of
// the snapshot.
func (j *judge) classicElsewhere(snapshot *github.Snapshot) []Classic {
	if j.used.Log == nil {
		return nil
	}
	var list classicList
	for i := range j.used.Log.Tokens {
		t := &j.used.Log.Tokens[i]
		if t.Kind == record.Classic && t.Organization == "" {
			list.token(t)
		}
	}
	j.asOf = snapshot.GeneratedAt
	return j.judgeClassic(list.tokens)
}

// fineGrained are the IDs of tokens that are known to be none.
func fineGrained(o *github.Organization) map[int64]bool {
	out := map[int64]bool{}
	for _, list := range [][]pat.Grant{o.Tokens, o.Requests} {
		for i := range list {
			out[list[i].TokenID] = true
		}
	}
	if o.Insights != nil {
		for i := range o.Insights.Actors {
			if o.Insights.Actors[i].Type == string(record.FineGrained) {
				out[o.Insights.Actors[i].ID] = true
			}
		}
	}
	delete(out, 0)
	return out
}

// classicList joins what sources tell of the same token, where they agree on its ID.
type classicList struct {
	organization string
	fineGrained  map[int64]bool
	tokens       []Classic
}

// of returns the token with an ID. Without one it is a token of its own.
func (l *classicList) of(id int64) *Classic {
	if id != 0 {
		for i := range l.tokens {
			if l.tokens[i].ID == id {
				return &l.tokens[i]
			}
		}
	}
	l.tokens = append(l.tokens, Classic{Organization: l.organization, ClassicToken: pat.ClassicToken{ID: id}})
	return &l.tokens[len(l.tokens)-1]
}

func (l *classicList) credential(c pat.ClassicToken) {
	if l.fineGrained[c.ID] {
		return
	}
	t := l.of(c.ID)
	t.ClassicToken = c
	t.ScopesKnown = len(c.Scopes) > 0
	t.Certain = t.ScopesKnown // only classic tokens have scopes
	t.from(Authorized)
}

func (l *classicList) token(from *usage.Token) {
	t := l.of(from.ID)
	t.Certain = true
	t.name(from.User, from.Name)
	if len(from.Scopes) > 0 && !t.ScopesKnown {
		t.Scopes, t.ScopesKnown = from.Scopes, true
	}
	for i := range from.Calls {
		c := &from.Calls[i]
		route := ClassicRoute{c.Method, c.Route, c.Count, c.Refused}
		if len(c.Is) > 0 {
			route.Method, route.Route = "", strings.Join(c.Is, ", ")
		}
		t.called(route, c.LastAt)
	}
	t.from(ClassicSource(from.Source))
}

func (l *classicList) actor(a *github.InsightsActor) {
	if a.Type != string(record.Classic) {
		return
	}
	t := l.of(a.ID)
	t.Certain = true
	t.name(a.User, a.Name)
	for _, r := range a.Routes {
		t.called(ClassicRoute{r.Method, r.Route, r.Count, 0}, deref(r.LastAt))
	}
	t.from(ClassicSource(usage.Insights))
}

func (c *Classic) from(s ClassicSource) {
	if !slices.Contains(c.Sources, s) {
		c.Sources = append(c.Sources, s)
		slices.Sort(c.Sources)
	}
}

func (c *Classic) name(owner, note string) {
	c.Owner, c.Note = cmp.Or(c.Owner, owner), cmp.Or(c.Note, note)
}

// called adds calls to those of the same route.
func (c *Classic) called(r ClassicRoute, last time.Time) {
	c.Calls, c.Refused = c.Calls+r.Calls, c.Refused+r.Refused
	if !last.IsZero() && (c.LastCallAt == nil || last.After(*c.LastCallAt)) {
		c.LastCallAt = &last
	}
	for i := range c.Routes {
		if have := &c.Routes[i]; have.Method == r.Method && have.Route == r.Route {
			have.Calls, have.Refused = have.Calls+r.Calls, have.Refused+r.Refused
			return
		}
	}
	c.Routes = append(c.Routes, r)
}

func deref(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// judgeClassic adds the findings. A token that has expired can do nothing.
func (j *judge) judgeClassic(tokens []Classic) []Classic {
	for i := range tokens {
		t := &tokens[i]
		slices.SortFunc(t.Routes, func(a, b ClassicRoute) int {
			return cmp.Or(cmp.Compare(b.Calls+b.Refused, a.Calls+a.Refused), strings.Compare(a.Route, b.Route), strings.Compare(a.Method, b.Method))
		})
		if t.Expired = t.ExpiresAt != nil && !t.ExpiresAt.After(j.asOf); t.Expired {
			continue
		}
		// What selects a subject selects a classic token by the same words.
		stand := Subject{Organization: t.Organization, Grant: pat.Grant{TokenID: t.ID, TokenName: t.Note, Owner: t.Owner}}
		stand.Findings = j.finding(classicToken, Finding{Message: t.message(), Range: j.organizationRange(t.Organization)})
		j.except(&stand)
		t.Findings = stand.Findings
	}
	return tokens
}

// message is that of the rule classic-token.
func (c *Classic) message() string {
	switch {
	case !c.Certain:
		return "GitHub lists this personal access token as authorized for single sign-on, but not as a fine-grained token. It may be a classic token, whose access no template limits."
	case len(c.Scopes) > 0:
		return fmt.Sprintf("This classic token has the scopes %s, for everything that its owner has access to.", strings.Join(c.Scopes, ", "))
	}
	return "This is a classic token. Its scopes apply to everything that its owner has access to."
}

func sortClassic(tokens []Classic) {
	slices.SortStableFunc(tokens, func(a, b Classic) int {
		return cmp.Or(strings.Compare(a.Organization, b.Organization), strings.Compare(strings.ToLower(a.Owner), strings.ToLower(b.Owner)),
			strings.Compare(a.Note, b.Note), cmp.Compare(a.ID, b.ID), cmp.Compare(a.CredentialID, b.CredentialID))
	})
}
