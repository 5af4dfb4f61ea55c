package templatereport

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// ownAccount represents the resource owner of a template that names none.
const ownAccount = "the user who opens the link"

// owner returns who owns what the token reaches, as it may be shown.
func owner(t pat.Template) string {
	if t.TargetName == "" {
		return ownAccount
	}
	return diag.Printable(t.TargetName)
}

// lifetime says in words how long the token lives.
func lifetime(e pat.Expiry) string {
	switch {
	case e.Never:
		return "no expiration"
	case e.IsZero():
		return fmt.Sprintf("%d days by default", pat.DefaultExpiryDays)
	}
	return format.Count(e.Days, "day")
}

// pairs writes a map as name=value, sorted by name.
func pairs[V ~string](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		list = append(list, name+"="+string(m[name]))
	}
	return list
}

// repositories returns the choice of repositories as the template has it: one
// of the words, the patterns, or nothing.
func repositories(r pat.Repositories) []string {
	switch {
	case r.Patterns != nil:
		return r.Patterns
	case r.Selection != "":
		return []string{string(r.Selection)}
	}
	return nil
}

// group is the permissions of one section of the form.
type group struct {
	title       string
	permissions []grant
}

// grant is a permission as a parameter and as people know it, and its level.
// None is escaped.
type grant struct {
	name, label string
	level       pat.Level
}

// groups sorts permissions into the sections of the form, in its order. Those
// that the catalog does not know come last, under their parameter names.
func groups(p pat.Permissions, c *catalog.Catalog) []group {
	sections := []pat.Section{pat.Repository, pat.Organization, pat.Account, ""}
	bySection := map[pat.Section][]grant{}
	for _, name := range p.Names() {
		known, _ := c.Permission(name)
		label := known.DisplayName
		if label == "" {
			label = name
		}
		bySection[known.Section] = append(bySection[known.Section], grant{name, label, p[name]})
	}
	var sorted []group
	for _, s := range sections {
		if grants := bySection[s]; grants != nil {
			sorted = append(sorted, group{sectionTitle(s), grants})
		}
	}
	return sorted
}

func sectionTitle(s pat.Section) string {
	if s == "" {
		return "Other permissions"
	}
	return strings.ToUpper(string(s[:1])) + string(s[1:]) + " permissions"
}

// stepText writes a step in one line of text.
func stepText(s prefill.Step) string {
	if len(s.Values) == 0 {
		return s.Text
	}
	return s.Text + " " + diag.Printable(strings.Join(s.Values, ", "))
}
