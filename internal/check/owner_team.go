package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

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
