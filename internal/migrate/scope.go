package migrate

import (
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Scope is a scope of a classic token, and whether its calls need it.
type Scope struct {
	Name  string
	State ScopeState
	Calls int  // kinds of calls that need it, or may
	Known bool // GitHub has such a scope
}

// ScopeState says whether the calls need a scope.
type ScopeState string

// The states.
const (
	ScopeUsed    ScopeState = "used"     // GitHub names it for a call
	ScopeMaybe   ScopeState = "may_use"  // GitHub names no scope for a call, and this one reaches what the call needs
	ScopeNotSeen ScopeState = "not_seen" // no call needs it
)

// scopes finds out which scopes the calls need.
func (p *proposal) scopes(names []string, calls []Call) {
	for _, name := range names {
		_, known := scope.Named(name)
		p.Scopes = append(p.Scopes, Scope{Name: name, State: ScopeNotSeen, Known: known})
	}
	for _, c := range calls {
		if c.Count == 0 && c.Refused > 0 {
			continue
		}
		used, described := p.scopesOf(c)
		state := ScopeUsed
		if !described {
			p.Undescribed++
			state, used = ScopeMaybe, p.reaching(c)
		}
		for i := range p.Scopes {
			if s := &p.Scopes[i]; slices.Contains(used, s.Name) {
				s.Calls++
				if s.State != ScopeUsed {
					s.State = state
				}
			}
		}
	}
}

// scopesOf are the scopes of the token that a call needs by GitHub's description. described:
// there is one.
func (p *proposal) scopesOf(c Call) (used []string, described bool) {
	switch {
	case slices.Contains(c.Is, "git push") && c.Workflow == usage.Yes:
		return append(p.granting("repo", c), p.granting("workflow", c)...), true
	case slices.Contains(c.Is, "git push"), slices.Contains(c.Is, "git fetch"):
		return p.granting("repo", c), true
	case len(c.Is) > 0:
		return nil, false
	}
	for _, r := range scope.Of(c.Method, c.Route) {
		for _, alternative := range r.Scopes {
			described = true
			for _, name := range alternative {
				used = append(used, p.granting(name, c)...)
			}
		}
		for _, name := range r.PublicOnly {
			if c.Public != usage.No {
				used = append(used, p.granting(name, c)...)
			}
		}
	}
	return used, described
}

// granting are the scopes of the token that are a scope or include it.
func (p *proposal) granting(name string, c Call) []string {
	var found []string
	if name == "repo" && c.Public == usage.Yes && p.scope("public_repo") {
		found = append(found, "public_repo")
	}
	for range maxParents {
		if p.scope(name) {
			found = append(found, name)
		}
		s, ok := scope.Named(name)
		if !ok || s.Parent == "" {
			break
		}
		name = s.Parent
	}
	return found
}

// maxParents is more than any scope has above it.
const maxParents = 10

func (p *proposal) scope(name string) bool {
	return slices.ContainsFunc(p.Scopes, func(s Scope) bool { return s.Name == name })
}

// reaching are the scopes of the token with which fine-grained tokens would have all that
// the call needs.
func (p *proposal) reaching(c Call) []string {
	n, stuck := p.read(c)
	if stuck != nil || len(n.endpoints) == 0 {
		return nil
	}
	var found []string
	for _, s := range p.Scopes {
		named, _ := scope.Named(s.Name)
		holding := p.catalog.Holding(named.Permissions)
		if !slices.ContainsFunc(n.endpoints, func(e catalog.Endpoint) bool { return !covers(holding, e, named.Permissions) }) {
			found = append(found, s.Name)
		}
	}
	return found
}

func covers(h catalog.Holding, e catalog.Endpoint, has pat.Permissions) bool {
	return len(has) > 0 && h.Covers(e)
}

// remark adds what a person has to know of the token as a whole.
func (p *proposal) remark() {
	remark := func(text string) { p.Remarks = append(p.Remarks, text) }
	if len(p.Sources) == 0 && len(p.Scopes) == 0 {
		remark("GitHub lists the token without scopes, so it may be a fine-grained token.")
	}
	if !p.Seen() {
		remark("The log has no call of this token. That does not show that it needs nothing: the log may be too short, or not show what the token does.")
		return
	}
	if len(p.Refused) > 0 && len(p.Templates)+len(p.Free)+len(p.Closed)+len(p.Unclear) == 0 {
		remark("GitHub refused all calls of this token that the log has. That does not show that it needs nothing.")
	}
	if p.UnseenAt != nil {
		remark("According to GitHub, the token was used on " + p.UnseenAt.Format(time.DateOnly) + ", after the last call of it in the log. So it does something that the log does not show.")
	}
	if len(p.Templates) > 1 {
		var owners []string
		for _, t := range p.Templates {
			owners = append(owners, t.Owner.text())
		}
		remark("A fine-grained token has one resource owner, and the calls have " + counted(len(p.Templates), "", "owners") + ": " + strings.Join(owners, ", ") +
			". The program has to choose the token by the owner of what it calls.")
	}
	if p.ID == 0 && p.CredentialID == 0 && !slices.Equal(p.Sources, []usage.Source{usage.Recorded}) {
		remark("The log doesn't give the ID of the token, so these may be the calls of several tokens.")
	}
	if slices.Contains(p.Sources, usage.Insights) {
		remark("API Insights also counts calls that GitHub refused, so some of these permissions may not be needed.")
	}
}

// text names an owner in a sentence.
func (o Owner) text() string {
	switch {
	case o.Kind == UnknownOwner:
		return "an unknown owner"
	case o.Kind == Account && o.Login == "":
		return "the account of the user"
	}
	return o.Login
}
