// Package page knows which part of GitHub's documentation is about a permission.
package page

import (
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// Permissions is GitHub's page about what each permission opens.
const Permissions = "https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens"

// Of returns the section of Permissions about a permission, or "" where it has none.
func Of(c *catalog.Catalog, p catalog.Permission) string {
	if p.Status != catalog.Documented || len(p.Levels) == 0 || c.Opens(p.Name, p.Levels[len(p.Levels)-1]) == 0 {
		return ""
	}
	section := string(p.Section)
	if p.Section == pat.Account {
		section = "user" // as the page calls it
	}
	return Permissions + "#" + section + "-permissions-for-" + strings.ReplaceAll(strings.ToLower(p.DisplayName), " ", "-")
}
