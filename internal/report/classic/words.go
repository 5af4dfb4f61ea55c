package classic

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit/classictoken"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/usage"
)

// Migrate is what to do about classic tokens.
const Migrate = "To see which fine-grained tokens can replace classic tokens, run patctl migrate --used FILE, where FILE is an audit log or a record."

// Facts are what is known of a token, safe to show.
func (t *Token) Facts() string {
	var parts []string
	switch {
	case len(t.Scopes) > 0:
		parts = append(parts, "scopes "+diag.Printable(strings.Join(t.Scopes, ", ")))
	case !t.ScopesKnown:
		parts = append(parts, "scopes unknown")
	default:
		parts = append(parts, "no scopes")
	}
	switch {
	case t.Expired:
		parts = append(parts, "expired on "+t.ExpiresAt.Format(time.DateOnly))
	case t.ExpiresAt != nil:
		parts = append(parts, "expires on "+t.ExpiresAt.Format(time.DateOnly))
	case t.CredentialID != nil:
		parts = append(parts, "never expires")
	}
	switch last := t.last(); {
	case last != nil:
		parts = append(parts, "last used on "+last.Format(time.DateOnly))
	case t.CredentialID != nil:
		parts = append(parts, "never used")
	}
	return strings.Join(append(parts, "known from "+t.sources()), "; ")
}

// last is the latest use that is known.
func (t *Token) last() *time.Time {
	if t.LastUsedAt == nil || t.LastCallAt != nil && t.LastCallAt.After(*t.LastUsedAt) {
		return t.LastCallAt
	}
	return t.LastUsedAt
}

func (t *Token) sources() string {
	words := make([]string, 0, len(t.Sources))
	for _, s := range t.Sources {
		switch s {
		case classictoken.Authorized:
			words = append(words, "single sign-on")
		default:
			words = append(words, diag.Printable(usage.Source(s).Words()))
		}
	}
	return strings.Join(words, ", ")
}

// maxRoutes is how many routes are named.
const maxRoutes = 5

// Called says what a token called, safe to show, or is empty.
func (t *Token) Called() string {
	if len(t.Routes) == 0 {
		return ""
	}
	out := format.Count(t.Calls, "call")
	if t.Refused > 0 {
		out += fmt.Sprintf(", and %d refused", t.Refused)
	}
	words := make([]string, 0, maxRoutes)
	for _, r := range t.Routes[:min(len(t.Routes), maxRoutes)] {
		words = append(words, fmt.Sprintf("%s (%d)", r.name(), r.Calls+r.Refused))
	}
	out += ": " + strings.Join(words, ", ")
	if more := len(t.Routes) - maxRoutes; more > 0 {
		out += fmt.Sprintf(", and %d more", more)
	}
	return out
}

func (r *Route) name() string {
	if r.Method == nil {
		return diag.Printable(r.Route)
	}
	return diag.Printable(*r.Method + " " + r.Route)
}

// WriteText writes the section. A summary has counts in the place of the tokens.
func WriteText(w format.TextWriter, list []Token, counts *judged.ClassicCounts) {
	if counts == nil {
		return
	}
	w.Line("%s", w.Heading("Classic tokens"))
	switch {
	case counts.Total == 0:
		w.Line("  none were seen")
	case len(list) == 0:
		w.Line("  %s: %s", format.Count(counts.Total, "token"), counts.Findings)
	}
	for i := range list {
		t := &list[i]
		w.Line("  %s%s", t.Label(), t.Place())
		w.Line("      %s", t.Facts())
		if called := t.Called(); called != "" {
			w.Line("      %s", called)
		}
		for k := range t.Findings {
			f := &t.Findings[k]
			w.Line("      %s: %s", judged.RuleWords(w.Palette, f), diag.Printable(f.Message))
		}
	}
	if counts.Findings.Total() > 0 {
		w.Line("  %s", w.Program.Say(Migrate))
	}
	w.Line("")
}
