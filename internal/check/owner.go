package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// ownersAreLogins: who may hold a token is a list of users and teams.
func ownersAreLogins(r *run, t *template) {
	if t.Known("owners") && len(t.Owners) == 0 {
		r.error(t, t.ArgumentRange("owners"), "empty-list", "Empty list",
			"The list is empty, so no token can match the template. Add owners, or remove the argument to allow any owner.")
	}
	for i, owner := range t.Owners {
		if meansTeam(owner) {
			checkTeam(r, t, i, owner)
			continue
		}
		if isLogin(owner) {
			continue
		}
		r.error(t, t.ElementRange("owners", i), "invalid-login", "Invalid login",
			fmt.Sprintf("%q is not a user login. A login has letters, digits, and hyphens. The login of an enterprise managed user also has one underscore.", owner)+ownerAdvice(owner))
	}
}

func ownerAdvice(owner string) string {
	if strings.ContainsAny(owner, "*?") {
		return " The list of owners does not support globs. List each owner, or remove the argument."
	}
	if !strings.Contains(owner, "://") && strings.Contains(strings.TrimPrefix(owner, "github.com/"), "/") {
		return " Write a team as \"@ORGANIZATION/TEAM-SLUG\"."
	}
	return meantLogin(owner)
}

// checkTeam is about an owner that begins with @ and has a slash.
func checkTeam(r *run, t *template, i int, owner string) {
	organization, _, ok := pat.ParseTeam(owner)
	problem := func(detail string) {
		r.error(t, t.ElementRange("owners", i), "invalid-team", "Invalid team in owners", detail)
	}
	switch {
	case !ok:
		problem(fmt.Sprintf("%q is not a team. Write a team as \"@ORGANIZATION/TEAM-SLUG\", such as \"@octo-org/platform\". The slug is the last part of the team's address on GitHub.", owner))
	case unreadable(t.Template, "target_name"):
	case t.TargetName == "":
		problem(fmt.Sprintf("A template with the team %q in owners requires target_name, because patctl reads the members of the team from that organization. Set target_name = %q, or list the logins.", owner, organization))
	case !strings.EqualFold(organization, t.TargetName):
		problem(fmt.Sprintf("The team %q does not belong to the organization of the template, whose target_name is %q. Use a team of %s, or list the logins.", owner, t.TargetName, t.TargetName))
	}
}

// meansTeam reports whether an owner was written as a team.
func meansTeam(owner string) bool {
	return strings.HasPrefix(owner, "@") && strings.Contains(owner, "/")
}
