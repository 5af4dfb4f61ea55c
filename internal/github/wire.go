package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// wireGrant is a request or a token in GitHub's field names, with the names of
// its repositories where they were read. A pointer tells null and absence from
// a value.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
type wireGrant struct {
	ID                  *int64           `json:"id"`
	Reason              *string          `json:"reason,omitempty"`
	Owner               *Owner           `json:"owner"`
	RepositorySelection string           `json:"repository_selection"`
	Permissions         wirePermissions  `json:"permissions"`
	CreatedAt           *time.Time       `json:"created_at,omitempty"`
	AccessGrantedAt     *time.Time       `json:"access_granted_at,omitempty"`
	TokenID             int64            `json:"token_id,omitempty"`
	TokenName           string           `json:"token_name,omitempty"`
	TokenExpired        bool             `json:"token_expired"`
	TokenExpiresAt      *time.Time       `json:"token_expires_at"`
	TokenLastUsedAt     *time.Time       `json:"token_last_used_at"`
	Repositories        *[]RepositoryRef `json:"repositories,omitempty"`
}

// Owner is the user in what the API answers.
type Owner struct {
	Login string `json:"login"`
}

// wirePermissions are permissions by section. A map holds also a section that
// GitHub may add one day.
type wirePermissions map[string]pat.Permissions

// The sections that GitHub has.
const (
	organizationSection = "organization"
	repositorySection   = "repository"
	otherSection        = "other"
)

// sections tells the sections apart. What is in one that nobody knows is as
// little known as what is under other, and keeps the section's name.
func (w wirePermissions) sections() pat.GrantPermissions {
	p := pat.GrantPermissions{Organization: w[organizationSection], Repository: w[repositorySection], Other: w[otherSection]}
	for section, permissions := range w {
		switch section {
		case organizationSection, repositorySection, otherSection:
			continue
		}
		p.Other = maps.Clone(p.Other)
		if p.Other == nil {
			p.Other = pat.Permissions{}
		}
		for name, level := range permissions {
			key := section + "." + name
			if have, known := p.Other[key]; !known || above(level, have) {
				p.Other[key] = level
			}
		}
	}
	return p
}

// unsaid reports whether the permissions are missing. GitHub describes an
// object that has at least empty sections: null is no word about them.
func (w wirePermissions) unsaid() bool {
	if w == nil {
		return true
	}
	empty := false
	for _, permissions := range w {
		if len(permissions) > 0 {
			return false
		}
		empty = empty || permissions == nil
	}
	return empty
}

// above reports whether a level is higher than another. One that nobody knows is
// above all that are known, and of two of those the later by name, so that the
// order of the keys does not matter.
func above(level, other pat.Level) bool {
	known, otherKnown := level.Rank() > 0, other.Rank() > 0
	switch {
	case known && otherKnown:
		return level.Rank() > other.Rank()
	case known != otherKnown:
		return !known
	}
	return level > other
}

func newWirePermissions(p pat.GrantPermissions, unsaid bool) wirePermissions {
	if unsaid {
		return nil
	}
	return wirePermissions{organizationSection: p.Organization, repositorySection: p.Repository, otherSection: p.Other}
}

// MarshalJSON writes the sections in GitHub's order, without empty ones, and null
// if it is missing.
func (w wirePermissions) MarshalJSON() ([]byte, error) {
	if w == nil {
		return []byte("null"), nil
	}
	p := w.sections()
	return json.Marshal(struct {
		Organization pat.Permissions `json:"organization,omitempty"`
		Repository   pat.Permissions `json:"repository,omitempty"`
		Other        pat.Permissions `json:"other,omitempty"`
	}{p.Organization, p.Repository, p.Other})
}

// RepositoryRef is the full name of a repository, written as a string, and read
// also from the object that GitHub's API gives.
type RepositoryRef string

// UnmarshalJSON reads a string or an object with full_name.
func (r *RepositoryRef) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(r))
	}
	name, err := DecodeRepository(b)
	*r = RepositoryRef(name)
	return err
}

// DecodeRepository returns the full name of a repository in the form that GitHub's API gives: an
// object with full_name.
func DecodeRepository(element []byte) (string, error) {
	var object struct {
		FullName string `json:"full_name"`
	}
	if err := exactjson.Unmarshal(element, &object); err != nil {
		return "", err
	}
	if object.FullName == "" {
		return "", errors.New("a repository does not have a full_name")
	}
	return object.FullName, nil
}

// maxPermissions bounds the permissions of a request or token. GitHub has about a hundred, and a
// file with a million of them would make as many findings.
const maxPermissions = 1000

// grant checks a wire form for what no judgement can do without.
func (w *wireGrant) grant(kind pat.Kind) (pat.Grant, error) {
	if w.ID == nil || *w.ID <= 0 {
		return pat.Grant{}, errors.New("it does not have an ID")
	}
	switch {
	case kind == pat.KindToken && w.AccessGrantedAt == nil && (w.CreatedAt != nil || w.Reason != nil):
		return pat.Grant{}, errors.New("it is a request, but this is a list of tokens")
	case kind == pat.KindRequest && w.CreatedAt == nil && w.AccessGrantedAt != nil:
		return pat.Grant{}, errors.New("it is a token, but this is a list of requests")
	}
	if w.Owner == nil || w.Owner.Login == "" {
		return pat.Grant{}, fmt.Errorf("%s %d has no owner", kind, *w.ID)
	}
	switch w.RepositorySelection {
	case "none", "all", "subset":
	default:
		return pat.Grant{}, fmt.Errorf("%s %d has the repository_selection %q, but it must be none, all, or subset", kind, *w.ID, w.RepositorySelection)
	}
	if kind == pat.KindRequest && w.CreatedAt == nil {
		return pat.Grant{}, fmt.Errorf("request %d has no created_at, which is required to calculate its lifetime", *w.ID)
	}
	g := pat.Grant{
		Kind: kind, ID: *w.ID, TokenID: w.TokenID, TokenName: w.TokenName, Owner: w.Owner.Login,
		RepositorySelection: w.RepositorySelection, Reason: w.Reason, Since: w.CreatedAt,
		Expired: w.TokenExpired, ExpiresAt: w.TokenExpiresAt, LastUsedAt: w.TokenLastUsedAt,
	}
	if kind == pat.KindToken {
		g.Since = w.AccessGrantedAt
	}
	g.Permissions, g.PermissionsUnsaid = w.Permissions.sections(), w.Permissions.unsaid()
	if n := len(g.Permissions.Organization) + len(g.Permissions.Repository) + len(g.Permissions.Other); n > maxPermissions {
		return pat.Grant{}, fmt.Errorf("%s %d has %d permissions, and at most %d are read", kind, *w.ID, n, maxPermissions)
	}
	if w.Repositories != nil {
		g.RepositoriesRead = true
		if n := len(*w.Repositories); n > 0 {
			g.Repositories = make([]string, 0, n)
		}
		for _, r := range *w.Repositories {
			g.Repositories = append(g.Repositories, strings.TrimSpace(string(r)))
		}
	}
	return g, nil
}

// newWireGrant is the opposite of grant.
func newWireGrant(g pat.Grant) wireGrant {
	w := wireGrant{
		ID: &g.ID, Reason: g.Reason, Owner: &Owner{g.Owner}, RepositorySelection: g.RepositorySelection,
		TokenID: g.TokenID, TokenName: g.TokenName, TokenExpired: g.Expired,
		TokenExpiresAt: g.ExpiresAt, TokenLastUsedAt: g.LastUsedAt,
	}
	w.Permissions = newWirePermissions(g.Permissions, g.PermissionsUnsaid)
	if g.Kind == pat.KindToken {
		w.AccessGrantedAt = g.Since
	} else {
		w.CreatedAt = g.Since
	}
	if g.RepositoriesRead {
		names := make([]RepositoryRef, len(g.Repositories))
		for i, r := range g.Repositories {
			names[i] = RepositoryRef(r)
		}
		w.Repositories = &names
	}
	return w
}
