package githubtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// Grant is a request or token that the fake GitHub lists. ID, TokenID,
// TokenName, Owner, RepositorySelection and Since have defaults; Kind is that
// of the list. In JSON it has GitHub's field names; owner is a login or an
// object with one, repositories is a list of names.
//
// The other three fields break the element on purpose, and free it from being
// held against GitHub's description.
type Grant struct {
	pat.Grant
	Set    map[string]any  // fields of the answer with other values, nil for null
	Absent []string        // fields that the answer lacks
	Raw    json.RawMessage // what is listed instead of the element
}

// grantFile is a Grant in a World's JSON.
type grantFile struct {
	ID                  int64           `json:"id"`
	Reason              *string         `json:"reason"`
	Owner               ownerFile       `json:"owner"`
	RepositorySelection string          `json:"repository_selection"`
	Repositories        []string        `json:"repositories"`
	Permissions         permissionsBody `json:"permissions"`
	CreatedAt           *time.Time      `json:"created_at"`
	AccessGrantedAt     *time.Time      `json:"access_granted_at"`
	TokenID             int64           `json:"token_id"`
	TokenName           string          `json:"token_name"`
	TokenExpired        bool            `json:"token_expired"`
	TokenExpiresAt      *time.Time      `json:"token_expires_at"`
	TokenLastUsedAt     *time.Time      `json:"token_last_used_at"`
	Set                 map[string]any  `json:"set"`
	Absent              []string        `json:"absent"`
	Raw                 json.RawMessage `json:"raw"`
}

type permissionsBody struct {
	Organization pat.Permissions `json:"organization,omitempty"`
	Repository   pat.Permissions `json:"repository,omitempty"`
	Other        pat.Permissions `json:"other,omitempty"`
}

// ownerFile is a login, or an object with one.
type ownerFile string

// UnmarshalJSON reads both forms.
func (o *ownerFile) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(o))
	}
	var object struct {
		Login string `json:"login"`
	}
	err := json.Unmarshal(b, &object)
	*o = ownerFile(object.Login)
	return err
}

// UnmarshalJSON reads a Grant as a World's file holds it. A field that does not
// exist is an error.
func (g *Grant) UnmarshalJSON(b []byte) error {
	var f grantFile
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return err
	}
	*g = Grant{Set: f.Set, Absent: f.Absent, Raw: f.Raw, Grant: pat.Grant{
		ID: f.ID, TokenID: f.TokenID, TokenName: f.TokenName, Owner: string(f.Owner),
		RepositorySelection: f.RepositorySelection, Repositories: f.Repositories,
		Permissions: pat.GrantPermissions(f.Permissions), Reason: f.Reason,
		Since: cmp.Or(f.CreatedAt, f.AccessGrantedAt), Expired: f.TokenExpired,
		ExpiresAt: f.TokenExpiresAt, LastUsedAt: f.TokenLastUsedAt,
	}}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (g Grant) MarshalJSON() ([]byte, error) {
	f := map[string]any{
		"id": g.ID, "owner": g.Owner, "token_id": g.TokenID, "token_name": g.TokenName,
		"repository_selection": g.RepositorySelection, "permissions": permissionsBody(g.Permissions),
		"created_at": g.Since, "token_expired": g.Expired, "token_expires_at": g.ExpiresAt,
		"token_last_used_at": g.LastUsedAt, "reason": g.Reason, "repositories": g.Repositories,
		"set": g.Set, "absent": g.Absent,
	}
	if g.Raw != nil {
		f["raw"] = g.Raw
	}
	return json.Marshal(f)
}

// completeGrants fills in the defaults of a list, and puts the newest first.
func completeGrants(in []Grant, kind pat.Kind, now time.Time) ([]Grant, error) {
	out := make([]Grant, len(in))
	seen := make(map[int64]bool, len(in))
	for i, g := range in {
		g.complete(kind, int64(i), now)
		if seen[g.ID] {
			return nil, fmt.Errorf("two %ss have the id %d", kind, g.ID)
		}
		seen[g.ID] = true
		out[i] = g
	}
	slices.SortStableFunc(out, func(a, b Grant) int { return b.Since.Compare(*a.Since) })
	return out, nil
}

func (g *Grant) complete(kind pat.Kind, index int64, now time.Time) {
	g.Kind = kind
	if g.ID == 0 {
		g.ID = 25381 + index
	}
	if g.TokenID == 0 {
		g.TokenID = 900_000_000 + g.ID
	}
	g.TokenName = cmp.Or(g.TokenName, fmt.Sprintf("token-%d", g.ID))
	g.Owner = cmp.Or(g.Owner, "octocat")
	if g.RepositorySelection == "" {
		g.RepositorySelection = g.usualSelection()
	}
	if g.Since == nil {
		// Newest first, as the list goes, so that a World keeps its order.
		since := now.Add(-24*time.Hour - time.Duration(index)*time.Minute)
		g.Since = &since
	}
}

func (g *Grant) usualSelection() string {
	switch {
	case len(g.Repositories) > 0:
		return "subset"
	case len(g.Permissions.Repository) > 0:
		return "all"
	}
	return "none"
}

// altered reports whether the element is broken on purpose.
func (g *Grant) altered() bool { return g.Raw != nil || g.Set != nil || g.Absent != nil }
