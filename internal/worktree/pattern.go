package worktree

import (
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// pattern is a line as in a .gitignore file.
type pattern struct {
	glob     string
	negated  bool // what it fits is not left out after all
	dirOnly  bool
	anywhere bool // it fits names in every directory below
}

// parsePatterns reads lines as in a .gitignore file. Blank lines and comments
// are none.
func parsePatterns(text string) []pattern {
	var patterns []pattern
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = trimSpaces(strings.TrimRight(line, "\r\n"))
		if line == "" || line[0] == '#' {
			continue
		}
		var p pattern
		line, p.negated = strings.CutPrefix(line, "!")
		line, p.dirOnly = strings.CutSuffix(line, "/")
		p.anywhere = !strings.Contains(line, "/")
		if line = strings.TrimPrefix(line, "/"); line != "" {
			p.glob = glob(line)
			patterns = append(patterns, p)
		}
	}
	return patterns
}

// trimSpaces takes spaces off the end, but for one that a backslash keeps.
func trimSpaces(line string) string {
	trimmed := strings.TrimRight(line, " ")
	backslashes := len(trimmed) - len(strings.TrimRight(trimmed, `\`))
	if trimmed != line && backslashes%2 == 1 {
		return trimmed + " "
	}
	return trimmed
}

// gitOnly are what a pattern of Git says in other words than one of doublestar,
// which has braces, too.
var gitOnly = strings.NewReplacer(`\\`, `\\`, `\{`, `\{`, `\}`, `\}`, "{", `\{`, "}", `\}`,
	"[:alnum:]", "0-9A-Za-z", "[:alpha:]", "A-Za-z", "[:digit:]", "0-9", "[:lower:]", "a-z", "[:upper:]", "A-Z", "[:xdigit:]", "0-9A-Fa-f",
	"[:punct:]", ":-@!-.\\[-`{-~", "[:space:]", " \t\r\n\v\f", "[:blank:]", " \t", "[]", `[\]`, "[!]", `[!\]`, "[^]", `[^\]`)

// glob returns a pattern for doublestar.
func glob(line string) string {
	line = gitOnly.Replace(line)
	if inside, found := strings.CutSuffix(line, "/**"); found {
		return inside + "/**/*" // not the directory itself
	}
	return line
}

// fits reports whether the pattern fits a path, relative to the directory that
// it is written for, with slashes. One that is malformed fits nothing.
func (p pattern) fits(name string, dir bool) bool {
	if p.dirOnly && !dir {
		return false
	}
	if p.anywhere {
		name = path.Base(name)
	}
	ok, err := doublestar.Match(p.glob, name)
	return ok && err == nil
}
