package report

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// SnapshotText returns what was read of organizations, for people: each request
// and token with what it may do, in the order of the snapshot.
func SnapshotText(s *github.Snapshot, style Style) []byte {
	var b bytes.Buffer
	w := auditText{&b, palette{style}}
	w.line("Snapshot of %s, as of %s.\n", shown(cmp.Or(s.Host, pat.DefaultHost)), w.moment(s.GeneratedAt))
	requests, tokens, gaps := 0, 0, 0
	for i := range s.Organizations {
		o := &s.Organizations[i]
		requests, tokens, gaps = requests+len(o.Requests), tokens+len(o.Tokens), gaps+len(o.Incomplete)
		w.snapshotOrganization(o)
	}
	tally := fmt.Sprintf("%s: %s, %s.", count(len(s.Organizations), "organization"), count(requests, "request"), count(tokens, "token"))
	if gaps > 0 {
		tally += w.bad(" INCOMPLETE: " + count(gaps, "part") + " missing.")
	}
	w.line("%s", tally)
	return b.Bytes()
}

func (w auditText) snapshotOrganization(o *github.Organization) {
	w.line("organization %s", w.heading(fmt.Sprintf("%s: %s, %s", shown(o.Login), count(len(o.Requests), "request"), count(len(o.Tokens), "token"))))
	for _, gap := range o.Incomplete {
		w.line("  %s %s: %s", w.bad("INCOMPLETE:"), shown(gap.What), shown(gap.Why))
	}
	w.line("")
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			w.grant(&list[i])
		}
	}
}

func (w auditText) grant(g *pat.Grant) {
	w.line("  %s %s", g.Kind, w.heading(shown(fmt.Sprintf("%d %q of %s", g.ID, g.TokenName, g.Owner))))
	w.line("    %s %s", w.label("permissions:"), w.granted(g.Permissions))
	w.line("    %s %s", w.label("repositories:"), shown(selectedRepositories(g)))
	w.line("    %s %s; last used: %s", w.label("expires:"), w.expiry(g), w.used(g))
	if g.Reason != nil && *g.Reason != "" {
		w.line("    %s %s", w.label("reason:"), shown(*g.Reason))
	}
	w.line("")
}

// granted are the permissions of all sections as name:level, sorted.
func (p palette) granted(permissions pat.GrantPermissions) string {
	var out []string
	for _, section := range []pat.Permissions{permissions.Repository, permissions.Organization, permissions.Other} {
		for _, name := range slices.Sorted(maps.Keys(section)) {
			out = append(out, shown(name)+":"+p.level(section[name]))
		}
	}
	if out == nil {
		return "none"
	}
	return strings.Join(out, " ")
}

func selectedRepositories(g *pat.Grant) string {
	switch {
	case g.RepositorySelection != "subset":
		return cmp.Or(g.RepositorySelection, "unknown")
	case !g.RepositoriesRead:
		return "some, which were not read"
	case len(g.Repositories) == 0:
		return "some, of which none is left"
	}
	return strings.Join(g.Repositories, ", ")
}

func (p palette) expiry(g *pat.Grant) string {
	switch {
	case g.ExpiresAt == nil && g.Expired:
		return "expired"
	case g.ExpiresAt == nil:
		return p.warning("never")
	case g.Expired:
		return p.day(*g.ExpiresAt) + " (expired)"
	}
	return p.day(*g.ExpiresAt)
}

func (p palette) used(g *pat.Grant) string {
	if g.LastUsedAt == nil {
		return "never, or not known"
	}
	return p.day(*g.LastUsedAt)
}
