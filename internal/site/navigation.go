package site

import (
	"cmp"
	"slices"
)

// group is a part of the navigation.
type group struct {
	name  string
	files []string
}

// groups are the navigation, in its order. Files that a version doesn't have are left
// out, and pages that aren't here are in a last group, sorted by title.
var groups = []group{
	{"Get started", []string{"README.md", "docs/import.md", "docs/credentials.md"}},
	{"Use", []string{"docs/apply.md", "docs/serve.md", "docs/ci.md", "docs/snapshots.md", "docs/fleet.md", "docs/testing.md", "docs/use.md", "docs/agents.md", "docs/editors.md"}},
	{"Reference", []string{"docs/commands.md", "docs/language.md", "docs/rules.md", "docs/platforms.md"}},
	{project, []string{"CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "docs/decisions.md", "docs/dependencies.md", "docs/performance.md"}},
}

const (
	project = "Project" // the group of what users seldom look for
	other   = "More"
)

// labels are names in the navigation that differ from the titles of the pages.
var labels = map[string]string{"README.md": "Overview"}

func (p *page) label() string {
	return cmp.Or(labels[p.file], p.title)
}

// order sorts the pages as the navigation has them, and gives each its group.
func (s *Site) order() {
	var files []string
	for _, g := range groups {
		files = append(files, g.files...)
		for _, file := range g.files {
			if p := s.byFile[file]; p != nil {
				p.group = g.name
			}
		}
	}
	place := func(p *page) int {
		if i := slices.Index(files, p.file); i >= 0 {
			return i
		}
		return len(files)
	}
	slices.SortFunc(s.pages, func(a, b *page) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.title, b.title))
	})
	for _, p := range s.pages {
		p.group = cmp.Or(p.group, other)
	}
}

// NavGroup is a group of the navigation as the template draws it.
type NavGroup struct {
	Name  string
	Links []NavLink
}

// NavLink is a link to a page, relative to the page that is drawn.
type NavLink struct {
	Label, Address string
	Current        bool
	Nested         bool // below the link before it
}

func (s *Site) navigation(from *page) []NavGroup {
	var out []NavGroup
	for _, p := range s.pages {
		if len(out) == 0 || out[len(out)-1].Name != p.group {
			out = append(out, NavGroup{Name: p.group})
		}
		last := &out[len(out)-1]
		last.Links = append(last.Links, NavLink{Label: p.label(), Address: relative(from.out, p.out), Current: p == from})
	}
	return out
}

// neighbors returns the links to the pages before and after a page, or nil.
func (s *Site) neighbors(of *page) (before, after *NavLink) {
	at := slices.Index(s.pages, of)
	link := func(i int) *NavLink {
		if i < 0 || i >= len(s.pages) {
			return nil
		}
		return &NavLink{Label: s.pages[i].label(), Address: relative(of.out, s.pages[i].out)}
	}
	return link(at - 1), link(at + 1)
}
