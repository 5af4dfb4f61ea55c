package githubtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

// Broken breaks an element of a list on purpose. The element is not checked against GitHub's
// description.
type Broken struct {
	Set    map[string]any  `json:"set,omitempty"`    // fields of the answer with other values, nil for null
	Absent []string        `json:"absent,omitempty"` // fields that the answer lacks
	Raw    json.RawMessage `json:"raw,omitempty"`    // what is listed instead of the element
}

func (b *Broken) element(content any) element {
	if b.Raw != nil {
		return element{b.Raw, true}
	}
	return element{body.Alter(body.Marshal(content), b.Set, b.Absent), b.Set != nil || b.Absent != nil}
}

// Authorization is a credential that a member has authorized for single sign-on. CredentialID,
// Type, Login, and the time have defaults, those of a classic token of octocat.
type Authorization struct {
	Login        string     `json:"login"`
	CredentialID int64      `json:"credential_id"`
	Type         string     `json:"credential_type"`
	Scopes       []string   `json:"scopes,omitempty"`
	AuthorizedAt *time.Time `json:"credential_authorized_at"`
	AccessedAt   *time.Time `json:"credential_accessed_at"`
	ID           int64      `json:"authorized_credential_id,omitempty"` // 0: null
	Note         string     `json:"authorized_credential_note,omitempty"`
	ExpiresAt    *time.Time `json:"authorized_credential_expires_at"`
	Broken
}

// listAuthorizations answers with the credentials that may pass single sign-on.
func listAuthorizations(h *Handler, r *request) *answer {
	var found []element
	for i := range r.org.Authorizations {
		a := &r.org.Authorizations[i]
		if login := r.query.Get("login"); login == "" || login == cmp.Or(a.Login, "octocat") {
			found = append(found, a.element(a.body(int64(i), h.world.Now)))
		}
	}
	return r.list(len(found), func(i int) element { return found[i] })
}

func (a *Authorization) body(index int64, now time.Time) map[string]any {
	authorized := now.Add(-30 * 24 * time.Hour)
	if a.AuthorizedAt != nil {
		authorized = *a.AuthorizedAt
	}
	id := cmp.Or(a.CredentialID, 161195+index)
	fields := map[string]any{
		"login": cmp.Or(a.Login, "octocat"), "credential_id": id, "credential_type": cmp.Or(a.Type, "personal access token"),
		"credential_authorized_at": body.Timestamp(&authorized), "credential_accessed_at": body.Timestamp(a.AccessedAt), "authorized_credential_id": nil,
	}
	if a.ID != 0 {
		fields["authorized_credential_id"] = a.ID
	}
	if a.Type == "SSH key" {
		fields["fingerprint"], fields["authorized_credential_title"] = fmt.Sprintf("SHA256:fake%d", id), a.Note
		return fields
	}
	fields["token_last_eight"] = fmt.Sprintf("%08x", 0x71c3fc00+id)
	fields["scopes"], fields["authorized_credential_note"] = append([]string{}, a.Scopes...), a.Note
	fields["authorized_credential_expires_at"] = body.Timestamp(a.ExpiresAt)
	return fields
}

// showOrganization answers with what everybody may know of an organization.
func showOrganization(_ *Handler, r *request) *answer {
	return jsonAnswer(http.StatusOK, r.org.user().Full(r.org.PublicRepositories))
}
