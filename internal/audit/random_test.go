package audit_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// maybe returns a text, or "" three times of four.
func maybe(r *rand.Rand, text string) string { return pick(r, text, "", "", "") }

// world makes random configurations and snapshots out of few words, so that
// subjects and templates often have to do with one another.
type world struct{ *rand.Rand }

// templates returns the text of some random templates.
func (w world) templates() string {
	n, template := w.IntN(9), w.template
	if w.IntN(4) == 0 { // so many are alike that not each is compared
		permissions := w.declared()
		n, template = 40, func(i int) string { return w.alike(i, permissions) }
	}
	var b strings.Builder
	for i := range n {
		b.WriteString(template(i))
	}
	return b.String()
}

// alike is a template that differs from others in little.
func (w world) alike(i int, permissions string) string {
	r := w.Rand
	if w.IntN(4) == 0 {
		return strings.Replace(w.template(i), "permissions = {", "permissions = {"+permissions+"}\n# {", 1)
	}
	return fmt.Sprintf("template \"x%d\" {\nname = \"alike %d\"\ntarget_name = \"octo-org\"\nexpires_in = %s\nrepositories = [%s]\n%s\npermissions = {%s}\n}\n", i, i,
		pick(r, `"none"`, `"none"`, "366"), pick(r, `"web-*", "api"`, `"web-*", "secret"`, `"web*", "infra"`, `"*-1", "secret"`, `"*-1", "infra"`, `"api", "web"`),
		pick(r, "", "", "", `owners = ["mona"]`, `owners = ["octocat", "hubot"]`), permissions)
}

func (w world) template(i int) string {
	r := w.Rand
	target := pick(r, `target_name = "octo-org"`, `target_name = "octo-org"`, `target_name = "Octo-Org"`, `target_name = "octodemo"`, maybe(r, `target_name = "elsewhere"`))
	team := `"mona"`
	if _, login, ok := strings.Cut(target, " = "); ok {
		team = `"@` + strings.ToLower(strings.Trim(login, `"`)) + `/platform"`
	}
	lines := []string{
		fmt.Sprintf("name = %q", fmt.Sprintf("t%d", i)),
		target,
		pick(r, "", "expires_in = 1", "expires_in = 30", "expires_in = 31", "expires_in = 90", "expires_in = 366", `expires_in = "none"`),
		pick(r, "", `repositories = "all"`, `repositories = "selected"`, `repositories = "none"`, `repositories = ["api"]`, `repositories = ["API", "octo-org/web"]`,
			`repositories = ["octo-org/web-*", "api"]`, `repositories = ["*"]`, `repositories = ["a?i", "api"]`, `repositories = ["octo-org/secret"]`),
		pick(r, "", "", `owners = ["mona"]`, `owners = ["Mona", "hubot"]`, `owners = ["octocat"]`,
			"owners = ["+team+"]", `owners = ["hubot", `+team+"]"),
		"permissions = {" + w.declared() + "}",
	}
	match := pick(r, "", "", fmt.Sprintf("name = %q", pick(r, "t*", "T?", "t1*", "*", "t?-x", "none-*")))
	exact := maybe(r, `permissions = "exact"`)
	if match+exact != "" {
		lines = append(lines, "match {\n"+match+"\n"+exact+"\n}")
	}
	return fmt.Sprintf("template \"x%d\" {\n%s\n}\n", i, strings.Join(lines, "\n"))
}

// declared has levels that each permission has.
func (w world) declared() string {
	var b strings.Builder
	for _, p := range []string{"contents", "issues", "actions", "members", "organization_projects", "metadata"} {
		levels := []string{"read", "write"}
		switch p {
		case "metadata":
			levels = []string{"read"}
		case "organization_projects":
			levels = []string{"read", "write", "admin"}
		}
		if w.IntN(3) == 0 {
			fmt.Fprintf(&b, " %s = %q,", p, pick(w.Rand, levels...))
		}
	}
	return b.String()
}

// settings returns the text of random rules, policies and exceptions.
func (w world) settings() string {
	return w.rules() + w.policies() + w.exceptions()
}

func (w world) rules() string {
	r := w.Rand
	var b strings.Builder
	for _, rule := range pat.Rules() {
		if w.IntN(5) > 0 {
			continue
		}
		severity := pick(r, "error", "warning", "notice", "off")
		days := ""
		if rule.Days > 0 {
			days = fmt.Sprintf("days = %d\n", pick(r, 1, 30, 90))
		}
		fmt.Fprintf(&b, "rule %q {\nseverity = %q\n%s}\n", rule.Name, severity, days)
	}
	return b.String()
}

func (w world) policies() string {
	r := w.Rand
	var b strings.Builder
	for _, policy := range [][2]string{
		{"reasoned", `self.reason != null && try(length(self.reason) > 5, false)`},
		{"no-admin", `alltrue([for level in values(self.permissions) : level != "admin"])`},
		{"agreed", `self.address == null || try(!endswith(self.address, "3"), false)`},
		{"secret", `!try(contains(self.repositories, "octo-org/secret"), false)`},
	} {
		if w.IntN(5) == 0 {
			fmt.Fprintf(&b, "policy %q {\non = [%s]\nseverity = %q\ncondition = %s\nerror_message = \"No.\"\n}\n",
				policy[0], pick(r, `"request"`, `"token"`, `"request", "token"`), pick(r, "error", "warning", "notice"), policy[1])
		}
	}
	return b.String()
}

func (w world) exceptions() string {
	var b strings.Builder
	for i := range w.IntN(4) {
		b.WriteString(w.exception(i))
	}
	return b.String()
}

func (w world) exception(i int) string {
	r := w.Rand
	selectors := []string{
		pick(r, `owner = "mona"`, `owner = "H*"`, `name = "t*"`, `name = "*"`, `token_id = 3`, `template = "template.x1"`),
		maybe(r, `organization = "Octo-Org"`),
		pick(r, "", `rules = ["undeclared-token"]`, `rules = ["permission-extra", "permission-elevated", "repositories-wider"]`,
			`rules = ["never-expires", "undeclared-token"]`, `rules = ["policy:no-admin"]`, `rules = ["repository-extra"]`, `rules = ["unused-permission", "beyond-template"]`),
		fmt.Sprintf("expires = %q", now.AddDate(0, 0, pick(r, -1, 0, 6, 7, 20, 21, 200)).Format(time.DateOnly)),
	}
	return fmt.Sprintf("exception \"e%d\" {\nreason = \"Moves.\"\n%s\n}\n", i, strings.Join(selectors, "\n"))
}

// snapshot has organizations that were read at different times. Half of the
// subjects are close to a template of the configuration.
func (w world) snapshot(n int, cfg *hcl.Configuration) *github.Snapshot {
	s := &github.Snapshot{GeneratedAt: now.AddDate(0, 0, 7), Host: "github.com"}
	for i, login := range []string{"OCTO-org", "octodemo"} {
		o := github.Organization{Login: login, ReadAt: now.AddDate(0, 0, 7*i)}
		if w.IntN(2) == 0 {
			o.Teams = []github.Team{{Slug: "platform", Members: []string{"Mona"}}}
		}
		for range n / 2 {
			g := w.grant()
			if len(cfg.Templates) > 0 && w.IntN(2) == 0 {
				g = w.close(g, cfg.Templates[w.IntN(len(cfg.Templates))])
			}
			g.ID = int64(len(o.Requests) + len(o.Tokens) + 1)
			if g.Kind == pat.KindRequest {
				o.Requests = append(o.Requests, g)
			} else {
				o.Tokens = append(o.Tokens, g)
			}
		}
		s.Organizations = append(s.Organizations, o)
	}
	return s
}

func (w world) grant() pat.Grant {
	r := w.Rand
	g := pat.Grant{
		Kind: pick(r, pat.KindRequest, pat.KindToken, pat.KindToken), TokenID: int64(w.IntN(5)), Owner: pick(r, "mona", "MONA", "hubot", "octocat"),
		TokenName:           pick(r, "", "t0", "t1", "T1", "t3", "t1-x", "laptop", "laptop", "none-of-it"),
		RepositorySelection: pick(r, "none", "all", "subset", "subset"),
		Permissions: pat.GrantPermissions{
			Organization: w.held("members", "organization_projects", "crystal_balls"), Repository: w.held("contents", "issues", "actions", "metadata", "members"),
		},
		Reason: pick(r, nil, ptr(""), ptr("Because I must.")), Since: days(w.past()), ExpiresAt: pick(r, nil, days(w.life()), days(w.life())),
		Expired: w.IntN(20) == 0, LastUsedAt: pick(r, nil, days(w.past())),
	}
	if w.IntN(8) == 0 {
		g.Permissions.Other = w.held("crystal_balls", "contents")
	}
	if g.Kind == pat.KindToken && w.IntN(5) == 0 {
		g.Since = nil
	}
	if w.IntN(5) > 0 {
		g.RepositoriesRead = true
		g.Repositories = pick(r, nil, []string{"octo-org/api"}, []string{"octo-org/web", "octo-org/API"}, []string{"octo-org/web-1", "octo-org/secret"}, []string{"octo-org/axi"})
	}
	g.PermissionsUnsaid = g.Permissions.IsZero() && w.IntN(2) == 0
	return g
}

// close makes a grant like a template in most things.
func (w world) close(g pat.Grant, t *hcl.Template) pat.Grant {
	if w.IntN(4) > 0 {
		g.Permissions = pat.GrantPermissions{Organization: pat.Permissions{}, Repository: pat.Permissions{}}
		g.PermissionsUnsaid = false
		for name, level := range t.Permissions {
			section := g.Permissions.Repository
			if strings.HasPrefix(name, "organization") || name == "members" {
				section = g.Permissions.Organization
			}
			if section[name] = level; w.IntN(9) == 0 {
				section[name] = pick(w.Rand, pat.Read, pat.Write, pat.Admin, "owner")
			}
		}
	}
	if w.IntN(3) > 0 {
		g.TokenName = t.Name
	}
	if w.IntN(4) > 0 {
		g.ExpiresAt, g.Since = days(pick(w.Rand, 1.0, 7, 20, 30)), days(-pick(w.Rand, 0.0, 1))
		g.LastUsedAt = days(-1)
	}
	if w.IntN(2) == 0 {
		g.RepositorySelection, g.RepositoriesRead, g.Repositories = "subset", true, []string{"octo-org/api"}
	}
	if len(t.Owners) > 0 && w.IntN(4) > 0 {
		g.Owner = t.Owners[0]
		if strings.HasPrefix(g.Owner, "@") {
			g.Owner = "mona"
		}
	}
	return g
}

// life is a number of days from now that is often close to a limit.
func (w world) life() float64 {
	whole := pick(w.Rand, -400.0, -91, -90, -30, -7, 0, 1, 7, 13, 14, 15, 21, 30, 31, 32, 37, 38, 39, 90, 91, 92, 98, 366, 367, 368)
	return whole + pick(w.Rand, 0, 0, 0.0001, -0.0001)
}

// past is life before now, but for a few that are ahead.
func (w world) past() float64 {
	if w.IntN(20) == 0 {
		return pick(w.Rand, w.life(), 0.9, 1.1)
	}
	return -math.Abs(w.life())
}

func (w world) held(names ...string) pat.Permissions {
	p := pat.Permissions{}
	for _, name := range names {
		if w.IntN(3) == 0 {
			p[name] = pick(w.Rand, pat.Read, pat.Read, pat.Read, pat.Write, pat.Write, pat.Admin, "owner", "", "unknown", "Read")
		}
	}
	if len(p) == 0 && w.IntN(2) == 0 {
		return nil
	}
	return p
}
