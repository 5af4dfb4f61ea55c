package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// gitTakesValue are options between git and its command that have a value.
var gitTakesValue = []string{"-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--super-prefix", "--config-env"}

// gitUses are the commands of Git that speak to another host, with what they do there.
var gitUses = map[string]string{
	"push": "git push", "clone": "git fetch", "fetch": "git fetch", "pull": "git fetch", "ls-remote": "git fetch",
	"submodule update": "git fetch", "submodule add": "git fetch", "remote update": "git fetch", "remote show": "git fetch", "remote prune": "git fetch",
	"lfs push": "git push", "lfs pull": "git fetch", "lfs fetch": "git fetch", "lfs clone": "git fetch",
	"subtree push": "git push", "subtree pull": "git fetch", "subtree add": "git fetch", "archive": "git fetch",
}

// gitGroups are commands with commands of their own.
var gitGroups = []string{"submodule", "remote", "lfs", "subtree"}

// gitCommand reads the words behind git.
func gitCommand(words []string, remotes *Remotes) Outcome {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		skip := 1
		if slices.Contains(gitTakesValue, words[0]) {
			skip = 2
		}
		words = words[min(skip, len(words)):]
	}
	if len(words) == 0 || slices.Contains(words, "--help") {
		return Outcome{Local: true}
	}
	name, rest := words[0], words[1:]
	if slices.Contains(gitGroups, name) {
		sub := slices.IndexFunc(rest, func(word string) bool { return !strings.HasPrefix(word, "-") })
		if sub < 0 {
			return Outcome{Local: true}
		}
		name, rest = name+" "+rest[sub], rest[sub+1:]
	}
	use, speaks := gitUses[name]
	switch {
	case strings.Contains(words[0], "$"):
		return Outcome{Unclear: []string{"git"}}
	case name == "config" && slices.ContainsFunc(rest, rewritten.MatchString):
		return Outcome{Calls: []reading.Call{{Kind: reading.Git, Text: "git fetch", As: "git config url", Candidate: true}}}
	case name == "remote add" && (slices.Contains(rest, "-f") || slices.Contains(rest, "--fetch")) && slices.ContainsFunc(rest, onGitHub.MatchString):
		return Outcome{Calls: []reading.Call{{Kind: reading.Git, Text: "git fetch", As: "git remote add"}}}
	case !speaks, name == "archive" && !slices.ContainsFunc(rest, isRemoteOption):
		return Outcome{Local: true}
	case name == "remote show" && !slices.ContainsFunc(rest, isNoOption):
		return Outcome{Local: true}
	}
	return gitRemote(name, use, rest, remotes)
}

// rewritten is an address on GitHub with a token, which Git uses for others from then on.
var rewritten = lazyregexp.New(`(?i)^url\.https://[^/@]+@github\.com/[^\s]*\.insteadof$`)

func isRemoteOption(word string) bool { return strings.HasPrefix(word, "--remote") }

func isNoOption(word string) bool { return !strings.HasPrefix(word, "-") }

// gitOptions are options of its commands that have a value.
var gitOptions = []string{"-b", "--branch", "--depth", "-o", "--origin", "-j", "--jobs", "--reference", "--filter", "--prefix", "-P", "-u", "--upload-pack", "--template", "-c", "--config", "--server-option", "--push-option", "--refmap", "--shallow-since", "--shallow-exclude", "--recurse-submodules-default"}

// gitRemote decides by the remote, which is an address, a name, or not there.
func gitRemote(name, use string, rest []string, remotes *Remotes) Outcome {
	call := reading.Call{Kind: reading.Git, Text: use}
	remote := gitArgument(name, rest)
	switch {
	case remote == "." || strings.HasPrefix(remote, "~") || address.IsElsewhere(remote):
		return Outcome{Local: true}
	case webScheme.MatchString(remote):
	case strings.HasPrefix(remote, "$") && name != "push":
		call.Candidate = true // it may be any address
	case remotes.elsewhere(remote) && !strings.HasPrefix(name, "submodule") && name != "clone":
		return Outcome{Local: true}
	}
	return Outcome{Calls: []reading.Call{call}}
}

var webScheme = lazyregexp.New(`(?i)^["']?https?://`)

// gitArgument is the first argument of a command that is none of an option, or the
// value of --remote.
func gitArgument(name string, rest []string) string {
	for i := 0; i < len(rest); i++ {
		word := rest[i]
		switch {
		case strings.HasPrefix(word, "--remote="):
			return word[len("--remote="):]
		case word == "--remote" && i+1 < len(rest):
			return rest[i+1]
		case word == "-u" && name == "push": // no value: it sets the upstream
		case slices.Contains(gitOptions, word):
			i++
		case !strings.HasPrefix(word, "-"):
			return word
		}
	}
	return ""
}

// Remotes are the remotes that a text tells of. Those over SSH, or on another host,
// take no token of GitHub.
type Remotes struct {
	named map[string]bool // true: each of its addresses is elsewhere
	// Private: Go has Git fetch modules, and none of a proxy.
	Private bool
	mapped  bool // Git writes addresses in another way
}

// Note notes the remote of a command.
func (m *Remotes) Note(words []string) {
	switch {
	case slices.ContainsFunc(words, func(word string) bool { return strings.Contains(strings.ToLower(word), "insteadof") }):
		m.mapped = true
	case len(words) > 3 && words[0] == "remote" && (words[1] == "add" || words[1] == "set-url"):
		rest := slices.DeleteFunc(slices.Clone(words[2:]), func(word string) bool { return strings.HasPrefix(word, "-") })
		if len(rest) > 1 {
			m.add(rest[0], rest[1])
		}
	}
}

func (m *Remotes) add(name, remote string) {
	if m.named == nil {
		m.named = map[string]bool{}
	}
	old, known := m.named[name]
	m.named[name] = address.IsElsewhere(remote) && (old || !known)
}

// elsewhere reports whether a remote is.
func (m *Remotes) elsewhere(name string) bool { return m.named[name] && !m.mapped }
