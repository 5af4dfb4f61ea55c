package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// nameIsUsable: a token needs a name, and the form takes 40 characters.
func nameIsUsable(r *run, t *template) {
	switch {
	case !t.Known("name") && (!t.Given("name") || !t.Omitted("name")):
		return // missing or not evaluated, which is reported
	case strings.TrimSpace(t.Name) == "":
		r.error(t, t.ArgumentRange("name"), "empty-name", "Empty name",
			"GitHub requires a name for each token. Say in a few words what the token is for.")
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
			fmt.Sprintf("The %s has %d characters, and GitHub allows at most %d. Shorten it by %d.", argument, n, limit, n-limit))
	}
}

// FormName is what tells tokens apart for people: name and resource owner,
// ignoring case.
type FormName struct{ name, target string }

// FormNameOf is the name that no other template can have; ok is false where it is not known.
func FormNameOf(t *hcl.Template) (name FormName, ok bool) {
	if !t.Known("name") || strings.TrimSpace(t.Name) == "" || unreadable(t, "target_name") {
		return FormName{}, false
	}
	return FormName{strings.ToLower(t.Name), strings.ToLower(t.TargetName)}, true
}

// namesAreUnique: an audit finds the template of a token by the token's name,
// which must not be shared by two of one owner.
func namesAreUnique(r *run) {
	first := make(map[FormName]*hcl.Template, len(r.Templates))
	shared := map[FormName][]*hcl.Template{}
	for _, t := range r.Templates {
		key, ok := FormNameOf(t)
		if !ok {
			continue
		}
		switch other, taken := first[key]; {
		case !taken:
			first[key] = t
		case shared[key] == nil:
			shared[key] = []*hcl.Template{other, t}
		default:
			shared[key] = append(shared[key], t)
		}
	}
	for _, same := range shared {
		sharedName(r, same)
	}
}

// sharedName reports all templates of one name but the first in the files.
func sharedName(r *run, same []*hcl.Template) {
	slices.SortFunc(same, byPlace)
	one := same[0]
	for _, t := range same[1:] {
		detail := fmt.Sprintf("The template %s, declared at %s, already has the name %q%s. Token names must be unique, ignoring case.",
			one.Address, diag.Place(one.Range), one.Name, forTarget(one.TargetName))
		if t.Range == one.Range && t.Key != nil {
			detail += " Use each.key in the name, so that each instance has a different name."
		} else {
			detail += " Choose another name for one of them."
		}
		r.error(&template{Template: t}, t.ArgumentRange("name"), "duplicate-name", "Duplicate template name", detail)
	}
}

func forTarget(target string) string {
	if target == "" {
		return ""
	}
	return fmt.Sprintf(" for %q", target)
}

func byPlace(a, b *hcl.Template) int {
	return cmp.Or(compareRange(a.Range, b.Range), cmp.Compare(a.Address, b.Address))
}

func compareRange(a, b diag.Range) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Start.Byte, b.Start.Byte))
}
