// Package ghcli knows the commands of GitHub CLI (gh): what each calls, what it needs, and
// what flags change. Its table is read at the first question.
//
// It does not read scripts. Of gh api it knows only that its arguments decide: it is the
// call that they name.
package ghcli

import (
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
)

// Command is a command of gh. What it points to is shared and must not be changed.
type Command struct {
	Name string       // "pr create"
	Need catalog.Need // without flags that change it
	// ByArgument: the arguments name the call, as those of gh api do.
	ByArgument bool
	Calls      []Call   // of the REST API
	GraphQL    []string // "query repository.issue", "mutation pinIssue"; may say when, and what is selected
	Flags      []Flag   // that change what it needs
}

// Call is a call of the REST API that a command makes.
type Call struct {
	Endpoint  string // "GET /user/keys"
	Sometimes bool   // flags or circumstances decide
}

// Find returns the command whose name is the longest beginning of the words, which
// follow gh and have no flags before them: "pr", "create". Aliases of gh are known.
func Find(words []string) (Command, bool) {
	for n := min(len(words), maxWords); n > 0; n-- {
		if c, ok := commands()[written(words[:n])]; ok {
			return c, true
		}
	}
	return Command{}, false
}

// All returns every command, sorted by name.
func All() []Command {
	all := make([]Command, 0, len(commands()))
	for _, c := range commands() {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Command) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// maxWords is the length of the longest name: repo deploy-key add.
const maxWords = 3

// Aliases that gh has for groups, for commands of groups, and for whole commands.
var (
	groups   = map[string]string{"cs": "codespace", "ext": "extension", "extensions": "extension", "at": "attestation", "rs": "ruleset"}
	verbs    = map[string]string{"ls": "list", "new": "create"}
	commands = sync.OnceValue(readCommands)
	aliases  = map[string]string{
		"co": "pr checkout", "secret remove": "secret delete", "variable remove": "variable delete",
	}
)

// written gives the name of a command for the words that somebody wrote.
func written(words []string) string {
	words = slices.Clone(words)
	if group, ok := groups[words[0]]; ok {
		words[0] = group
	}
	last := len(words) - 1
	if verb, ok := verbs[words[last]]; ok && last > 0 {
		words[last] = verb
	}
	name := strings.Join(words, " ")
	if command, ok := aliases[name]; ok {
		return command
	}
	return name
}

func readCommands() map[string]Command {
	all := map[string]Command{}
	for _, r := range facts.Rows("gh-commands", "command", "rest", "graphql", "permission_sets", "grade", "remark", "source") {
		c := Command{Name: r[0], Need: catalog.ReadNeed(r[3], r[4], r[6], r[5]), ByArgument: r[4] == "by argument", Calls: calls(r[1]), GraphQL: list(r[2])}
		if r[4] == "unknown" && r[3] != "" && r[3] != "none" {
			c.Need.Certainty = catalog.UnknownNeed // what it calls is known, whether that is enough is not
		}
		all[c.Name] = c
	}
	for _, r := range facts.Rows("gh-flags", "command", "flag", "value", "with", "effect", "permission_sets", "note") {
		flag := Flag{Names: names(r[1]), Value: r[2], With: names(r[3]), Effect: Effect(r[4]), Sets: catalog.ParseSets(r[5]), Note: r[6]}
		for name := range strings.SplitSeq(r[0], ",") {
			c := all[name]
			c.Flags = append(slices.Clip(c.Flags), flag)
			all[name] = c
		}
	}
	return all
}

// list splits what is separated by semicolons.
func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "; ")
}

// names splits names that are separated by commas.
func names(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func calls(text string) []Call {
	var out []Call
	for _, call := range list(text) {
		endpoint, sometimes := strings.CutSuffix(call, " (sometimes)")
		out = append(out, Call{Endpoint: endpoint, Sometimes: sometimes})
	}
	return out
}
