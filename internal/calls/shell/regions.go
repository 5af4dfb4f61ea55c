package shell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// region is a range of a text in which commands may go over several lines, but not
// beyond it.
type region struct {
	from, to int
	recipe   bool // of a Makefile
	folded   bool // the ends of its lines are spaces
}

var (
	// fence is the mark around code in Markdown.
	fence = lazyregexp.New("^\\s*(?:```|~~~)")
	// blockScalar is the key of a text of several lines in YAML.
	blockScalar = lazyregexp.New(`^(\s*(?:-\s+)*)["']?[\w.-]+["']?\s*:\s*([|>])[-+\d]*\s*(?:#.*)?$`)
	// rule begins a rule of a Makefile.
	rule = lazyregexp.New(`(?m)^[\w./%$(){}-][^\n=#"']*:(?:[^=\n][^\n]*)?\n\t\s*\S`)
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
		end := source.LineEnd(text, at)
		line := strings.TrimRight(text[at:end], " \t\n")
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if line != "" && depth <= indent {
			cut(at)
			indent = -1
		}
		switch {
		case isMakefile && strings.HasPrefix(line, "\t"):
			for strings.HasSuffix(strings.TrimRight(text[at:end], "\n"), `\`) && end < len(text) {
				end = source.LineEnd(text, end)
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

// namesCommand is a fast check that is false for most lines that name no command.
func namesCommand(text string) bool {
	for _, name := range known {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}
