package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/pat"
)

// nameIsUsable: a token needs a name, and the form takes 40 characters.
func nameIsUsable(r *run, t *template) {
	switch {
	case !t.Known("name") && (!t.Given("name") || !t.Omitted("name")):
		return // missing or not evaluated, which is reported
	case strings.TrimSpace(t.Name) == "":
		r.error(t, t.ArgumentRange("name"), "empty-name", "Empty name",
			"GitHub makes no token without a name. Say in a few words what the token is for.")
	default:
		length(r, t, "name", t.Name, pat.MaxNameLength)
	}
}

// descriptionFits: the form takes 1024 characters.
func descriptionFits(r *run, t *template) {
	length(r, t, "description", t.Description, pat.MaxDescriptionLength)
}

// length counts characters as GitHub does: code points, not bytes.
func length(r *run, t *template, argument, text string, limit int) {
	if len(text) <= limit {
		return // a character has at least one byte
	}
	if n := utf8.RuneCountInString(text); n > limit {
		r.error(t, t.ArgumentRange(argument), "text-too-long", "Text too long",
			fmt.Sprintf("The %s has %d characters, and GitHub takes %d at most. Shorten it by %d.", argument, n, limit, n-limit))
	}
}
