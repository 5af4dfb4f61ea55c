package check

import (
	"fmt"
	"slices"
	"strings"
)

// targetIsLogin: the resource owner is named by its login.
func targetIsLogin(r *run, t *template) {
	if !t.Known("target_name") || IsSlug(t.TargetName) {
		return
	}
	at := t.ArgumentRange("target_name")
	if t.TargetName == "" {
		r.error(t, at, "invalid-target", "Invalid resource owner",
			"The target_name is empty. Set it to the resource owner, or remove the argument to create the token for the account of the person who opens the link.")
		return
	}
	r.error(t, at, "invalid-target", "Invalid resource owner",
		fmt.Sprintf("%q is not the login of an account. A login has %s.", t.TargetName, slugRule)+meantLogin(t.TargetName))
}

// targetSuitsPermissions: an organization has no account permissions, and a
// user has no organization permissions.
func targetSuitsPermissions(r *run, t *template) {
	switch {
	case len(t.organization) > 0 && t.Omitted("target_name"):
		r.warn(t, t.permissionRange(slices.Min(t.organization)), "organization-permissions-without-target", "Organization permissions without target_name",
			fmt.Sprintf("Without target_name, the form opens for the user's own account, which does not offer %s. Set target_name to the organization.",
				quotedSorted(t.organization)))
	case len(t.account) > 0 && len(t.organization) > 0:
		return // sectionsGoTogether says what to do
	case len(t.account) > 0 && t.Known("target_name") && t.TargetName != "":
		targetIsUser(r, t)
	}
}

// targetIsUser: only a user's account has account permissions. No block declares
// users, so that every target is either a declared organization or may be one.
func targetIsUser(r *run, t *template) {
	at := t.permissionRange(slices.Min(t.account))
	if r.organizations[strings.ToLower(t.TargetName)] {
		r.error(t, at, "account-permissions-for-organization", "Account permissions for an organization",
			fmt.Sprintf("A token for an organization cannot have account permissions, and %q is declared as an organization. Remove %s, or remove target_name to create the token for the account of the person who opens the link.",
				t.TargetName, quotedSorted(t.account)))
		return
	}
	r.warn(t, at, "account-permissions-with-target", "Account permissions with target_name",
		fmt.Sprintf("If %q is an organization, GitHub's form ignores %s, because only a token for a user's own account can have account permissions. Remove target_name to create the token for the account of the person who opens the link.",
			t.TargetName, quotedSorted(t.account)))
}
