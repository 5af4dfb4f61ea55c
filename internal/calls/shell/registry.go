package shell

import (
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/registry"
)

// gitPackage is a package that Git fetches from GitHub.
var gitPackage = regexp.MustCompile(`(?i)git\+https://(?:[^/@]*@)?github\.com/`)

// hubCommands are the commands of hub that call GitHub. hub came before gh.
var hubCommands = []string{"api", "ci-status", "create", "delete", "fork", "gist", "issue", "pr", "pull-request", "release", "sync", "merge", "cherry-pick", "am", "apply"}

// hubCommand reads the words behind hub, of whose commands it is not known what
// they need.
func hubCommand(words []string, _ string) outcome {
	if len(words) == 0 || !slices.Contains(hubCommands, words[0]) {
		return outcome{foreign: true}
	}
	return outcome{unclear: []string{"hub"}}
}

// registryCommand reads the words of a client of registries.
func registryCommand(words []string, _ string) outcome {
	if len(strings.Join(words, " ")) > maxWord {
		return outcome{unclear: []string{reading.Unreadable}}
	}
	hosts, local := registry.Hosts(words)
	switch {
	case slices.ContainsFunc(words, gitPackage.MatchString):
		return outcome{calls: []reading.Call{{Kind: reading.Git, Text: "git fetch"}}}
	case hosts == nil:
		return outcome{foreign: true}
	case local:
		return outcome{local: true}
	}
	var out outcome
	for _, host := range hosts {
		out.calls = append(out.calls, reading.Call{Kind: reading.Host, Text: "host " + host})
	}
	return out
}
