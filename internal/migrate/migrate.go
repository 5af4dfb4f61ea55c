package migrate

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// Input is what templates are proposed from.
type Input struct {
	Log     *usage.Log
	Known   []Known
	Catalog *catalog.Catalog
	// Organizations are logins that belong to organizations, beside those that the log
	// names.
	Organizations []string
}

// Known is a classic token that GitHub tells an organization of.
type Known struct {
	Organization string
	pat.ClassicToken
}

// Migration says for each classic token what can take its place.
type Migration struct {
	Tokens []*Token // sorted by user, name, ID
	Others []Other  // sorted by kind
}

// Other counts what tokens of other kinds did.
type Other struct {
	Kind   record.Token
	Tokens int
	Calls  int
}

// Token is a classic token, and what can take its place.
type Token struct {
	ID            int64  // token_id of the log; 0: not known
	CredentialID  int64  // of the authorization for single sign-on; 0: not known
	User          string // login; "" if neither the log nor GitHub says
	Name          string // or the note; may be ""
	Organizations []string
	ExpiresAt     *time.Time // nil: never, or not known
	LastUsedAt    *time.Time // that GitHub or the log shows
	// UnseenAt is when GitHub says that the token was last used, if the log has no call of it
	// near that time or later. Then it does something that the log does not show.
	UnseenAt *time.Time
	Sources  []usage.Source
	Scopes   []Scope // sorted by name
	// Undescribed counts the calls for which GitHub's description names no scope.
	Undescribed int

	Templates []*Template // by resource owner; the own account first, an unknown one last
	Free      []Free      // need no permission
	Closed    []Stuck     // can't move
	Unclear   []Stuck     // may not move, or it is not known what they need
	Refused   []Call      // GitHub refused all of them, so that they show no need
	Remarks   []string    // about the token as a whole, in sentences
}

// Seen reports whether the log has a call of the token.
func (t *Token) Seen() bool {
	return len(t.Templates)+len(t.Free)+len(t.Closed)+len(t.Unclear)+len(t.Refused) > 0
}

// Moves reports whether all that the token did was seen and can move, and it is known to
// whose resources.
func (t *Token) Moves() bool {
	settled := !slices.ContainsFunc(t.Templates, func(p *Template) bool { return p.Owner.Kind == UnknownOwner })
	worked := len(t.Templates)+len(t.Free) > 0 // what is refused today need not be all that it does
	return worked && settled && t.UnseenAt == nil && len(t.Closed)+len(t.Unclear) == 0
}

// Call is a call of a token, as often as it was made in the same way. The organization is
// the one in whose log it is.
type Call struct {
	usage.Call
	Organization string
}

// Times is how often the call was made, refused calls included.
func (c Call) Times() int { return c.Count + c.Refused }

func compareCalls(a, b Call) int {
	return cmp.Or(
		strings.Compare(a.Route, b.Route), strings.Compare(a.Method, b.Method), slices.Compare(a.Is, b.Is),
		strings.Compare(a.Repository, b.Repository), strings.Compare(a.Organization, b.Organization),
		cmp.Compare(a.Workflow, b.Workflow), cmp.Compare(a.Public, b.Public), strings.Compare(a.Media, b.Media),
	)
}

// Free is a call that needs no permission.
type Free struct {
	Call
	More pat.Permissions // with any of them, the answer may have more in it; nil: none is known
}

// Stuck is a call that can't move, or may not be able to.
type Stuck struct {
	Call
	Reason Reason
	Why    string // in sentences
	Next   string // what to do, in sentences
}

// Reason says why a call can't move, or is unclear.
type Reason string

// The reasons.
const (
	ReasonClosed   Reason = "closed"             // fine-grained tokens can't make the call
	ReasonForeign  Reason = "other_user"         // the resource belongs to another user
	ReasonPublic   Reason = "other_user_public"  // the same, unless the repository is public
	ReasonRoute    Reason = "unknown_route"      // the catalog does not know the route
	ReasonData     Reason = "unknown_need"       // GitHub does not say what the call needs
	ReasonGraphQL  Reason = "graphql"            // the log does not show what was asked for
	ReasonMixed    Reason = "mixed_sections"     // no one token can have what it needs
	ReasonCatalog  Reason = "unknown_permission" // the catalog lacks a permission, or its level
	ReasonNoCall   Reason = "no_call"            // the log does not say what was called
	ReasonPackages Reason = "packages"           // GitHub Packages
)

// Propose makes the proposals. The result does not depend on the order of anything in the
// input.
func Propose(in Input) *Migration {
	m := &Migration{Others: others(in.Log)}
	owners := newLogins(in)
	for _, t := range joined(in) {
		t.Organizations = slices.DeleteFunc(t.Organizations, func(login string) bool { return !owners.organizations[login] })
		p := proposal{Token: t.Token, catalog: in.Catalog, logins: owners, groups: map[Owner][]*need{}}
		p.place(t.calls)
		p.propose()
		p.scopes(t.scopes, t.calls)
		p.remark()
		m.Tokens = append(m.Tokens, p.Token)
	}
	return m
}

// others counts what tokens of other kinds did.
func others(log *usage.Log) []Other {
	var all []Other
	for _, t := range log.Tokens {
		if t.Kind == record.Classic {
			continue
		}
		i := slices.IndexFunc(all, func(o Other) bool { return o.Kind == t.Kind })
		if i < 0 {
			i, all = len(all), append(all, Other{Kind: t.Kind})
		}
		all[i].Tokens++
		for _, c := range t.Calls {
			all[i].Calls += c.Count + c.Refused
		}
	}
	slices.SortFunc(all, func(a, b Other) int { return cmp.Compare(a.Kind, b.Kind) })
	return all
}
