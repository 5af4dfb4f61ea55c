package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/page"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// catalogDocument is what catalog --json prints.
type catalogDocument struct {
	FormatVersion string         `json:"format_version"`
	PatctlVersion string         `json:"patctl_version"`
	DataDate      string         `json:"data_date"`
	Sources       []sourceEntry  `json:"sources"`
	Permissions   []catalogEntry `json:"permissions"`
}

// sourceEntry says where data about GitHub comes from.
type sourceEntry struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Read    string `json:"read"`
	Address string `json:"address"`
}

func newCatalogDocument(entries []catalogEntry) catalogDocument {
	doc := catalogDocument{FormatVersion: format.FormatVersion, PatctlVersion: cli.BuildVersion(), DataDate: catalog.DataDate(), Permissions: entries}
	for _, s := range catalog.Sources() {
		doc.Sources = append(doc.Sources, sourceEntry(s))
	}
	return doc
}

// catalogEntry is a permission with what it reaches.
type catalogEntry struct {
	Name        string            `json:"name"`
	DisplayName string            `json:"display_name"`
	Section     pat.Section       `json:"section"`
	Levels      []pat.Level       `json:"levels"`
	Status      catalog.Status    `json:"status"`
	Instead     *string           `json:"instead"`
	Note        *string           `json:"note"`
	Endpoints   map[pat.Level]int `json:"endpoints"` // that need the permission at this level or a lower one
	Areas       []string          `json:"areas"`     // pages of GitHub's REST documentation
	Where       *string           `json:"where"`     // the products that have it, where github.com has not

	page string // in GitHub's documentation, or ""
}

// catalogEntries returns the permissions in the order of the catalog.
func catalogEntries(known *catalog.Catalog) []catalogEntry {
	permissions := known.Permissions()
	entries := make([]catalogEntry, len(permissions))
	for i, p := range permissions {
		entries[i] = newCatalogEntry(known, p)
	}
	return entries
}

func newCatalogEntry(known *catalog.Catalog, p catalog.Permission) catalogEntry {
	entry := catalogEntry{
		Name: p.Name, DisplayName: p.DisplayName, Section: p.Section, Status: p.Status,
		Levels:    append([]pat.Level{}, p.Levels...),
		Instead:   cli.Optional(p.Instead),
		Note:      cli.Optional(p.Note),
		Where:     cli.Optional(p.Where),
		Endpoints: map[pat.Level]int{},
		Areas:     []string{},
		page:      page.Of(known, p),
	}
	if !p.Status.Usable() {
		return entry // no token can have it, so that it reaches nothing
	}
	for _, level := range p.Levels {
		endpoints := known.EndpointsOf(p.Name, level)
		entry.Endpoints[level] = len(endpoints)
		for _, endpoint := range endpoints {
			entry.Areas = append(entry.Areas, endpoint.Area())
		}
	}
	slices.Sort(entry.Areas)
	entry.Areas = slices.Compact(entry.Areas)
	return entry
}

// matches reports whether each of the words occurs somewhere in the entry.
func (entry catalogEntry) matches(words []string) bool {
	texts := append([]string{entry.Name, entry.DisplayName, string(entry.Section)}, entry.Areas...)
	text := searchForm(strings.Join(texts, "\n"))
	for _, word := range words {
		if !strings.Contains(text, searchForm(word)) {
			return false
		}
	}
	return true
}

// searchForm makes "Pull requests", pull-requests and pull_requests the same.
func searchForm(text string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(text))
}

// catalogTable shows entries for people.
func catalogTable(entries []catalogEntry) cli.Table {
	t := cli.Table{Columns: []cli.Column{
		{Title: "PERMISSION"},
		{Title: "LABEL", Shrink: true, Optional: true},
		{Title: "SECTION", Optional: true},
		{Title: "LEVELS (ENDPOINTS)"},
		{Title: "REACHES", Shrink: true, Optional: true},
	}}
	for _, entry := range entries {
		t.Rows = append(t.Rows, []string{
			diag.Printable(entry.Name),
			diag.Printable(entry.DisplayName),
			string(entry.Section),
			entry.levels(),
			entry.reaches(),
		})
		t.Links = append(t.Links, entry.page)
	}
	return t
}

// levels gives each level with the number of endpoints, "read (12), write (30)",
// or says what to do about a name that has no level in a template. It is not
// in the last column, where a narrow terminal would cut it.
func (entry catalogEntry) levels() string {
	switch entry.Status {
	case catalog.AppOnly:
		return "none: only for GitHub Apps"
	case catalog.Mistaken:
		return "none: use " + *entry.Instead
	}
	texts := make([]string, len(entry.Levels))
	for i, level := range entry.Levels {
		texts[i] = fmt.Sprintf("%s (%d)", level, entry.Endpoints[level])
	}
	return strings.Join(texts, ", ")
}

// reaches names the areas, after what is not plain about the permission.
func (entry catalogEntry) reaches() string {
	areas := strings.Join(entry.Areas, ", ")
	remark := entry.Remark()
	if remark == "" || areas == "" {
		return remark + areas
	}
	return remark + "; " + areas
}

// Remark says in short what is not plain about a permission.
func (entry catalogEntry) Remark() string {
	switch entry.Status {
	case catalog.Undocumented:
		return "undocumented"
	case catalog.Alias:
		return "use " + *entry.Instead
	case catalog.Disputed:
		return "disputed: the form may ignore it"
	case catalog.Declared:
		return "declared by the configuration"
	}
	return ""
}
