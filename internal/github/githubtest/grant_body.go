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
		TokenExpiresAt: timestamp(g.ExpiresAt), TokenLastUsedAt: timestamp(g.LastUsedAt),
	}
	if g.Kind == pat.KindRequest {
		b.Reason, b.CreatedAt = &nullable{g.Reason}, *timestamp(g.Since)
	} else {
		b.AccessGrantedAt = *timestamp(g.Since)
	}
	return alter(mustMarshal(b), g.Set, g.Absent)
}

// timestamp writes a time as GitHub does: with milliseconds where it has an offset.
func timestamp(t *time.Time) *string {
	if t == nil {
		return nil
	}
	layout := "2006-01-02T15:04:05.000-07:00"
	if _, offset := t.Zone(); offset == 0 {
		layout = "2006-01-02T15:04:05Z"
	}
	s := t.Format(layout)
	return &s
}

// segment is the word for the list of a kind in GitHub's paths.
func segment(kind pat.Kind) string {
	if kind == pat.KindRequest {
		return "personal-access-token-requests"
	}
	return "personal-access-tokens"
}

// alter sets and removes fields of an object.
func alter(object json.RawMessage, set map[string]any, absent []string) json.RawMessage {
	if len(set) == 0 && len(absent) == 0 {
		return object
	}
	var fields map[string]any
	if err := json.Unmarshal(object, &fields); err != nil {
		panic(err) // it was marshalled here
	}
	for name, value := range set {
		fields[name] = value
	}
	for _, name := range absent {
		delete(fields, name)
	}
	return mustMarshal(fields)
}

// mustMarshal writes values that can always be written.
func mustMarshal(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("githubtest: %v", err))
	}
	return b
}
