// Package classictoken joins what GitHub and logs tell of classic personal access tokens. It
// does not judge them.
package classictoken

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// Token is a classic token that GitHub or a log tells of.
type Token struct {
	pat.ClassicToken
	Organization string // as it is spelled in the snapshot; "": the log does not say
	Certain      bool   // that it is a classic one; false: GitHub says only that it is a personal access token
	ScopesKnown  bool
	Sources      []Source // sorted
	Calls        int      // that were not refused, or whose answer the source does not show
	Refused      int
	LastCallAt   *time.Time
	Routes       []Route // most called first
}

// Source tells of a classic token: a source of what tokens did, or GitHub's list of what is
// authorized for single sign-on.
type Source string

// Authorized is the list of what is authorized for single sign-on.
const Authorized Source = "credential_authorizations"

// Route is what a classic token called.
type Route struct {
	Method  string // "" for what is no call of the REST API
	Route   string // or what it is, as in "git fetch"
	Calls   int
	Refused int
}

// Of returns the classic tokens of an organization. Asked: those that GitHub knows of were
// asked for. The log is nil where none was read.
func Of(o *github.Organization, log *usage.Log, asked bool) []Token {
	list := list{organization: o.Login}
	if asked {
		for _, c := range o.ClassicTokens() {
			list.credential(c)
		}
	}
	insights := false
	for _, t := range inLog(log) {
		if strings.EqualFold(t.Organization, o.Login) {
			list.token(t)
			insights = insights || t.Source == usage.Insights
		}
	}
	if asked && o.Insights != nil && !insights {
		for i := range o.Insights.Actors {
			list.actor(&o.Insights.Actors[i])
		}
	}
	return list.sorted()
}

// Elsewhere returns the classic tokens of a log that does not say in which organization they
// were used.
func Elsewhere(log *usage.Log) []Token {
	var list list
	for _, t := range inLog(log) {
		if t.Organization == "" {
			list.token(t)
		}
	}
	return list.sorted()
}

func inLog(log *usage.Log) []*usage.Token {
	if log == nil {
		return nil
	}
	var out []*usage.Token
	for i := range log.Tokens {
		if log.Tokens[i].Kind == record.Classic {
			out = append(out, &log.Tokens[i])
		}
	}
	return out
}

// list joins what sources tell of the same token, where they agree on its ID.
type list struct {
	organization string
	tokens       []Token
	byID         map[int64]int
}

// of returns the token with an ID. Without one it is a token of its own.
func (l *list) of(id int64) *Token {
	if i, ok := l.byID[id]; ok {
		return &l.tokens[i]
	}
	if id != 0 {
		if l.byID == nil {
			l.byID = map[int64]int{}
		}
		l.byID[id] = len(l.tokens)
	}
	l.tokens = append(l.tokens, Token{Organization: l.organization, ClassicToken: pat.ClassicToken{ID: id}})
	return &l.tokens[len(l.tokens)-1]
}

func (l *list) credential(c pat.ClassicToken) {
	t := l.of(c.ID)
	t.ClassicToken = c
	t.ScopesKnown = len(c.Scopes) > 0
	t.Certain = t.ScopesKnown // only classic tokens have scopes
	t.from(Authorized)
}

func (l *list) token(from *usage.Token) {
	t := l.of(from.ID)
	t.Certain = true
	t.name(from.User, from.Name)
	if len(from.Scopes) > 0 && !t.ScopesKnown {
		t.Scopes, t.ScopesKnown = from.Scopes, true
	}
	for i := range from.Calls {
		c := &from.Calls[i]
		route := Route{c.Method, c.Route, c.Count, c.Refused}
		if len(c.Is) > 0 {
			route.Method, route.Route = "", strings.Join(c.Is, ", ")
		}
		t.called(route, c.LastAt)
	}
	t.from(Source(from.Source))
}

func (l *list) actor(a *github.InsightsActor) {
	if a.Type != github.ClassicActor {
		return
	}
	t := l.of(a.ID)
	t.Certain = true
	t.name(a.User, a.Name)
	for _, r := range a.Routes {
		t.called(Route{r.Method, r.Route, r.Count, 0}, deref(r.LastAt))
	}
	t.from(Source(usage.Insights))
}

func (c *Token) from(s Source) {
	if !slices.Contains(c.Sources, s) {
		c.Sources = append(c.Sources, s)
		slices.Sort(c.Sources)
	}
}

func (c *Token) name(owner, note string) {
	c.Owner, c.Note = cmp.Or(c.Owner, owner), cmp.Or(c.Note, note)
}

// called adds calls to those of the same route.
func (c *Token) called(r Route, last time.Time) {
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

// sorted puts the routes in order.
func (l *list) sorted() []Token {
	for i := range l.tokens {
		slices.SortFunc(l.tokens[i].Routes, func(a, b Route) int {
			return cmp.Or(cmp.Compare(b.Calls+b.Refused, a.Calls+a.Refused), strings.Compare(a.Route, b.Route), strings.Compare(a.Method, b.Method))
		})
	}
	return l.tokens
}

// Compare orders tokens by organization, owner, name, and ID.
func Compare(a, b *Token) int {
	return cmp.Or(strings.Compare(a.Organization, b.Organization), strings.Compare(strings.ToLower(a.Owner), strings.ToLower(b.Owner)),
		strings.Compare(a.Note, b.Note), cmp.Compare(a.ID, b.ID), cmp.Compare(a.CredentialID, b.CredentialID))
}
