package worktree

import (
	"strings"
)

// anyDepth is any number of directories.
const anyDepth = "**"

// pattern is a line of a .gitignore file.
type pattern struct {
	segments []string // between slashes
	negated  bool     // what it fits is not ignored after all
	dirOnly  bool
	anywhere bool // it fits names in every directory below
}

// parsePatterns reads the text of a .gitignore file. Blank lines and comments
// are none.
func parsePatterns(text string) []pattern {
	var patterns []pattern
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		if p, ok := parsePattern(strings.TrimRight(line, "\r\n")); ok {
			patterns = append(patterns, p)
		}
	}
	return patterns
}

func parsePattern(line string) (pattern, bool) {
	line = trimSpaces(line)
	if line == "" || line[0] == '#' {
		return pattern{}, false
	}
	var p pattern
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirOnly = strings.CutSuffix(line, "/")
	p.anywhere = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return pattern{}, false
	}
	p.segments = strings.Split(line, "/")
	for i, s := range p.segments {
		if len(s) > 1 && strings.Trim(s, "*") == "" {
			p.segments[i] = anyDepth
		}
	}
	return p, true
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

// fits reports whether the pattern fits a path, relative to the directory of
// its file, with slashes.
func (p pattern) fits(path, name string, dir bool) bool {
	if p.dirOnly && !dir {
		return false
	}
	if p.anywhere {
		return fitsSegment(p.segments[0], name)
	}
	return fitsSegments(p.segments, strings.Split(path, "/"))
}

// fitsSegments matches names of directories. Where a "**" has taken too few, it
// takes one more: the last one is enough to try again from, as with stars in a glob.
func fitsSegments(pattern, path []string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(path) {
		switch {
		case p < len(pattern) && pattern[p] == anyDepth:
			if p == len(pattern)-1 {
				return true // everything inside
			}
			star, mark = p, t
			p++
		case p < len(pattern) && fitsSegment(pattern[p], path[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return p == len(pattern)
}

// fitsSegment matches a name with a glob: * and ? and sets of characters in
// brackets, none of which fits a slash.
func fitsSegment(glob, name string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(name) {
		if p < len(glob) && glob[p] == '*' {
			star, mark = p, t
			p++
			continue
		}
		if next, ok := fitsByte(glob, p, name[t]); ok {
			p = next
			t++
			continue
		}
		if star < 0 {
			return false
		}
		mark++
		p, t = star+1, mark
	}
	for p < len(glob) && glob[p] == '*' {
		p++
	}
	return p == len(glob)
}

// fitsByte matches one byte with the element of a glob at p, and returns where
// the next one begins.
func fitsByte(glob string, p int, c byte) (next int, ok bool) {
	if p >= len(glob) {
		return p, false
	}
	switch glob[p] {
	case '?':
		return p + 1, true
	case '[':
		return fitsSet(glob, p, c)
	case '\\':
		if p+1 >= len(glob) {
			return p, false
		}
		return p + 2, glob[p+1] == c
	}
	return p + 1, glob[p] == c
}
