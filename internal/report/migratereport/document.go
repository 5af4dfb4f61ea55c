package migratereport

import (
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// Document is a report of classic tokens. It is what the JSON output holds: slices are
// never null there.
type Document struct {
	FormatVersion string     `json:"format_version"`
	PatctlVersion string     `json:"patctl_version"`
	Complete      bool       `json:"complete"` // the sources have no gap
	Incomplete    []Gap      `json:"incomplete"`
	Coverage      []Coverage `json:"coverage"`
	NotShown      []string   `json:"not_shown"` // what the sources do not show, in sentences
	Summary       Summary    `json:"summary"`
	Tokens        []Token    `json:"tokens"`
	Others        []Other    `json:"others"` // tokens that are not classic
	HCL           *string    `json:"hcl"`    // all templates; null: there are none
}

// Gap is a part of a source that is missing.
type Gap struct {
	Source *usage.Source `json:"source"` // null: what GitHub's lists tell
	File   *string       `json:"file"`
	What   string        `json:"what"`
	Why    string        `json:"why"`
}

// Coverage is what one source covers.
type Coverage struct {
	Source       usage.Source `json:"source"`
	Organization *string      `json:"organization"` // null: all of the source
	From         *time.Time   `json:"from"`
	To           *time.Time   `json:"to"`
	Unbroken     *time.Time   `json:"unbroken"` // since when there is no hole
	Events       int          `json:"events"`
}

// Summary counts tokens by their status, templates, and kinds of calls by where they are.
type Summary struct {
	Tokens     int `json:"tokens"`
	Move       int `json:"move"`
	Partly     int `json:"partly"`
	NotSeen    int `json:"not_seen"`
	Templates  int `json:"templates"`
	Covered    int `json:"covered"`
	Free       int `json:"free"`
	CannotMove int `json:"cannot_move"`
	Unclear    int `json:"unclear"`
	Refused    int `json:"refused"`
}

// Status says whether a token can be replaced.
type Status string

// The statuses.
const (
	Moves   Status = "moves"    // all calls that were seen
	Partly  Status = "partly"   // some can't move or are unclear, the resource owner is not known, or a use was not seen
	NotSeen Status = "not_seen" // no call was seen
)

// Token is a classic token.
type Token struct {
	TokenID       *int64         `json:"token_id"`
	CredentialID  *int64         `json:"credential_id"`
	Owner         *string        `json:"owner"`
	Name          *string        `json:"name"`
	Organizations []string       `json:"organizations"`
	Status        Status         `json:"status"`
	ExpiresAt     *time.Time     `json:"expires_at"` // null: never, or not known
	LastUsedAt    *time.Time     `json:"last_used_at"`
	UnseenAt      *time.Time     `json:"unseen_use_at"` // when GitHub says that it was used, and no source shows a call
	Sources       []usage.Source `json:"sources"`
	Scopes        []Scope        `json:"scopes"`
	Undescribed   int            `json:"calls_without_scope"` // kinds of calls for which GitHub names no scope
	Remarks       []string       `json:"remarks"`
	Templates     []Template     `json:"templates"`
	Free          []Free         `json:"free"`
	CannotMove    []Stuck        `json:"cannot_move"`
	Unclear       []Stuck        `json:"unclear"`
	Refused       []Call         `json:"refused"`
}

// Scope is a scope of the token.
type Scope struct {
	Name  string             `json:"name"`
	State migrate.ScopeState `json:"state"`
	Calls int                `json:"calls"` // kinds of calls
	Known bool               `json:"known"` // GitHub has such a scope
}

// Template is a template for the calls for one resource owner.
type Template struct {
	ResourceOwner ResourceOwner    `json:"resource_owner"`
	Address       string           `json:"address"`
	Name          string           `json:"name"`
	Description   string           `json:"description"`
	TargetName    *string          `json:"target_name"`
	ExpiresIn     pat.Expiry       `json:"expires_in"`
	Permissions   pat.Permissions  `json:"permissions"`
	Repositories  pat.Repositories `json:"repositories"`
	Seen          []string         `json:"repositories_seen"`
	Unlisted      int              `json:"calls_without_repository"` // kinds of calls
	Owners        []string         `json:"owners"`
	Endpoints     []string         `json:"endpoints"`
	Choices       []Choice         `json:"choices"`
	Calls         []Call           `json:"calls"`
	Depends       []Depends        `json:"depends"`
	Remarks       []string         `json:"remarks"`
	URL           string           `json:"url"`
	HCL           string           `json:"hcl"`
}

// ResourceOwner is whose resources the calls reach.
type ResourceOwner struct {
	Kind  migrate.OwnerKind `json:"kind"`
	Login *string           `json:"login"`
}

// Choice says why a permission is in the template.
type Choice struct {
	Permission string          `json:"permission"`
	Level      pat.Level       `json:"level"`
	For        []string        `json:"for"`
	Why        catalog.Why     `json:"why"`
	Rival      pat.Permissions `json:"rival"` // null: there is none
}

// Call is a call, as often as it was made in the same way.
type Call struct {
	Call         string        `json:"call"`
	Method       *string       `json:"method"`
	Route        *string       `json:"route"`
	Is           []string      `json:"is"`
	Organization *string       `json:"organization"`
	Repository   *string       `json:"repository"`
	Public       *usage.Answer `json:"public"`   // null: the source does not say
	Workflow     *usage.Answer `json:"workflow"` // the same
	Media        *string       `json:"media"`
	Count        int           `json:"count"`
	Refused      int           `json:"refused"`
	FirstAt      *time.Time    `json:"first_at"`
	LastAt       *time.Time    `json:"last_at"`
}

// Free is a call that needs no permission.
type Free struct {
	Call
	More pat.Permissions `json:"more"` // with any of them, the answer may have more in it; may be empty
}

// Stuck is a call that can't move, or may not be able to.
type Stuck struct {
	Call
	Reason migrate.Reason `json:"reason"`
	Why    string         `json:"why"`
	Next   string         `json:"next"`
}

// Depends is what a call may need in addition.
type Depends struct {
	Call           string            `json:"call"`
	Condition      *string           `json:"condition"`
	When           string            `json:"when"`
	PermissionSets []pat.Permissions `json:"permission_sets"` // any is enough; empty: it is not known
}

// Other counts what tokens of another kind did.
type Other struct {
	Kind   record.Token `json:"kind"`
	Tokens int          `json:"tokens"`
	Calls  int          `json:"calls"`
}

// Whole reports whether all tokens move.
func (d *Document) Whole() bool { return d.Summary.Move == d.Summary.Tokens }
