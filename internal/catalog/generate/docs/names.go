package docs

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// names finds the name of a permission by the title that operations have for it.
type names struct {
	tokens map[string]Permission // by title and section, of fine-grained tokens
	apps   map[string]bool       // titles and sections that only GitHub Apps have
	levels map[string][]string   // by name, of fine-grained tokens
}

// table is what a file of permission data says, by name.
type table map[string]struct {
	Title        string `json:"title"`
	DisplayTitle string `json:"displayTitle"` // Organization permissions for "Administration"
	Permissions  []struct {
		Access string `json:"access"`
	} `json:"permissions"`
}

func readNames(checkout fs.FS, version string) (names, error) {
	n := names{tokens: map[string]Permission{}, apps: map[string]bool{}, levels: map[string][]string{}}
	tokens, err := readTable(checkout, version, "fine-grained-pat-permissions.json")
	if err != nil {
		return n, err
	}
	apps, err := readTable(checkout, version, "server-to-server-permissions.json")
	if err != nil {
		return n, err
	}
	for name, entry := range tokens {
		section, err := sectionOf(entry.DisplayTitle)
		if err != nil {
			return n, fmt.Errorf("%s: %w", name, err)
		}
		n.tokens[key(entry.Title, section)] = Permission{Name: name, Display: entry.Title, Section: section}
		for _, endpoint := range entry.Permissions {
			n.levels[name] = append(n.levels[name], endpoint.Access)
		}
	}
	for name, entry := range apps {
		section, err := sectionOf(entry.DisplayTitle)
		if err != nil {
			return n, fmt.Errorf("%s: %w", name, err)
		}
		n.apps[key(entry.Title, section)] = true
	}
	return n, nil
}

func readTable(checkout fs.FS, version, file string) (table, error) {
	name := "src/github-apps/data/fpt-" + version + "/" + file
	text, err := fs.ReadFile(checkout, name)
	if err != nil {
		return nil, fmt.Errorf("read permission data: %w", err)
	}
	var t table
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, fmt.Errorf("read permission data: %s: %w", name, err)
	}
	if len(t) == 0 {
		return nil, fmt.Errorf("read permission data: %s has no permissions", name)
	}
	return t, nil
}

// sections are GitHub's words for the sections of the form.
var sections = map[string]string{
	"repository": "repository", "organization": "organization", "user": "account", "account": "account", "enterprise": "enterprise", "business": "enterprise",
}

// sectionOf reads a title such as: Organization permissions for "Administration".
func sectionOf(displayTitle string) (string, error) {
	word, _, _ := strings.Cut(strings.ToLower(displayTitle), " ")
	if section, ok := sections[word]; ok {
		return section, nil
	}
	return "", fmt.Errorf("%q names no section", displayTitle)
}

func key(title, section string) string { return section + " " + strings.ToLower(title) }

// titlePattern is how an operation names a permission: "Agent secrets" organization permissions.
var titlePattern = regexp.MustCompile(`^"(.+)" (\w+) permissions$`)

// find returns the name for a title of an operation. known is false where no table has the title;
// held is false where only GitHub Apps can hold the permission.
func (n names) find(title string) (name string, held, known bool) {
	match := titlePattern.FindStringSubmatch(title)
	if match == nil {
		return "", false, false
	}
	section, ok := sections[match[2]]
	if !ok {
		return "", false, false
	}
	if p, ok := n.tokens[key(match[1], section)]; ok {
		return p.Name, true, true
	}
	return "", false, n.apps[key(match[1], section)] || section == "enterprise"
}

// permissions returns those of fine-grained tokens, with the levels that endpoints use.
func (n names) permissions() []Permission {
	var all []Permission
	for _, p := range n.tokens {
		for _, level := range []string{"read", "write", "admin"} {
			if slices.Contains(n.levels[p.Name], level) {
				p.Levels = append(p.Levels, level)
			}
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Permission) int { return strings.Compare(a.Name, b.Name) })
	return all
}
