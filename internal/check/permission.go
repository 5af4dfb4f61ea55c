package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
	"github.com/patctl/patctl/internal/pat"
)

// permissionsExist: the form drops what it does not know silently, so
// that people get a token without the permission.
func permissionsExist(r *run, t *template) {
	for name := range t.Permissions {
		p, ok := r.Catalog.Permission(name)
		switch {
		case !ok:
			unknownPermission(r, t, name)
		case p.Status == catalog.Mistaken:
			r.error(t, t.permissionRange(name), "mistaken-permission", "Unknown permission",
				fmt.Sprintf("GitHub ignores %q in links. The permission that GitHub shows as %q is named %q.",
					name, p.DisplayName, p.Instead)+r.suggestPermission(name))
		case p.Status == catalog.AppOnly:
			r.error(t, t.permissionRange(name), "app-only-permission", "Permission only for GitHub Apps",
				fmt.Sprintf("Only GitHub Apps can have the permission %q (%s). A fine-grained token cannot have it, and GitHub ignores it in links. Remove it, and use a GitHub App for calls that require it.",
					name, p.DisplayName)+gapText(name))
		case p.Status == catalog.Disputed:
			r.warn(t, t.permissionRange(name), "disputed-permission", "Disputed permission",
				fmt.Sprintf("It is not certain that GitHub's form accepts the permission %q: %s. Open the link, and check that the form shows the permission.", name, p.Note))
		case p.Status == catalog.Alias:
			alias(r, t, p)
		}
	}
}

func unknownPermission(r *run, t *template, name string) {
	detail := fmt.Sprintf("There is no permission %q. GitHub ignores unknown permissions in links.", name)
	if s := r.suggestPermission(name); s != "" {
		detail += s
	} else {
		detail += " If GitHub added it recently, declare it with a permission block in patctl { }. To list all permissions, run:\n\n  patctl catalog"
	}
	r.error(t, t.permissionRange(name), "unknown-permission", "Unknown permission", detail)
}

// suggestPermission asks "Did you mean ...?" with what the catalog suggests, once for
// each name: instances of a block repeat it. After many names it asks no more.
func (r *run) suggestPermission(name string) string {
	s, known := r.suggestions[name]
	if !known && len(r.suggestions) < maxMeant {
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
		r.warn(t, t.permissionRange(p.Name), "permission-alias", "Old name of a permission",
			fmt.Sprintf("GitHub's form names the permission %q %q. The link contains %s=%s. Write %s = %q in the template, too.",
				p.Name, right, right, becomes, right, becomes))
	}
}

// somePermissionIsGranted: a token without permissions reads public things only.
func somePermissionIsGranted(r *run, t *template) {
	if len(t.Permissions) > 0 || unreadable(t.Template, "permissions") {
		return
	}
	r.warn(t, t.ArgumentRange("permissions"), "no-permissions", "No permissions",
		`The template grants no permissions, so its tokens can only read public data. Add permissions, such as permissions = { contents = "read" }.`)
}

// sectionsGoTogether: a token is for a user or for an organization.
func sectionsGoTogether(r *run, t *template) {
	if len(t.account) == 0 || len(t.organization) == 0 {
		return
	}
	r.error(t, t.permissionRange(slices.Min(t.account)), "mixed-permissions", "Account and organization permissions together",
		fmt.Sprintf("GitHub rejects account and organization permissions together, and ignores all of them: %s belong%s to the account, and %s to the organization. Split the template into two.",
			quotedSorted(t.account), verbEnding(t.account), quotedSorted(t.organization)))
}

// verbEnding is the ending of a verb whose subject is the list.
func verbEnding(subject []string) string {
	if len(subject) == 1 {
		return "s"
	}
	return ""
}

// gapText says, with a leading space, why no fine-grained token can have a permission,
// and what to use instead, or is "".
func gapText(name string) string {
	closed, known := gap.Permission(name)
	if !known {
		return ""
	}
	return strings.TrimRight(" "+closed.Why+" "+closed.Next, " ")
}
