package check

import (
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// permissionsExist: the form drops what it does not know without a word, so
// that people get a token without the permission.
func permissionsExist(r *run, t *template) {
	for name := range t.Permissions {
		p, ok := r.Catalog.Permission(name)
		switch {
		case !ok:
			unknownPermission(r, t, name)
		case p.Status == catalog.Mistaken:
			r.error(t, t.permissionRange(name), "mistaken-permission", "Wrong name of a permission",
				fmt.Sprintf("GitHub's form takes no %q, and drops it without a word. The name of what GitHub shows as %q is %q.",
					name, p.DisplayName, p.Instead)+r.suggestPermission(name))
		case p.Status == catalog.AppOnly:
			r.error(t, t.permissionRange(name), "app-only-permission", "Permission of GitHub Apps",
				fmt.Sprintf("Only GitHub Apps can hold the permission %q (%s): a fine-grained token cannot have it, and the form drops it without a word. Remove it, and use a GitHub App for what needs it.",
					name, p.DisplayName))
		case p.Status == catalog.Disputed:
			r.warn(t, t.permissionRange(name), "disputed-permission", "Disputed permission",
				fmt.Sprintf("It is not certain that GitHub's form takes the permission %q: %s. Open the link, and see whether the form shows it.", name, p.Note))
		case p.Status == catalog.Alias:
			alias(r, t, p)
		}
	}
}

func unknownPermission(r *run, t *template, name string) {
	detail := fmt.Sprintf("There is no permission %q, and GitHub's form drops what it does not know without a word.", name)
	if s := r.suggestPermission(name); s != "" {
		detail += s
	} else {
		detail += " Look it up with the command below. One that GitHub added lately is declared with a permission block in patctl { }.\n\n  patctl catalog"
	}
	r.error(t, t.permissionRange(name), "unknown-permission", "Unknown permission", detail)
}

// suggestPermission asks "Did you mean ...?" with what the catalog suggests, once for
// each name: instances of a block repeat it.
func (r *run) suggestPermission(name string) string {
	s, known := r.suggestions[name]
	if !known {
		s = r.Catalog.DidYouMean(name)
		r.suggestions[name] = s
	}
	return s
}

func alias(r *run, t *template, p catalog.Permission) {
	level := t.Permissions[p.Name]
	if !levelFits(r.Catalog, p, level) {
		return // levelsExist says which there are
	}
	for right, becomes := range r.Catalog.Canonical(pat.Permissions{p.Name: level}) {
		r.warn(t, t.permissionRange(p.Name), "permission-alias", "Other name of a permission",
			fmt.Sprintf("GitHub's form knows the permission %q as %q. The link says %s=%s. Write %s = %q to say the same here.",
				p.Name, right, right, becomes, right, becomes))
	}
}

// somePermissionIsGranted: a token without permissions reads public things only.
func somePermissionIsGranted(r *run, t *template) {
	if len(t.Permissions) > 0 || unreadable(t.Template, "permissions") {
		return
	}
	r.warn(t, t.ArgumentRange("permissions"), "no-permissions", "No permissions",
		`The template grants nothing: its tokens could only read what is public. Say what they are for, such as permissions = { contents = "read" }.`)
}

// sectionsGoTogether: a token is for a user or for an organization.
func sectionsGoTogether(r *run, t *template) {
	if len(t.account) == 0 || len(t.organization) == 0 {
		return
	}
	r.error(t, t.permissionRange(slices.Min(t.account)), "mixed-permissions", "Account and organization permissions together",
		fmt.Sprintf("GitHub rejects account and organization permissions together, and drops the whole set: %s belong%s to the account, %s to the organization. Split the template into two.",
			quotedSorted(t.account), verbEnding(t.account), quotedSorted(t.organization)))
}

// verbEnding is the ending of a verb whose subject is the list.
func verbEnding(subject []string) string {
	if len(subject) == 1 {
		return "s"
	}
	return ""
}
