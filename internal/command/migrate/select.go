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
