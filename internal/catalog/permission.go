package catalog

import (
	"cmp"
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// Status says what is known of a permission as a parameter of GitHub's link.
type Status string

// The statuses. All but AppOnly and Mistaken may be used in a template.
const (
	Documented   Status = "documented"   // in GitHub's table of the link's parameters
	Undocumented Status = "undocumented" // in GitHub's permission data only; works like the others
	Alias        Status = "alias"        // works, but Instead is the name to write
	Disputed     Status = "disputed"     // observers disagree whether the form takes it
	AppOnly      Status = "app_only"     // only GitHub Apps can hold it
	Mistaken     Status = "mistaken"     // not a parameter; people write it for Instead
	Declared     Status = "declared"     // by a permission block of the configuration
)

// Usable reports whether a template may use a permission of this status.
func (s Status) Usable() bool {
	switch s {
	case Documented, Undocumented, Alias, Disputed, Declared:
		return true
	}
	return false
}

// Permission is a permission that the form offers, or a word that is taken for
// one. The levels are shared with the catalog and must not be changed.
type Permission struct {
	Name        string // the link's parameter: pull_requests
	DisplayName string // the form's label: Pull requests; may be empty where Status is Declared
	Section     pat.Section
	Levels      []pat.Level // lowest first; none where Status is Mistaken
	Status      Status
	Instead     string // the name to write; set where Status is Alias or Mistaken
	Note        string // what the facts remark, or ""
	// Where: only these products have it: ghec, ghes, or both, Enterprise Cloud and Enterprise
	// Server; "": github.com has it, too, as far as is known.
	Where string
}

// HasLevel reports whether the form offers the permission at exactly this level.
func (p Permission) HasLevel(level pat.Level) bool {
	return slices.Contains(p.Levels, level)
}

// nearestLevel gives level where the permission has it, else the highest of
// its levels below, else its lowest. A word that is no level stays.
func (p Permission) nearestLevel(level pat.Level) pat.Level {
	if level.Rank() <= 0 || p.HasLevel(level) || len(p.Levels) == 0 {
		return level
	}
	nearest := p.Levels[0]
	for _, l := range p.Levels {
		if level.Includes(l) {
			nearest = l
		}
	}
	return nearest
}

// compareShown orders permissions as the form shows them: by section, then name.
func compareShown(a, b Permission) int {
	return cmp.Or(
		cmp.Compare(sectionOrder(a.Section), sectionOrder(b.Section)),
		cmp.Compare(a.Name, b.Name),
	)
}

func sectionOrder(s pat.Section) int {
	return slices.Index([]pat.Section{pat.Account, pat.Repository, pat.Organization}, s)
}
