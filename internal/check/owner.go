package check

import (
	"fmt"
	"strings"
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
