package calls

import (
	"path"
	"slices"
	"strings"
)

// commandsIn finds the calls that the commands of a line make: curl and gh api.
func (r *reader) commandsIn(line logicalLine) []Call {
	if !strings.Contains(line.text, "curl") && !strings.Contains(line.text, "api") {
		return nil
	}
	var found []Call
	for _, words := range simpleCommands(line.text) {
		calls, unclear := commandCalls(words)
		found = append(found, calls...)
		if unclear != "" {
			r.unclear(line, unclear)
		}
	}
	return found
}

// commandCalls finds the command among the words: others may stand before it,
// such as a prompt, sudo, or variables that are set. A call of which the method or
// the address cannot be read is unclear.
func commandCalls(words []string) (calls []Call, unclear string) {
	for i, word := range words {
		switch name := commandName(word); {
		case name == "curl":
			return curlCalls(words[i+1:])
		case name == "gh" && i+1 < len(words) && words[i+1] == "api":
			return ghCalls(words[i+2:])
		}
	}
	return nil, ""
}

// commandName is the name of a command without its folder, its ending, and what
// Make has before it.
func commandName(word string) string {
	return strings.TrimSuffix(path.Base(strings.TrimLeft(word, "@+-")), ".exe")
}

// silent are commands that only write, look for text or do nothing; shells may
// run what these write.
var (
	silent = []string{"echo", "printf", "grep", "egrep", "fgrep", "rg", "true", "false", ":", "exit", "cd", "return", "cat", "tee", "jq", "head", "tail", "wc", "sort"}
	shells = []string{"sh", "bash", "zsh", "dash", "ksh", "xargs", "eval", "source", "pwsh", "python", "python3", "node"}
)

// isSilent reports whether a line only writes or looks for text, whatever that
// text is.
func isSilent(text string) bool {
	first := strings.TrimLeft(strings.TrimSpace(text), "@-+> \t")
	first = strings.TrimSpace(strings.TrimPrefix(first, "run:"))
	if word, _, _ := strings.Cut(first, " "); !slices.Contains(silent, commandName(word)) {
		return false
	}
	for i, words := range simpleCommands(first) {
		name := commandName(words[0])
		if i > 0 && !slices.Contains(silent, name) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(shells, w) }) && i > 0 {
			return false
		}
	}
	return true
}
