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
			"The list names nobody, so that no token could fit the template. Name the owners, or leave the argument out: then anyone may hold it.")
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
			fmt.Sprintf("%q is not the login of a user, which has letters, digits and hyphens, and of an enterprise's managed user one underscore.", owner)+ownerAdvice(owner))
	}
}

func ownerAdvice(owner string) string {
	if strings.ContainsAny(owner, "*?") {
		return " The owners are not globs: name each, or leave the argument out."
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
		problem(fmt.Sprintf("A template that names the team %q needs a target_name: its members are read from the organization that owns what the token reaches. Set target_name = %q, or list the logins.", owner, organization))
	case !strings.EqualFold(organization, t.TargetName):
		problem(fmt.Sprintf("The team %q belongs to another organization than the template, whose target_name is %q. Name a team of %s, or list the logins.", owner, t.TargetName, t.TargetName))
	}
}

// meansTeam reports whether an owner was written as a team.
func meansTeam(owner string) bool {
	return strings.HasPrefix(owner, "@") && strings.Contains(owner, "/")
}
