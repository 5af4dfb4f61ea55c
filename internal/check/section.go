package check

import (
	"fmt"
	"slices"
)

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
