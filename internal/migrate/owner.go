package migrate

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// OwnerKind says what the resource owner of a token is.
type OwnerKind string

// The kinds. A fine-grained token has one resource owner.
const (
	Account      OwnerKind = "account"      // of the user that the token belongs to
	Organization OwnerKind = "organization" // an organization, for sure
	Login        OwnerKind = "login"        // an organization or another user
	UnknownOwner OwnerKind = "unknown"      // the log does not show it
)

// Owner is a resource owner.
type Owner struct {
	Kind  OwnerKind
	Login string // in lower case; "" if it is not known
}

// rank orders owners: the own account first, an unknown one last.
func (o Owner) rank() int {
	return map[OwnerKind]int{Account: 0, Organization: 1, Login: 1, UnknownOwner: 2}[o.Kind]
}

var (
	// repositoryName is owner/name as GitHub takes it. The login of an enterprise managed user
	// has an underscore.
	//
	// https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
	repositoryName = lazyregexp.New(`^([a-z0-9](?:[_-]?[a-z0-9]){0,38})/([a-z0-9._-]{1,100})$`)
	slug           = lazyregexp.New(`^[a-z0-9](?:-?[a-z0-9]){0,38}$`)
	managed        = lazyregexp.New(`^[a-z0-9](?:-?[a-z0-9])*_[a-z0-9]+$`)
)

// ownerOf is the owner in the name of a repository, or "" if it is no such name.
func ownerOf(repository string) string {
	match := repositoryName.FindStringSubmatch(strings.ToLower(repository))
	if match == nil || len(match[1]) > pat.MaxLoginLength || match[2] == "." || match[2] == ".." {
		return ""
	}
	return match[1]
}

// logins tell organizations and users apart, as far as the sources do.
type logins struct{ organizations, users map[string]bool }

func newLogins(in Input) logins {
	l, named := logins{map[string]bool{}, map[string]bool{}}, map[string]bool{}
	organization := func(login string) {
		if login != "" {
			l.organizations[strings.ToLower(login)] = true
		}
	}
	for _, login := range in.Organizations {
		organization(login)
	}
	for _, c := range in.Log.Coverage {
		organization(c.Organization)
		for _, login := range c.Named {
			named[login] = true
		}
	}
	for _, k := range in.Known {
		organization(k.Organization)
		l.users[strings.ToLower(k.Owner)] = true
	}
	for _, t := range in.Log.Tokens {
		l.users[strings.ToLower(t.User)] = true
	}
	for i := range in.Log.Tokens {
		t := &in.Log.Tokens[i]
		login := strings.ToLower(t.Organization)
		if !ownsAll(t) || named[login] && !l.users[login] && !managed.MatchString(login) {
			organization(login)
		}
	}
	return l
}

// ownsAll reports whether the organization of a token may only be the owner of the
// repositories that it called, which can be a user.
func ownsAll(t *usage.Token) bool {
	return t.Source != usage.Insights && !slices.ContainsFunc(t.Calls, func(c usage.Call) bool {
		return ownerOf(c.Repository) != strings.ToLower(t.Organization)
	})
}

// named is the resource owner with a login. foreign: it is another user, whose resources no
// fine-grained token of this user reaches.
func (l logins) named(login, user string) (o Owner, foreign bool) {
	login = strings.ToLower(login)
	switch {
	case user != "" && strings.EqualFold(login, user):
		return Owner{Account, login}, false
	case l.organizations[login]:
		return Owner{Organization, login}, false
	case user != "" && (l.users[login] || managed.MatchString(login)):
		return Owner{Login, login}, true
	}
	return Owner{Login, login}, false
}

// owner is the resource owner of what a call is about. account: the call needs a permission
// of the user's account.
func (p *proposal) owner(c Call, account bool) (o Owner, foreign bool) {
	own := Owner{Account, strings.ToLower(p.User)}
	if account {
		return own, false
	}
	if login := ownerOf(c.Repository); login != "" {
		return p.logins.named(login, p.User)
	}
	switch {
	case c.Route == "/user" || strings.HasPrefix(c.Route, "/user/"):
		return own, false
	case c.Organization != "" && slug.MatchString(strings.ToLower(c.Organization)):
		return Owner{Organization, strings.ToLower(c.Organization)}, false
	}
	return Owner{Kind: UnknownOwner}, false
}
