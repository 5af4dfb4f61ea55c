package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// ghNames are the commands of gh that may call GitHub, by their groups. A group
// without names is a command itself.
//
// https://cli.github.com/manual
var ghNames = map[string][]string{
	"agent-task":  {"create", "list", "view"},
	"attestation": {"download", "inspect", "trusted-root", "verify"},
	"auth":        {"login", "refresh", "status"},
	"browse":      nil,
	"cache":       {"delete", "list"},
	"codespace":   {"code", "cp", "create", "delete", "edit", "jupyter", "list", "logs", "ports", "rebuild", "select", "ssh", "stop", "view"},
	"discussion":  {"comment", "create", "edit", "list", "view"},
	"extension":   {"browse", "install", "search", "upgrade"},
	"gist":        {"clone", "create", "delete", "edit", "list", "rename", "view"},
	"gpg-key":     {"add", "delete", "list"},
	"issue":       {"close", "comment", "create", "delete", "develop", "edit", "list", "lock", "pin", "reopen", "status", "transfer", "unlock", "unpin", "view"},
	"label":       {"clone", "create", "delete", "edit", "list"},
	"org":         {"list"},
	"pr": {
		"checkout", "checks", "close", "comment", "create", "diff", "edit", "list", "lock", "merge", "ready", "reopen", "revert", "review",
		"status", "unlock", "update-branch", "view",
	},
	"project": {
		"close", "copy", "create", "delete", "edit", "field-create", "field-delete", "field-list", "item-add", "item-archive", "item-create",
		"item-delete", "item-edit", "item-list", "link", "list", "mark-template", "unlink", "view",
	},
	"release":         {"create", "delete", "delete-asset", "download", "edit", "list", "upload", "verify", "verify-asset", "view"},
	"repo":            {"archive", "clone", "create", "credits", "delete", "edit", "fork", "garden", "list", "read-dir", "read-file", "rename", "set-default", "sync", "unarchive", "view"},
	"repo autolink":   {"create", "delete", "list", "view"},
	"repo deploy-key": {"add", "delete", "list"},
	"repo gitignore":  {"list", "view"},
	"repo license":    {"list", "view"},
	"ruleset":         {"check", "list", "view"},
	"run":             {"cancel", "delete", "download", "list", "rerun", "view", "watch"},
	"search":          {"code", "commits", "issues", "prs", "repos"},
	"secret":          {"delete", "list", "set"},
	"ssh-key":         {"add", "delete", "list"},
	"status":          nil,
	"variable":        {"delete", "get", "list", "set"},
	"workflow":        {"disable", "enable", "list", "run", "view"},
}

// ghLocal are the commands that call nothing, and groups of such commands.
var ghLocal = []string{
	"alias", "completion", "config", "help", "licenses", "version", "auth logout", "auth setup-git", "auth switch", "auth token", "auth git-credential",
	"extension list", "extension remove", "extension create", "reference", "environment", "formatting", "exit-codes", "mintty",
}

// Other names that gh has for groups, and for commands of groups.
var (
	ghGroups = map[string]string{
		"cs": "codespace", "ext": "extension", "extensions": "extension", "at": "attestation", "rs": "ruleset", "co": "pr checkout",
		"agent": "agent-task", "agents": "agent-task", "agent-tasks": "agent-task",
	}
	ghVerbs = map[string]string{"ls": "list", "new": "create", "remove": "delete", "rm": "delete"}
)

// ghTakesValue are options before the name of a command that have a value.
var ghTakesValue = []string{"-R", "--repo", "--hostname"}

// ghCommand reads the words behind gh.
func ghCommand(words []string, input string) Outcome {
	if len(words) > 0 && words[0] == "api" {
		return ghAPI(words[1:], input)
	}
	name, rest := ghName(words)
	switch {
	case name == "", asksForHelp(words):
		return Outcome{Local: true}
	case name == "gist clone":
		return Outcome{Calls: []reading.Call{{Kind: reading.Git, Text: "git fetch", As: "gh gist clone"}}}
	case isGH(name):
		return Outcome{Calls: []reading.Call{{Kind: reading.GH, Text: "gh " + name, Arguments: reading.NewArguments(expandAll(rest)...)}}}
	case isLocalGH(name):
		return Outcome{Local: true}
	case ghWord.MatchString(name):
		return Outcome{Unclear: []string{"gh " + name}} // an extension, or an alias
	}
	return Outcome{Unclear: []string{"gh"}}
}

// ghWord is the name of a command as gh has them, which is no secret.
var ghWord = lazyregexp.New(`^[a-z]{2,20}(?:-[a-z]{2,20})?(?: [a-z]{2,20}(?:-[a-z]{2,20})?)?$`)

// ghName gives the name of a command, in the words that gh prints, and what follows it.
// Of a command that is not known, it is the first word.
func ghName(words []string) (name string, rest []string) {
	first, rest := ghNext(words)
	if full, ok := ghGroups[first]; ok {
		first = full
	}
	if subs, group := ghNames[first]; first == "" || !group || subs == nil {
		if ghNested(first) {
			second, after := ghNext(rest)
			return strings.TrimSpace(first + " " + ghVerb(second)), after
		}
		return first, rest
	}
	second, after := ghNext(rest)
	if second == "" {
		return "", nil // gh shows help
	}
	if _, nested := ghNames[first+" "+second]; nested {
		third, last := ghNext(after)
		if third == "" {
			return "", nil
		}
		return first + " " + second + " " + ghVerb(third), last
	}
	return first + " " + ghVerb(second), after
}

// ghNested reports whether a group has commands, some of which call nothing.
func ghNested(group string) bool { return group == "auth" || group == "extension" }

func ghVerb(word string) string {
	if full, ok := ghVerbs[word]; ok {
		return full
	}
	return word
}

// ghNext gives the next word that is no option.
func ghNext(words []string) (word string, rest []string) {
	for i := 0; i < len(words); i++ {
		if !strings.HasPrefix(words[i], "-") {
			return words[i], slices.Concat(words[:i], words[i+1:])
		}
		if slices.Contains(ghTakesValue, words[i]) {
			i++
		}
	}
	return "", nil
}

// asksForHelp reports whether a command only prints its help.
func asksForHelp(words []string) bool {
	return slices.Contains(words, "--help") || len(words) > 0 && (words[len(words)-1] == "-h" || words[0] == "--version")
}

func isGH(name string) bool {
	if subs, ok := ghNames[name]; ok {
		return subs == nil
	}
	group, sub := name[:max(0, strings.LastIndexByte(name, ' '))], name[strings.LastIndexByte(name, ' ')+1:]
	return slices.Contains(ghNames[group], sub)
}

func isLocalGH(name string) bool {
	first, _, _ := strings.Cut(name, " ")
	return slices.Contains(ghLocal, name) || slices.Contains(ghLocal, first)
}

// expandAll writes words with their variables in braces.
func expandAll(words []string) []string {
	out := []string{}
	for _, word := range words[:min(len(words), maxArguments)] {
		out = append(out, address.Expand(word[:min(len(word), maxArgument)]))
	}
	return out
}

// What is kept of the arguments of a command.
const (
	maxArguments = 60
	maxArgument  = 200
)

// ghGroupsAlone are groups of gh that few other programs have commands of.
var ghGroupsAlone = []string{"pr", "issue", "gist", "secret", "variable", "workflow", "ruleset", "release", "codespace"}

// LooksLikeGH reports whether words are those of a command of gh, behind another name.
func LooksLikeGH(words []string) bool {
	if len(words) < 2 || !slices.Contains(ghGroupsAlone, words[0]) {
		return false
	}
	name, _ := ghName(words)
	return isGH(name)
}
