package githubtest

import "time"

// The names under which an App holds the two permissions of the review API.
//
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
const (
	RequestsPermission = "organization_personal_access_token_requests"
	TokensPermission   = "organization_personal_access_tokens"
	MembersPermission  = "members" // of a team's members
	IssuesPermission   = "issues"

	AdministrationPermission = "organization_administration" // of authorizations for single sign-on
	InsightsPermission       = "organization_api_insights"
)

// DefaultNow is what the clock of a World shows that sets none.
var DefaultNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// World is what the fake GitHub knows and how it misbehaves. The zero value of
// every field is a default that works: a World with organizations only has an
// App that is installed in all of them and may read and write.
type World struct {
	Now           time.Time        `json:"now,omitzero"`  // what the clock shows; DefaultNow
	Clock         func() time.Time `json:"-"`             // instead of Now, for a clock shared with the client
	App           *App             `json:"app,omitempty"` // nil: a default one, unless there are Credentials
	Organizations []Organization   `json:"organizations"`
	Credentials   []Credential     `json:"credentials,omitempty"` // tokens that exist beside those that the App makes
	RateLimit     int              `json:"rate_limit,omitempty"`  // calls an hour of each caller; 5000
	Faults        []Fault          `json:"faults,omitempty"`
}

// App is the GitHub App whose key signs the JSON web tokens.
type App struct {
	ID          int64             `json:"id,omitempty"` // 1
	Slug        string            `json:"slug,omitempty"`
	Permissions map[string]string `json:"permissions,omitempty"` // nil: both of the review API, to write
	// TokenLifetime is how many seconds an installation token lives: 3600.
	TokenLifetime int        `json:"token_lifetime,omitempty"`
	Enterprises   []string   `json:"enterprises,omitempty"` // slugs of enterprises in which it is installed
	Events        []string   `json:"events,omitempty"`      // that it is subscribed to
	Hook          *Hook      `json:"hook,omitempty"`        // nil: it has no webhook
	Deliveries    []Delivery `json:"deliveries,omitempty"`  // of the webhook, newest first
}

// Organization is an organization with its requests and tokens.
type Organization struct {
	Login        string              `json:"login"`
	ID           int64               `json:"id,omitempty"`
	Repositories []string            `json:"repositories,omitempty"` // names, or full names
	Requests     []Grant             `json:"requests,omitempty"`
	Tokens       []Grant             `json:"tokens,omitempty"`
	Teams        map[string][]string `json:"teams,omitempty"`         // logins of members, by the team's slug
	NotInstalled bool                `json:"not_installed,omitempty"` // the App is not installed here
	Installation *Installation       `json:"installation,omitempty"`  // nil: with all permissions of the App

	PublicRepositories int               `json:"public_repositories,omitempty"`
	Authorizations     []Authorization   `json:"credential_authorizations,omitempty"` // for single sign-on
	Insights           []InsightsSubject `json:"insights,omitempty"`                  // what API Insights counts
	Issues             []Issue           `json:"issues,omitempty"`                    // of its repositories
}

// Installation is an installation of the App in an organization.
type Installation struct {
	ID          int64             `json:"id,omitempty"`
	Permissions map[string]string `json:"permissions"`
	Suspended   bool              `json:"suspended,omitempty"`
}

// CredentialKind is what kind of secret a credential is.
type CredentialKind string

// The kinds of credentials. Only the first two may use the review API.
const (
	InstallationToken CredentialKind = "installation"
	AppUserToken      CredentialKind = "app_user"
	ClassicToken      CredentialKind = "classic"
	FineGrainedToken  CredentialKind = "fine_grained"
	OAuthToken        CredentialKind = "oauth"
)

// Credential is a token that exists.
type Credential struct {
	Token        string            `json:"token"`
	Kind         CredentialKind    `json:"kind"`
	Organization string            `json:"organization,omitempty"` // of an installation token
	Permissions  map[string]string `json:"permissions,omitempty"`  // nil: those of the App
	Scopes       []string          `json:"scopes,omitempty"`       // of a classic or an OAuth token
	ExpiresAt    time.Time         `json:"expires_at,omitzero"`    // zero: never
}

// permissions returns those of the credential, or the default ones.
func (c *Credential) permissions(w *World) map[string]string {
	if c.Permissions != nil {
		return c.Permissions
	}
	if w.App != nil {
		return w.App.Permissions
	}
	return (*App)(nil).complete().Permissions
}
