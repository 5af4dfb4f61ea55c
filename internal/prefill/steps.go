package prefill

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// Step is something that a person has to do in the form, because the link
// cannot. Label is the part of the form, and Text says what to do there, in
// words of patctl alone. Values are what Text refers to, as the template has
// them: Text then ends with a colon. They come from a stranger and have to be escaped.
type Step struct {
	Label  string
	Text   string
	Values []string
}

// The parts of the form, as GitHub labels them, and the person in front of it.
const (
	labelOwner         = "Resource owner"
	labelJustification = "Justification"
	labelExpiration    = "Expiration"
	labelRepositories  = "Repository access"
	labelPermissions   = "Permissions"
	labelHolder        = "Who can own it"
)

// Steps returns what to do by hand to get the token that t declares, in the
// order of the form. It is never empty.
func Steps(t pat.Template, c *catalog.Catalog) []Step {
	return slices.Concat(
		holderSteps(t),
		ownerSteps(t, c),
		justificationSteps(t),
		expirationSteps(t),
		repositorySteps(t, c),
		permissionSteps(t, c),
	)
}

func holderSteps(t pat.Template) []Step {
	if len(t.Owners) == 0 {
		return nil
	}
	return []Step{{labelHolder, "Only these may create the token:", t.Owners}}
}

// ownerSteps never trusts target_name: some people saw the form open for their
// own account in spite of it.
func ownerSteps(t pat.Template, c *catalog.Catalog) []Step {
	switch {
	case t.TargetName != "":
		return []Step{{labelOwner, "Check that this owner is selected, because the form may open for your own account:",
			[]string{t.TargetName}}}
	case hasSection(t, c, pat.Organization):
		return []Step{{Label: labelOwner,
			Text: "Select the organization, because the form does not offer these permissions for your own account."}}
	}
	return []Step{{Label: labelOwner, Text: "Leave your own account selected."}}
}

func justificationSteps(t pat.Template) []Step {
	if t.Justification == "" {
		return nil
	}
	return []Step{{labelJustification, "If the form asks why you need the token, paste:", []string{t.Justification}}}
}

func expirationSteps(t pat.Template) []Step {
	switch {
	case t.ExpiresIn.Never && t.TargetName != "":
		return []Step{{Label: labelExpiration,
			Text: `Check that "No expiration" is selected. The organization may not allow it.`}}
	case t.ExpiresIn.Never:
		return []Step{{Label: labelExpiration, Text: `Check that "No expiration" is selected.`}}
	case t.ExpiresIn.IsZero():
		return []Step{{Label: labelExpiration, Text: fmt.Sprintf(
			"The form defaults to %d days, or less if the organization limits token lifetimes.", pat.DefaultExpiryDays)}}
	}
	return nil
}

func repositorySteps(t pat.Template, c *catalog.Catalog) []Step {
	r := t.Repositories
	switch {
	case r.Patterns != nil:
		return listSteps(r.Patterns, opensOnAll(t, c))
	case r.Selection == pat.AllRepositories:
		return []Step{{Label: labelRepositories, Text: `Select "All repositories".`}}
	case r.Selection == pat.NoRepositories:
		return []Step{{Label: labelRepositories, Text: `Select "Public repositories".`}}
	case r.Selection == pat.SelectedRepositories, hasSection(t, c, pat.Repository):
		return []Step{{Label: labelRepositories, Text: opensOnAll(t, c) +
			`Select "Only select repositories" and choose the ones that you need.`}}
	}
	return nil
}

// opensOnAll warns of the form's own choice, which is the widest.
func opensOnAll(t pat.Template, c *catalog.Catalog) string {
	if !hasSection(t, c, pat.Repository) {
		return ""
	}
	return `By default, the form selects "All repositories". `
}

// listSteps says which repositories to choose: by name, and by pattern. The
// text of the first step begins with warning.
func listSteps(patterns []string, warning string) []Step {
	if len(patterns) == 0 {
		return []Step{{Label: labelRepositories, Text: `Select "Public repositories". The template allows no other repositories.`}}
	}
	var names, globs []string
	for _, p := range patterns {
		if strings.ContainsAny(p, "*?") {
			globs = append(globs, p)
			continue
		}
		names = append(names, p)
	}
	const among = "the ones that you need from this list (* matches any characters, ? matches one):"
	start := warning + `Select "Only select repositories" and choose `
	switch {
	case globs == nil:
		return []Step{{labelRepositories, start + "these:", names}}
	case names == nil:
		return []Step{{labelRepositories, start + among, globs}}
	}
	return []Step{
		{labelRepositories, start + "these:", names},
		{labelRepositories, "Also choose " + among, globs},
	}
}

// permissionSteps names the permissions that the form may leave out.
func permissionSteps(t pat.Template, c *catalog.Catalog) []Step {
	var disputed []string
	for _, name := range t.Permissions.Names() {
		if known, ok := c.Permission(name); ok && known.Status == catalog.Disputed {
			disputed = append(disputed, known.DisplayName+": "+string(t.Permissions[name]))
		}
	}
	if disputed == nil {
		return nil
	}
	return []Step{{labelPermissions, "Check that these permissions are added, because the form may ignore them in the link:", disputed}}
}

// hasSection reports whether the template has a permission of that section.
func hasSection(t pat.Template, c *catalog.Catalog, section pat.Section) bool {
	for name := range t.Permissions {
		if known, ok := c.Permission(name); ok && known.Section == section {
			return true
		}
	}
	return false
}
