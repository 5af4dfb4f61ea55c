package check

import (
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// template is a template, with what several checks ask of its permissions. The
// names are in no order: what is shown of them is sorted where it is shown.
type template struct {
	*hcl.Template
	account, organization []string // names of the permissions in these sections
	hasRepository         bool     // some permission is one of repositories
	hasAlias              bool
	// unclear: some permissions are of no known section, grant nothing or could
	// not be evaluated, so that nothing follows from a section without any.
	unclear bool
}

func newTemplate(t *hcl.Template, c *catalog.Catalog) *template {
	out := &template{Template: t, unclear: unreadable(t, "permissions")}
	for name, level := range t.Permissions {
		p, known := c.Permission(name)
		out.hasAlias = out.hasAlias || p.Status == catalog.Alias
		if p.Status == catalog.Mistaken {
			// It will be the right one, once it is corrected.
			p, known = c.Permission(p.Instead)
		}
		if !known || !p.Status.Usable() || level == pat.NoAccess || level == "none" {
			out.unclear = true
			continue
		}
		switch p.Section {
		case pat.Account:
			out.account = append(out.account, name)
		case pat.Organization:
			out.organization = append(out.organization, name)
		case pat.Repository:
			out.hasRepository = true
		}
	}
	return out
}

// unreadable reports whether an argument is there, but could not be evaluated,
// which the loader has reported.
func unreadable(t *hcl.Template, argument string) bool {
	return !t.Known(argument) && !t.Omitted(argument)
}

// maxPlaced is from how many permissions on they are not looked for in the
// source one by one: there are not half as many.
const maxPlaced = 400

// permissionRange is the place of a permission, or of all of them in a template
// that has more than exist.
func (t *template) permissionRange(name string) diag.Range {
	if len(t.Permissions) > maxPlaced {
		return t.ArgumentRange("permissions")
	}
	return t.PermissionRange(name)
}
