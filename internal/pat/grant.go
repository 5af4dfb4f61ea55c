package pat

import "time"

// Grant is a pending request or an active token of an organization, as
// GitHub's API lists it. What was absent or null there is nil, empty or zero here.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
type Grant struct {
	Kind                Kind  // KindRequest or KindToken
	ID                  int64 // of the request or of the grant, which is not TokenID
	TokenID             int64 // 0: GitHub did not say
	TokenName           string
	Owner               string // login
	RepositorySelection string // none, all or subset
	Repositories        []string
	RepositoriesRead    bool // whether Repositories was read; false is "not known", not "none"
	Permissions         GrantPermissions
	PermissionsUnsaid   bool       // GitHub said nothing of permissions, not even that there are none
	Reason              *string    // the member's, of a request
	Since               *time.Time // when the request was made, or access was granted
	Expired             bool
	ExpiresAt           *time.Time // nil: never
	LastUsedAt          *time.Time // nil: never, or not known
}

// GrantPermissions are the permissions of a request or token by section, as
// the API gives them. Keys and levels may be ones that no catalog knows.
type GrantPermissions struct {
	Organization Permissions
	Repository   Permissions
	Other        Permissions
}

// IsZero reports whether there is no permission in any section.
func (p GrantPermissions) IsZero() bool {
	return len(p.Organization) == 0 && len(p.Repository) == 0 && len(p.Other) == 0
}
