package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/registry"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// gitPackage is a package that Git fetches from GitHub.
var gitPackage = lazyregexp.New(`(?i)git\+https://(?:[^/@]*@)?github\.com/`)

// hubCommands are the commands of hub that call GitHub. hub came before gh.
var hubCommands = []string{"api", "ci-status", "create", "delete", "fork", "gist", "issue", "pr", "pull-request", "release", "sync", "merge", "cherry-pick", "am", "apply"}

// hubCommand reads the words behind hub, of whose commands it is not known what
// they need.
func hubCommand(words []string, _ string) Outcome {
	if len(words) == 0 || !slices.Contains(hubCommands, words[0]) {
		return Outcome{Foreign: true}
	}
	return Outcome{Unclear: []string{"hub"}}
}

// packageReader is the reader of a client of registries, or of another command that
// fetches packages; nil: the command is none.
func packageReader(name string) Reader {
	if _, fetches := packageManagers[name]; !fetches && !slices.Contains(registry.Clients, name) {
		return nil
	}
	return func(words []string, _ string) Outcome { return registryCommand(name, words) }
}

// svnCommand reads the words behind svn. GitHub took it until 2024.
func svnCommand(words []string, _ string) Outcome {
	if slices.ContainsFunc(words, onGitHub.MatchString) {
		return Outcome{Unclear: []string{"svn"}}
	}
	return Outcome{Foreign: true}
}

// maxWords is how long the words may be together.
const maxWords = 64 << 10

// registryCommand reads the words of a client of registries.
func registryCommand(name string, words []string) Outcome {
	if len(strings.Join(words, " ")) > maxWords {
		return Outcome{Unclear: []string{reading.Unreadable}}
	}
	if fetch, ok := packageFetch(name, words); ok {
		return fetch
	}
	hosts, local := registry.Hosts(words)
	switch {
	case hosts == nil:
		return Outcome{Foreign: true}
	case local:
		return Outcome{Local: true}
	}
	var out Outcome
	for _, host := range hosts {
		out.Calls = append(out.Calls, reading.Call{Kind: reading.Host, Text: "host " + host})
	}
	return out
}
