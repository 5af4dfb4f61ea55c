package explain

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/cli"
)

// findOut says how to learn what commands need that patctl does not understand.
func findOut(v *cli.View, commands []string) {
	calls := func(program string) bool {
		return slices.ContainsFunc(commands, func(text string) bool { return strings.HasPrefix(text, program+" ") })
	}
	if calls("gh") {
		v.Printf("\n%s", v.Say(`patctl does not know which calls of the API these commands of gh make. To find
out, run the command once, and explain its log:

  GH_DEBUG=api gh COMMAND 2> calls.log
  patctl explain --file calls.log
`))
	}
	if calls("git") {
		v.Printf("\n%s", `git is no call of the API. Over HTTPS, git clone and git fetch need
contents = read, and git push needs contents = write. To push changes of workflow
files, git also needs workflows = write.
`)
	}
}
