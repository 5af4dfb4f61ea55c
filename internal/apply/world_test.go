package apply_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func load(t testing.TB, src string) *hcl.Configuration {
	t.Helper()
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(src)}}, ".", hcl.Options{Version: "0.1.0"})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, src)
	}
	return cfg
}

var (
	permissionNames = []string{"contents", "issues", "pages", "secrets"}
	logins          = []string{"octocat", "mona", "hubot"}
	repositories    = []string{"octo-org/api", "octo-org/web", "octo-org/docs"}
	refusals        = []string{"drifted", "undeclared", "expired-request", "unused-token", "never-expires", "policy:not-hubot", "policy:not-docs"}
)

func one[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// randomConfiguration declares templates, reviews, rules, policies and
// exceptions of two organizations. Large ones have no limits that matter.
func randomConfiguration(t testing.TB, r *rand.Rand) *hcl.Configuration {
	var b strings.Builder
	for i := range 1 + r.IntN(4) {
		fmt.Fprintf(&b, "template \"t%d\" {\n name = \"t%d\"\n target_name = %q\n expires_in = %s\n %s\n %s\n permissions = {",
			i, i, one(r, "octo-org", "octo-org", "octodemo"), one(r, `"none"`, "30", "90"),
			one(r, "", "", `owners = ["mona", "octocat"]`), one(r, "", "", `repositories = ["octo-org/api", "octo-org/web"]`))
		for name, level := range randomPermissions(r) {
			fmt.Fprintf(&b, " %s = %q,", name, level)
		}
		b.WriteString(" }\n}\n")
	}
	b.WriteString(review(r, "octo-org") + review(r, "octodemo"))
	b.WriteString(one(r, "", "rule \"unused-token\" { days = 10 }\n"))
	b.WriteString(one(r, "", "policy \"not-hubot\" {\n on = [\"request\", \"token\"]\n condition = self.owner != \"hubot\"\n error_message = \"No.\"\n}\n"))
	b.WriteString(one(r, "", "", "policy \"not-docs\" {\n on = [\"request\", \"token\"]\n condition = !contains(self.repositories, \"octo-org/docs\")\n error_message = \"No docs.\"\n}\n"))
	b.WriteString(one(r, "", "", "exception \"mona\" {\n owner = \"mona\"\n reason = \"Moves.\"\n expires = \"2026-12-31\"\n}\n"))
	return load(t, b.String())
}

func review(r *rand.Rand, login string) string {
	words := func() string {
		var out []string
		for _, w := range refusals {
			if r.IntN(3) == 0 {
				out = append(out, fmt.Sprintf("%q", w))
			}
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	if r.IntN(8) == 0 {
		return fmt.Sprintf("organization %q {}\n", login)
	}
	return fmt.Sprintf("organization %q {\n review {\n approve = %s\n deny = %s\n revoke = %s\n %s\n %s\n }\n}\n", login,
		one(r, `["conforming"]`, `["conforming"]`, "[]"), words(), words(),
		one(r, "", "max_actions = 1000", "max_actions = 1000", "max_actions = 3"),
		one(r, "", "max_revoke_share = 1", "max_revoke_share = 1", "max_revoke_share = 0.5"))
}

func randomPermissions(r *rand.Rand) pat.Permissions {
	p := pat.Permissions{"contents": "read"}
	for _, name := range permissionNames {
		if level := one(r, pat.NoAccess, pat.NoAccess, pat.Read, pat.Write); level != pat.NoAccess {
			p[name] = level
		}
	}
	return p
}

// newHub fills two organizations with requests and tokens.
func newHub(r *rand.Rand, cfg *hcl.Configuration) *hub {
	h := &hub{
		cfg: cfg, now: start, rand: r, nextID: 1_000_000, organizations: map[string]*state{},
		incomplete: map[string]bool{}, sent: map[key]bool{}, done: map[key]pat.ReviewAction{},
	}
	most := 8
	if r.IntN(400) == 0 {
		most = 450
	}
	for _, login := range []string{"octo-org", "octodemo"} {
		s := &state{map[int64]pat.Grant{}, map[int64]pat.Grant{}}
		for i := range 1 + r.IntN(most) {
			g := randomGrant(r, pat.KindRequest, int64(1000+i))
			s.requests[g.ID] = g
		}
		for i := range 1 + r.IntN(most) {
			g := randomGrant(r, pat.KindToken, int64(2000+i))
			s.tokens[g.ID] = g
		}
		h.organizations[login] = s
	}
	return h
}

func randomGrant(r *rand.Rand, kind pat.Kind, id int64) pat.Grant {
	at := func(days int) *time.Time { t := start.AddDate(0, 0, days); return &t }
	g := pat.Grant{
		Kind: kind, ID: id, TokenID: 90_000 + id, TokenName: fmt.Sprintf("t%d", r.IntN(5)), Owner: one(r, logins...),
		RepositorySelection: one(r, "all", "subset", "subset"), Since: at(-5 - r.IntN(20)), Permissions: pat.GrantPermissions{Repository: randomPermissions(r)},
	}
	switch {
	case r.IntN(3) == 0: // it never expires
	case r.IntN(8) == 0:
		g.ExpiresAt, g.Expired = at(-1), true
	default:
		g.ExpiresAt = at(1 + r.IntN(40))
	}
	if g.RepositorySelection == "subset" {
		g.RepositoriesRead, g.Repositories = true, append([]string{}, repositories[:1+r.IntN(3)]...)
	}
	if kind == pat.KindToken && r.IntN(3) > 0 {
		g.LastUsedAt = at(-r.IntN(20))
	}
	if r.IntN(25) == 0 {
		g.TokenID = 0
	}
	return g
}

// change does to some of what there is what others do between plan and apply.
func (h *hub) change() {
	for _, s := range h.organizations {
		for _, list := range []map[int64]pat.Grant{s.requests, s.tokens} {
			for _, g := range sorted(list) {
				switch h.rand.IntN(30) {
				case 0:
					delete(list, g.ID)
				case 1:
					g.Permissions.Repository = randomPermissions(h.rand)
					list[g.ID] = g
				case 2:
					used := h.now
					g.LastUsedAt = &used
					list[g.ID] = g
				case 3:
					g.Owner = one(h.rand, logins...)
					list[g.ID] = g
				}
			}
		}
		for _, g := range sorted(s.requests) {
			if h.rand.IntN(20) == 0 { // approved by hand
				delete(s.requests, g.ID)
				h.activate(s, g)
			}
		}
	}
}
