package suspect

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// ghCommand matches a gh command other than gh api, with the text before it.
//
// https://cli.github.com/manual
var ghCommand = lazyregexp.New(`(^\s*[-@+]+|^|[^\w.-])\bgh(?:\.exe)?\b(?:\s+(?:-R|--repo|--hostname)[\s=]\S+)*\s+(agent-task|attestation|auth|browse|cache|codespace|cs|discussion|extension|ext|gist|gpg-key|issue|label|org|pr|project|release|repo|ruleset|rs|run|search|secret|ssh-key|status|variable|workflow|co|licenses|preview|skill|copilot|models)\b(?:(?:\s+(?:-R|--repo)[\s=]\S+)*\s+([a-z][a-z-]+)(?:\s+(add|create|delete|list|view)\b)?)?`)

// localGH are commands of gh that call nothing.
var localGH = []string{"auth token", "auth setup-git", "auth logout", "auth switch", "extension list", "ext list"}

// twoWords are groups of commands within groups.
var twoWords = []string{"repo autolink", "repo deploy-key", "repo gitignore", "repo license"}

// ghArray is a call of gh by a program, with its arguments in a list.
var ghArray = lazyregexp.New("[\"'`]gh(?:\\.exe)?[\"'`]\\s*[,)\\]]\\s*(?:\\[\\s*|args\\(\\s*\\[?|arg\\()?(?:[\"'`]([a-z-]+)[\"'`]\\s*,?\\s*(?:[\"'`]([a-z-]+)[\"'`])?)?")

// ghCommands finds commands of gh.
func ghCommands(text string) []string {
	var found []string
	for _, at := range ghCommand.FindAllStringSubmatchIndex(text, -1) {
		if source.IsProse(text[:at[3]]) {
			continue
		}
		group, sub, third := part(text, at, 2), part(text, at, 3), part(text, at, 4)
		name := strings.TrimSpace(group + " " + sub)
		if slices.Contains(localGH, name) {
			continue
		}
		if slices.Contains(twoWords, name) {
			name = strings.TrimSpace(name + " " + third)
		}
		found = append(found, "gh "+name)
	}
	for _, match := range ghArray.FindAllStringSubmatch(text, -1) {
		name := strings.TrimSpace(match[1] + " " + match[2])
		if match[1] == "api" {
			name = "api"
		}
		found = append(found, strings.TrimSpace("gh "+name))
	}
	return found
}

// part is a group of a match, or "".
func part(text string, at []int, group int) string {
	if at[2*group] < 0 {
		return ""
	}
	return text[at[2*group]:at[2*group+1]]
}
