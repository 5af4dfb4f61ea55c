package githubtest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// grantBody is a request or token as GitHub lists it.
type grantBody struct {
	ID                  int64           `json:"id"`
	Reason              *nullable       `json:"reason,omitempty"` // of requests only, where it may be null
	Owner               body.User       `json:"owner"`
	RepositorySelection string          `json:"repository_selection"`
	RepositoriesURL     string          `json:"repositories_url"`
	Permissions         permissionsBody `json:"permissions"`
	CreatedAt           string          `json:"created_at,omitempty"`
	AccessGrantedAt     string          `json:"access_granted_at,omitempty"`
	TokenID             int64           `json:"token_id"`
	TokenName           string          `json:"token_name"`
	TokenExpired        bool            `json:"token_expired"`
	TokenExpiresAt      *string         `json:"token_expires_at"`
	TokenLastUsedAt     *string         `json:"token_last_used_at"`
}

// nullable is a string or null, where omitempty must tell null from absence.
type nullable struct{ value *string }

// MarshalJSON writes the string or null.
func (n nullable) MarshalJSON() ([]byte, error) { return json.Marshal(n.value) }

// body returns the element as it is listed. Addresses in it begin with base.
func (g *Grant) body(base string, org *Organization, now time.Time) json.RawMessage {
	if g.Raw != nil {
		return g.Raw
	}
	b := grantBody{
		ID: g.ID, Owner: body.NewUser(g.Owner), RepositorySelection: g.RepositorySelection,
		RepositoriesURL: fmt.Sprintf("%s/organizations/%d/%s/%d/repositories", base, org.ID, segment(g.Kind), g.ID),
		Permissions:     permissionsBody(g.Permissions), TokenID: g.TokenID, TokenName: g.TokenName,
		TokenExpired:   g.Expired || g.ExpiresAt != nil && g.ExpiresAt.Before(now),
		TokenExpiresAt: body.Timestamp(g.ExpiresAt), TokenLastUsedAt: body.Timestamp(g.LastUsedAt),
	}
	if g.Kind == pat.KindRequest {
		b.Reason, b.CreatedAt = &nullable{g.Reason}, *body.Timestamp(g.Since)
	} else {
		b.AccessGrantedAt = *body.Timestamp(g.Since)
	}
	return body.Alter(body.Marshal(b), g.Set, g.Absent)
}

// segment is the word for the list of a kind in GitHub's paths.
func segment(kind pat.Kind) string {
	if kind == pat.KindRequest {
		return "personal-access-token-requests"
	}
	return "personal-access-tokens"
}
