package snapshotreport

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// Text returns what was read of organizations, for people: each request
// and token with what it may do, in the order of the snapshot.
func Text(s *github.Snapshot, style format.Style) []byte {
	var b bytes.Buffer
	w := textWriter{format.TextWriter{Writer: &b, Palette: format.Palette{Style: style}}}
	w.Line("Snapshot of %s, as of %s.\n", diag.Printable(cmp.Or(s.Host, pat.DefaultHost)), w.Moment(s.GeneratedAt))
	requests, tokens, gaps := 0, 0, 0
	for i := range s.Organizations {
		o := &s.Organizations[i]
		requests, tokens, gaps = requests+len(o.Requests), tokens+len(o.Tokens), gaps+len(o.Incomplete)
		w.organization(o)
	}
	tally := fmt.Sprintf("%s: %s, %s.", format.Count(len(s.Organizations), "organization"), format.Count(requests, "request"), format.Count(tokens, "token"))
	if gaps > 0 {
		tally += w.Bad(" INCOMPLETE: " + format.Count(gaps, "part") + " missing.")
	}
	w.Line("%s", tally)
	return b.Bytes()
}

// textWriter writes the parts of the text.
type textWriter struct{ format.TextWriter }

func (w textWriter) organization(o *github.Organization) {
	w.Line("organization %s", w.Heading(fmt.Sprintf("%s: %s, %s", diag.Printable(o.Login), format.Count(len(o.Requests), "request"), format.Count(len(o.Tokens), "token"))))
	for _, gap := range o.Incomplete {
		w.Line("  %s %s: %s", w.Bad("INCOMPLETE:"), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.Line("")
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			w.grant(&list[i])
		}
	}
}

func (w textWriter) grant(g *pat.Grant) {
	w.Line("  %s %s", g.Kind, w.Heading(diag.Printable(fmt.Sprintf("%d %q of %s", g.ID, g.TokenName, g.Owner))))
	w.Line("    %s %s", w.Label("permissions:"), w.granted(g.Permissions))
	w.Line("    %s %s", w.Label("repositories:"), diag.Printable(selectedRepositories(g)))
	w.Line("    %s %s; last used: %s", w.Label("expires:"), w.expiry(g), w.used(g))
	if g.Reason != nil && *g.Reason != "" {
		w.Line("    %s %s", w.Label("reason:"), diag.Printable(*g.Reason))
	}
	w.Line("")
}

// granted are the permissions of all sections as name:level, sorted.
func (w textWriter) granted(permissions pat.GrantPermissions) string {
	var out []string
	for _, section := range []pat.Permissions{permissions.Repository, permissions.Organization, permissions.Other} {
		for _, name := range slices.Sorted(maps.Keys(section)) {
			out = append(out, diag.Printable(name)+":"+w.Level(section[name]))
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
		return "selected, but not read"
	case len(g.Repositories) == 0:
		return "selected, but none remain"
	}
	return strings.Join(g.Repositories, ", ")
}

func (w textWriter) expiry(g *pat.Grant) string {
	switch {
	case g.ExpiresAt == nil && g.Expired:
		return "expired"
	case g.ExpiresAt == nil:
		return w.Warning("never")
	case g.Expired:
		return w.Day(*g.ExpiresAt) + " (expired)"
	}
	return w.Day(*g.ExpiresAt)
}

func (w textWriter) used(g *pat.Grant) string {
	if g.LastUsedAt == nil {
		return "never, or unknown"
	}
	return w.Day(*g.LastUsedAt)
}
