package report

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// SnapshotText returns what was read of organizations, for people: each request
// and token with what it may do, in the order of the snapshot.
func SnapshotText(s *github.Snapshot, style Style) []byte {
	var b bytes.Buffer
	w := snapshotText{textWriter{&b, palette{style}}}
	w.line("Snapshot of %s, as of %s.\n", diag.Printable(cmp.Or(s.Host, pat.DefaultHost)), w.moment(s.GeneratedAt))
	requests, tokens, gaps := 0, 0, 0
	for i := range s.Organizations {
		o := &s.Organizations[i]
		requests, tokens, gaps = requests+len(o.Requests), tokens+len(o.Tokens), gaps+len(o.Incomplete)
		w.organization(o)
	}
	tally := fmt.Sprintf("%s: %s, %s.", count(len(s.Organizations), "organization"), count(requests, "request"), count(tokens, "token"))
	if gaps > 0 {
		tally += w.bad(" INCOMPLETE: " + count(gaps, "part") + " missing.")
	}
	w.line("%s", tally)
	return b.Bytes()
}

// snapshotText writes the parts of the text.
type snapshotText struct{ textWriter }

func (w snapshotText) organization(o *github.Organization) {
	w.line("organization %s", w.heading(fmt.Sprintf("%s: %s, %s", diag.Printable(o.Login), count(len(o.Requests), "request"), count(len(o.Tokens), "token"))))
	for _, gap := range o.Incomplete {
		w.line("  %s %s: %s", w.bad("INCOMPLETE:"), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.line("")
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			w.grant(&list[i])
		}
	}
}

func (w snapshotText) grant(g *pat.Grant) {
	w.line("  %s %s", g.Kind, w.heading(diag.Printable(fmt.Sprintf("%d %q of %s", g.ID, g.TokenName, g.Owner))))
	w.line("    %s %s", w.label("permissions:"), w.granted(g.Permissions))
	w.line("    %s %s", w.label("repositories:"), diag.Printable(selectedRepositories(g)))
	w.line("    %s %s; last used: %s", w.label("expires:"), w.expiry(g), w.used(g))
	if g.Reason != nil && *g.Reason != "" {
		w.line("    %s %s", w.label("reason:"), diag.Printable(*g.Reason))
	}
	w.line("")
}

// granted are the permissions of all sections as name:level, sorted.
func (w snapshotText) granted(permissions pat.GrantPermissions) string {
	var out []string
	for _, section := range []pat.Permissions{permissions.Repository, permissions.Organization, permissions.Other} {
		for _, name := range slices.Sorted(maps.Keys(section)) {
			out = append(out, diag.Printable(name)+":"+w.level(section[name]))
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

func (w snapshotText) expiry(g *pat.Grant) string {
	switch {
	case g.ExpiresAt == nil && g.Expired:
		return "expired"
	case g.ExpiresAt == nil:
		return w.warning("never")
	case g.Expired:
		return w.day(*g.ExpiresAt) + " (expired)"
	}
	return w.day(*g.ExpiresAt)
}

func (w snapshotText) used(g *pat.Grant) string {
	if g.LastUsedAt == nil {
		return "never, or not known"
	}
	return w.day(*g.LastUsedAt)
}
