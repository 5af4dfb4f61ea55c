package pat

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// teamName is @ORGANIZATION/TEAM-SLUG. More than that would change the path of
// a call.
var teamName = lazyregexp.New(`^@([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9_][A-Za-z0-9_-]{0,254})$`)

// ParseTeam takes an owner of the form @ORGANIZATION/TEAM-SLUG apart. The slug is
// in lower case, as GitHub has it.
//
// https://docs.github.com/en/rest/teams/teams
func ParseTeam(owner string) (organization, slug string, ok bool) {
	m := teamName.FindStringSubmatch(owner)
	if m == nil {
		return "", "", false
	}
	return m[1], strings.ToLower(m[2]), true
}
