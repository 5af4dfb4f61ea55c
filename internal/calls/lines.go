package calls

import (
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"
)

// logicalLine is a line with its place.
type logicalLine struct {
	text   string
	at     int // where its text begins in the whole
	number int // of the line, from 1
	begin  int // the column of its text, from 1
}

func (l logicalLine) column() int { return l.begin }

// lineAt is a line whose text begins at an offset.
func (r *reader) lineAt(text string, at int) logicalLine {
	number, column := r.at(at)
	return logicalLine{text, at, number, column}
}

// at gives the line and the column, in characters, of an offset, both from 1.
func (r *reader) at(offset int) (line, column int) {
	line = sort.SearchInts(r.starts, offset+1)
	begin := r.starts[line-1]
	return line, utf8.RuneCountInString(r.text[begin:min(offset, len(r.text))]) + 1
}

// blockStart begins a comment of several lines in many languages. In a shell it
// would be a pattern.
var blockStart = regexp.MustCompile(`^\s*/\*(?:[*!\s]|$)`)

// maxComment is how many lines a comment has at most.
const maxComment = 200

// commentBlock gives the size of a comment that a text begins with, and how many
// lines of it hold nothing else; both are 0 where there is none. What follows the
// end of a comment on its line is no comment.
func commentBlock(text string) (size, lines int) {
	first := text[:lineEnd(text, 0)]
	if !blockStart.MatchString(first) {
		return 0, 0
	}
	size = strings.Index(first, "/*") + len("/*")
	for lines < maxComment && size < len(text) {
		end := lineEnd(text, size)
		if close := strings.Index(text[size:end], "*/"); close >= 0 {
			if size += close + len("*/"); strings.TrimSpace(text[size:end]) == "" {
				return end, lines + 1
			}
			return size, lines
		}
		size, lines = end, lines+1
	}
	return 0, 0
}

// region is a range of a text in which commands may go over several lines, but not
// beyond it.
type region struct {
	from, to int
	recipe   bool // of a Makefile
	folded   bool // the ends of its lines are spaces
}

var (
	// fence is the mark around code in Markdown.
	fence = regexp.MustCompile("^\\s*(?:```|~~~)")
	// blockScalar is the key of a text of several lines in YAML.
	blockScalar = regexp.MustCompile(`^(\s*(?:-\s+)*)["']?[\w.-]+["']?\s*:\s*([|>])[-+\d]*\s*(?:#.*)?$`)
	// rule begins a rule of a Makefile.
	rule = regexp.MustCompile(`(?m)^[\w./%$(){}-][^\n=#"']*:(?:[^=\n][^\n]*)?\n\t\s*\S`)
)

// regions divides a text: at the marks around code, where texts in YAML begin and
// end, and the lines of a Makefile's recipes.
func regions(text string) []region {
	var found []region
	isMakefile := rule.MatchString(text)
	from, indent, folded := 0, -1, false
	cut := func(at int) {
		if at > from {
			found = append(found, region{from: from, to: at, folded: folded && indent >= 0})
		}
		from = at
	}
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		line := strings.TrimRight(text[at:end], " \t\n")
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if line != "" && depth <= indent {
			cut(at)
			indent = -1
		}
		switch {
		case isMakefile && strings.HasPrefix(line, "\t"):
			for strings.HasSuffix(strings.TrimRight(text[at:end], "\n"), `\`) && end < len(text) {
				end = lineEnd(text, end)
			}
			cut(at)
			found = append(found, region{from: at, to: end, recipe: true})
			from = end
		case fence.MatchString(line):
			cut(at)
			cut(end)
		case indent < 0 && blockScalar.MatchString(line):
			cut(at)
			cut(end)
			match := blockScalar.FindStringSubmatch(line)
			indent, folded = len(match[1]), match[2] == ">"
		}
		at = end
	}
	cut(len(text))
	return found
}

// namesCommand is quick to say of most lines of most texts that they name no command.
func namesCommand(text string) bool {
	for _, name := range known {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}
