package adopt_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest/invented"
	"github.com/patctl/patctl/internal/pat"
)

// hostile are names, logins, permissions and levels that strangers may choose.
var hostile = []string{
	`"`, `\`, "${var.org}", "%{ if true }", "$${", "*", "**", "a*b", "?", "[a-z]", "{a,b}", `\*`, "a\nb", "\x1b[31m", "\u202eabc",
	"x\u200dy", "e\u0301", "\u0301", "\u1100\u1161", " ", "   ", "\u3164", "\u2028", "#", "/* */", "<<EOT", "İstanbul", "ſ", "\u212a", "ǅ",
	strings.Repeat("x", 10_000) + "!", strings.Repeat("$", 10_000), strings.Repeat("日", 200), "-", "2026-11-22", "prod", "template", "null", "\x00", "a\xffb",
	"ci-1", "ci-2", "ci", "CI", "ci-prod", "ci_7", "ci*", "ci?", "name", "=1|`x`",
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// hostileGrant returns a token of which everything may be odd.
func hostileGrant(r *rand.Rand, id int64) pat.Grant {
	g := pat.Grant{Kind: pat.KindToken, ID: id, TokenID: id, Owner: "mona", RepositorySelection: pick(r, []string{"all", "subset", "none"}), Since: &now}
	g.TokenName = pick(r, hostile)
	if r.IntN(3) == 0 {
		g.TokenName += pick(r, hostile)
	}
	if r.IntN(10) == 0 {
		g.Owner = pick(r, hostile)
	}
	g.Permissions.Repository = pat.Permissions{pick(r, []string{"contents", "issues", "crystal_balls"}): pick(r, []pat.Level{"read", "write", "admin"})}
	switch r.IntN(10) {
	case 0:
		g.Permissions.Organization = pat.Permissions{pick(r, append(hostile, "members", "contents")): pat.Level(pick(r, append(hostile, "read")))}
	case 1:
		g.Permissions = pat.GrantPermissions{}
	}
	if g.RepositorySelection == "subset" && r.IntN(2) == 0 {
		g.RepositoriesRead, g.Repositories = true, []string{"octo-org/api", "octo-org/" + pick(r, hostile)}
	}
	if r.IntN(2) == 0 {
		expires := now.AddDate(0, 0, r.IntN(600)-100)
		g.ExpiresAt = &expires
	}
	return g
}

// TestHostileTokens: nothing that a stranger writes breaks the result, or
// makes a glob miss its own tokens.
func TestHostileTokens(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 3))
		o := github.Organization{Login: "octo-org"}
		for i := range 1 + r.IntN(25) {
			o.Tokens = append(o.Tokens, hostileGrant(r, int64(i+1)))
		}
		out := imported(t, "", snapshotOf(o), func(in *adopt.Input) { in.Exact = seed%3 == 0 })
		if i := strings.IndexFunc(string(out.Source), func(c rune) bool { return c != '\n' && unicode.Is(unicode.C, c) }); i >= 0 {
			t.Errorf("%U in the result", []rune(string(out.Source[i:]))[0])
		}
		for _, l := range out.Left {
			if l.Permissions.Repository["contents"] != "" && l.Permissions.Organization == nil {
				t.Errorf("left although it may be covered: %s: %s", l.Subject, l.Why)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestEachNameAlone: a name is claimed by its own glob.
func TestEachNameAlone(t *testing.T) {
	for _, name := range hostile {
		g := pat.Grant{Kind: pat.KindToken, ID: 1, Owner: "mona", TokenName: name, RepositorySelection: "none", Since: &now} // without permissions it fits by name only
		if out := imported(t, "", snapshotOf(github.Organization{Login: "octo-org", Tokens: []pat.Grant{g}}), nil); out.Templates != 1 {
			t.Errorf("%q: %d templates, left %v", name, out.Templates, out.Left)
		}
	}
}

var plain = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)

// TestHostileOrganizations are left, with the reason.
func TestHostileOrganizations(t *testing.T) {
	for _, login := range hostile {
		w := worldSnapshot(invented.World(1, 3))
		w.Organizations[0].Login = login
		out := imported(t, "", w, nil)
		if plain.MatchString(login) == (len(out.Left) == 3) {
			t.Errorf("%q: %d left: %s", login, len(out.Left), fmt.Sprint(out.Left))
		}
	}
}
