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
	if !s.Shard.All() {
		w.Line("Shard %d of %d.\n", s.Shard.Index, s.Shard.Count)
	}
	var all tally
	gaps := 0
	for i := range s.Organizations {
		o := &s.Organizations[i]
		all.add(o)
		gaps += len(o.Incomplete)
		w.organization(o)
	}
	last := fmt.Sprintf("%s: %s.", format.Count(len(s.Organizations), "organization"), all)
	if gaps > 0 {
		last += w.Bad(" INCOMPLETE: " + format.Count(gaps, "part") + " missing.")
	}
	w.Line("%s", last)
	return b.Bytes()
}

// textWriter writes the parts of the text.
type textWriter struct{ format.TextWriter }

func (w textWriter) organization(o *github.Organization) {
	var own tally
	own.add(o)
	w.Line("organization %s", w.Heading(diag.Printable(o.Login)+": "+own.String()))
	for _, gap := range o.Incomplete {
		w.Line("  %s %s: %s", w.Bad("INCOMPLETE:"), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.use(o)
	w.Line("")
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			w.grant(&list[i])
		}
	}
	for i := range o.Credentials {
		w.classic(&o.Credentials[i])
	}
}

// tally is how many of everything was read.
type tally struct {
	requests, tokens, classic int
	asked                     bool // for classic tokens
}

func (t *tally) add(o *github.Organization) {
	t.requests, t.tokens, t.classic = t.requests+len(o.Requests), t.tokens+len(o.Tokens), t.classic+len(o.Credentials)
	t.asked = t.asked || o.Credentials != nil
}

// String leaves out classic tokens that were not read.
func (t tally) String() string {
	text := format.Count(t.requests, "request") + ", " + format.Count(t.tokens, "token")
	if t.asked {
		text += ", " + format.Count(t.classic, "classic token")
	}
	return text
}

// use writes what was read of what tokens did.
func (w textWriter) use(o *github.Organization) {
	if in := o.Insights; in != nil {
		calls := 0
		for _, a := range in.Actors {
			for _, route := range a.Routes {
				calls += route.Count
			}
		}
		w.Line("  %s %s of %s from %s to %s", w.Label("API Insights:"), format.Count(calls, "call"), format.Count(len(in.Actors), "token"), w.Day(in.From), w.Day(in.To))
	}
	if o.PublicRepositories != nil {
		w.Line("  %s %d", w.Label("public repositories:"), *o.PublicRepositories)
	}
}

func (w textWriter) classic(t *pat.ClassicToken) {
	w.Line("  classic token %s", w.Heading(diag.Printable(fmt.Sprintf("%d %q of %s", t.CredentialID, t.Note, t.Owner))))
	w.Line("    %s %s", w.Label("scopes:"), diag.Printable(cmp.Or(strings.Join(t.Scopes, " "), "none, or unknown")))
	expires, used := "never, or unknown", "never, or unknown"
	if t.ExpiresAt != nil {
		expires = w.Day(*t.ExpiresAt)
	}
	if t.LastUsedAt != nil {
		used = w.Day(*t.LastUsedAt)
	}
	w.Line("    %s %s; last used: %s\n", w.Label("expires:"), expires, used)
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
