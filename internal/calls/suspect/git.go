package suspect

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// gitCommand matches a Git command that connects to another host, with the text before it
// and its arguments.
var gitCommand = lazyregexp.New(`(^\s*[-@+]+|^|[^\w.-])\bgit(?:\.exe)?\b(?:\s+(?:-[cC]\s+\S+|--?[\w.-]+(?:=\S+)?))*\s+(push|clone|fetch|pull|ls-remote|submodule\s+(?:update|add)|remote\s+(?:update|show)|lfs\s+(?:push|pull|fetch|clone)|subtree\s+(?:push|pull|add)|archive\s+--remote)(?:\s([^;&|\n]*)|$)`)

// gitArray is a call of Git by a program.
var gitArray = lazyregexp.New(`["']git["']\s*[,)\]]\s*(?:\[\s*|args\(\s*\[?|arg\()?["'](push|clone|fetch|pull|ls-remote)["']`)

// gitLibrary is a call of a library for Git.
var gitLibrary = lazyregexp.New(`\bclone_from\(|\bPlainClone\w*\(|\bsimpleGit\(|\bgit\.(?:push|clone|fetch|pull)\(|\.remotes?\.\w+\.(?:push|pull|fetch)\(`)

// gitCommands finds Git commands that may connect to GitHub over HTTPS. The address of a
// named remote is not known.
func gitCommands(text string) []string {
	var found []string
	for _, at := range gitCommand.FindAllStringSubmatchIndex(text, -1) {
		arguments := part(text, at, 3)
		if source.IsProse(text[:at[3]]) || address.IsElsewhere(arguments) {
			continue
		}
		found = append(found, gitUse(part(text, at, 2)))
	}
	for _, match := range gitArray.FindAllStringSubmatch(text, -1) {
		if !address.IsElsewhere(strings.NewReplacer(`"`, " ", `'`, " ", ",", " ").Replace(text[strings.Index(text, match[0])+len(match[0]):])) {
			found = append(found, gitUse(match[1]))
		}
	}
	for _, match := range gitLibrary.FindAllString(text, -1) {
		found = append(found, gitUse(match))
	}
	return found
}

func gitUse(command string) string {
	if strings.Contains(command, "push") {
		return "git push"
	}
	return "git fetch"
}
