package migrate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/pat"
)

// narrow leaves only the tokens that one of the words selects. A word that selects none is a
// mistake.
func narrow(m *migrate.Migration, words []string) *diag.Diagnostic {
	if len(words) == 0 {
		return nil
	}
	for _, word := range words {
		if !slices.ContainsFunc(m.Tokens, func(t *migrate.Token) bool { return selects(word, t) }) {
			return noSuchToken(m, word)
		}
	}
	m.Tokens = slices.DeleteFunc(m.Tokens, func(t *migrate.Token) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return selects(word, t) })
	})
	return nil
}

// Limits of what one report has. More takes more memory than a machine may have, and nobody
// could read it.
const (
	maxTemplates = 4_000
	maxCalls     = 20_000 // of the tokens, each kind once
)

// tooMany says that a report would be too large; nil: it would not. Nothing is left out of one
// silently.
func tooMany(m *migrate.Migration) *diag.Diagnostic {
	templates, calls := 0, 0
	for _, t := range m.Tokens {
		templates += len(t.Templates)
		calls += len(t.Free) + len(t.Closed) + len(t.Unclear) + len(t.Refused)
		for _, p := range t.Templates {
			calls += len(p.Evidence)
		}
	}
	const next = " Name some of the tokens, such as patctl migrate --used FILE octocat, or read a log of a shorter time or of one organization."
	switch {
	case templates > maxTemplates:
		return diag.General("Too many templates", fmt.Sprintf("The tokens would need %d templates, and %d is the limit.", templates, maxTemplates)+next)
	case calls > maxCalls || len(m.Tokens) > maxCalls:
		return diag.General("Too many calls", fmt.Sprintf("The sources have %d different calls of %d classic tokens, and %d is the limit.", calls, len(m.Tokens), maxCalls)+next)
	}
	return nil
}

// selects reports whether a word is the ID, the owner, or the name of a token.
func selects(word string, t *migrate.Token) bool {
	if id, err := strconv.ParseInt(word, 10, 64); err == nil && id != 0 && (id == t.ID || id == t.CredentialID) {
		return true
	}
	return t.User != "" && strings.EqualFold(word, t.User) || t.Name != "" && pat.FitsGlob(strings.ToLower(word), strings.ToLower(t.Name))
}

func noSuchToken(m *migrate.Migration, word string) *diag.Diagnostic {
	var names []string
	for _, t := range m.Tokens {
		for _, name := range []string{t.User, t.Name} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	detail := fmt.Sprintf("No classic token has the ID, the owner, or the name %q.%s", word, diag.DidYouMean(word, names))
	if len(names) > 0 {
		shown := names[:min(len(names), cli.MaxNamed)]
		detail += fmt.Sprintf(" The sources have %s of %s.", cli.Counted(len(m.Tokens), "classic token"), diag.Printable(strings.Join(shown, ", ")))
	}
	return diag.General("No such token", detail)
}
