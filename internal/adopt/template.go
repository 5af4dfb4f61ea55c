package adopt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

const (
	// maxOwners and maxRepositories are how many a template lists. Longer lists
	// say nothing that a person would check.
	maxOwners       = 10
	maxRepositories = 20
)

// block is a template block to be written.
type block struct {
	label    string
	comments []string // lines of patctl's own words and of numbers
	pat.Template
}

// draft makes the template blocks of units.
type draft struct {
	vocabulary *vocabulary
	namer      *namer
	crowds     map[string]*crowd // by organization, lower case
}

// template makes the block that covers a unit.
func (d *draft) template(u *unit) block {
	var b block
	b.TargetName = u.login
	b.Permissions = d.vocabulary.written(u.permissions)
	expiry, endlessOnes, otherwise := u.limits()
	b.ExpiresIn = expiry
	b.Repositories = d.repositories(u)
	owners := u.owners()
	if listable(owners) {
		b.Owners = owners
	}
	b.comments = append(b.comments, covers(u, len(owners)))
	if endlessOnes > 0 && endlessOnes < len(u.members) {
		b.comments = append(b.comments, fmt.Sprintf("%d of them never expire%s. For the others, expires_in = %s would be enough.",
			endlessOnes, ending(endlessOnes), otherwise))
	}
	if less := u.holdLess(); less > 0 {
		b.comments = append(b.comments, fmt.Sprintf("%d of them hold%s less access than these permissions grant.", less, ending(less)))
	}
	d.names(u, &b)
	b.label = d.namer.label(b.Name)
	return b
}

// ending is that of a verb after a number.
func ending(n int) string {
	if n == 1 {
		return "s"
	}
	return ""
}

// covers says how many requests and tokens a template covers, and of how many owners.
func covers(u *unit, owners int) string {
	requests := 0
	for _, m := range u.members {
		if m.Kind == pat.KindRequest {
			requests++
		}
	}
	what := counted(len(u.members)-requests, "token")
	switch {
	case requests == len(u.members):
		what = counted(requests, "request")
	case requests > 0:
		what += " and " + counted(requests, "request")
	}
	return fmt.Sprintf("Covers %s of %s.", what, counted(owners, "owner"))
}

// Counted says in words how many requests, tokens, or both there are.
func Counted(n int, kinds []pat.Kind) string {
	switch request, token := slices.Contains(kinds, pat.KindRequest), slices.Contains(kinds, pat.KindToken); {
	case request && token && n == 1:
		return "1 request or token"
	case request && token:
		return fmt.Sprintf("%d requests and tokens", n)
	case request:
		return counted(n, "request")
	}
	return counted(n, "token")
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func (u *unit) holdLess() int {
	n := 0
	for _, m := range u.members {
		if m.key != u.key {
			n++
		}
	}
	return n
}

// owners returns the logins, sorted, once each ignoring case.
func (u *unit) owners() []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range u.members {
		if id := strings.ToLower(m.Owner); !seen[id] {
			seen[id] = true
			out = append(out, m.Owner)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return out
}

func listable(owners []string) bool {
	return len(owners) <= maxOwners && !slices.ContainsFunc(owners, func(login string) bool { return !isUser(login) })
}

// repositories returns the narrowest choice that all members fit: none, a short
// list where those of all were read, any selection, or all.
func (d *draft) repositories(u *unit) pat.Repositories {
	if !d.vocabulary.ofRepositories(u.permissions) {
		return pat.Repositories{} // the form offers no choice
	}
	widest := pat.NoRepositories
	list, listed := map[string]string{}, true
	for _, m := range u.members {
		switch m.RepositorySelection {
		case "all":
			return pat.Repositories{Selection: pat.AllRepositories}
		case "subset":
			widest = pat.SelectedRepositories
			listed = listed && m.RepositoriesRead
			for _, r := range m.Repositories {
				listed = listed && isRepositoryOf(u.login, r)
				if id := strings.ToLower(r); list[id] == "" || r < list[id] {
					list[id] = r
				}
			}
		}
	}
	if widest == pat.NoRepositories || !listed || len(list) == 0 || len(list) > maxRepositories {
		return pat.Repositories{Selection: widest}
	}
	var names []string
	for _, r := range list {
		names = append(names, r)
	}
	slices.Sort(names)
	return pat.Repositories{Patterns: names}
}
