package pat

import "time"

// ClassicToken is a classic personal access token, as far as GitHub tells an organization
// of it. The end of the token's value is not kept.
//
// https://docs.github.com/enterprise-cloud@latest/rest/orgs/orgs#list-saml-sso-authorizations-for-an-organization
type ClassicToken struct {
	CredentialID int64  // of the authorization for single sign-on; 0: it is not known from there
	ID           int64  // authorized_credential_id, or the ID that a log gives; 0: not known
	Owner        string // login
	Note         string // what its owner calls it; may be ""
	Scopes       []string
	AuthorizedAt *time.Time
	LastUsedAt   *time.Time // nil: never, or not known
	ExpiresAt    *time.Time // nil: never, or not known
}
