package adopt

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// identity tells requests and tokens apart. The organization is in lower case.
type identity struct {
	organization string
	kind         pat.Kind
	id           int64
}

func identityOf(organization string, g *pat.Grant) identity {
	return identity{strings.ToLower(organization), g.Kind, g.ID}
}

// member is a request or token that a template is to cover.
type member struct {
	*pat.Grant
	identity
	login       string // of the organization, as it is written
	name        string // lower case
	stem        stem
	permissions pat.Permissions // that a template has to grant, with metadata where it is implied
	key         string          // of permissions
	days        int             // of life, rounded up; endless: it never expires, or later than a template can say
}

// endless is the number of days of what never expires.
const endless = -1

func newMember(o *github.Organization, g *pat.Grant, permissions pat.Permissions) *member {
	return &member{
		Grant: g, identity: identityOf(o.Login, g), login: o.Login,
		name: strings.ToLower(g.TokenName), stem: newStem(g.TokenName, g.Owner),
		permissions: permissions, key: permissionsKey(permissions), days: daysOfLife(o, g),
	}
}

// compareMembers orders by name, then by number.
func compareMembers(a, b *member) int {
	return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(string(a.kind), string(b.kind)), cmp.Compare(a.ID, b.ID))
}

func permissionsKey(p pat.Permissions) string {
	var b strings.Builder
	for _, name := range p.Names() {
		b.WriteString(name + "=" + string(p[name]) + " ")
	}
	return b.String()
}

// daysOfLife counts as the audit does: the whole life of a request, what
// remains of that of a token, rounded up.
func daysOfLife(o *github.Organization, g *pat.Grant) int {
	if g.ExpiresAt == nil {
		return endless
	}
	from := o.ReadAt
	if g.Kind == pat.KindRequest && g.Since != nil && g.Since.Before(from) {
		from = *g.Since
	}
	const day = 24 * time.Hour
	life := g.ExpiresAt.Sub(from)
	days := int(life / day)
	if life%day > 0 {
		days++
	}
	if days > pat.MaxExpiryDays+spare {
		return endless
	}
	return max(days, 0)
}

// spare is how many days the audit lets a token live longer than its template says.
const spare = 1

// lifetimes are what people choose in GitHub's form. What remains of a token's
// life says little about the life that it had, so that it is rounded up to one
// of them.
var lifetimes = []int{7, 30, 60, 90, 180, pat.MaxExpiryDays}

// lifetime returns what a template has to allow for so many days of life.
func lifetime(days int) pat.Expiry {
	if days == endless {
		return pat.Expiry{Never: true}
	}
	at, _ := slices.BinarySearch(lifetimes, days-spare)
	return pat.Expiry{Days: lifetimes[at]}
}

// What an organization's login, a user's and the full name of a repository look
// like. Old logins have hyphens at the end, and those of managed users a short
// code after an underscore.
//
// https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
var (
	organizationLogin = lazyregexp.New(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)
	userLogin         = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9-]*(_[A-Za-z0-9][A-Za-z0-9-]*)?$`)
	repositoryName    = lazyregexp.New(`^[A-Za-z0-9_.-]{1,100}$`)
)

func isOrganization(login string) bool {
	return len(login) <= pat.MaxLoginLength && organizationLogin.MatchString(login)
}

func isUser(login string) bool {
	return len(login) <= pat.MaxLoginLength && userLogin.MatchString(login)
}

// isRepositoryOf reports whether a template for an organization can name a repository.
func isRepositoryOf(login, repository string) bool {
	owner, name, ok := strings.Cut(repository, "/")
	return ok && strings.EqualFold(owner, login) && repositoryName.MatchString(name) && !strings.HasSuffix(name, ".git")
}
