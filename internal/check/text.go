package check

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
)

// textsAreClean: control characters hide what a text says, in the form, in a
// terminal and in a report.
func textsAreClean(r *run, t *template) {
	clean(r, t, t.ArgumentRange, "name", t.Name, false)
	clean(r, t, t.ArgumentRange, "description", t.Description, false)
	clean(r, t, t.ArgumentRange, "justification", t.Justification, true)
	for key, value := range t.Labels {
		clean(r, t, t.ArgumentRange, "labels", key, false)
		clean(r, t, t.ArgumentRange, "labels", value, false)
	}
}

// clean reports the first control character of a text. Where lines are
// allowed, line feeds are none: what people write as a heredoc ends with one.
func clean(r *run, t *template, place func(string) diag.Range, argument, text string, lines bool) {
	position := 0
	for _, c := range text {
		position++
		if !isControl(c) || lines && c == '\n' {
			continue
		}
		if c == '\n' && position == utf8.RuneCountInString(text) {
			r.error(t, place(argument), "line-break-at-end", "Line break at the end",
				fmt.Sprintf("The argument %q must be one line, but a heredoc always has a line break at its end. Remove the line break with chomp(...), or write the text in quotes.", argument))
			return
		}
		r.error(t, place(argument), "control-character", "Control character",
			fmt.Sprintf("Character %d of %q, in the argument %q, is %U: %s. Remove it.", position, text, argument, c, whyControl(c)))
		return
	}
}

// isControl reports whether c is a control character, or one that changes the
// direction or the line of the text around it.
func isControl(c rune) bool {
	return c < ' ' || c > '~' && (unicode.IsControl(c) || breaksLine(c) || unicode.Is(unicode.Bidi_Control, c))
}

func breaksLine(c rune) bool { return c == '\u2028' || c == '\u2029' }

func whyControl(c rune) string {
	switch {
	case unicode.Is(unicode.Bidi_Control, c):
		return "it changes the direction of text, so people read something other than what is there"
	case c == '\n', c == '\r', breaksLine(c):
		return "a line break, but the text must be one line"
	case c == '\t':
		return "a tab, but words must be separated by spaces"
	}
	return "a control character, which forms drop and terminals obey"
}
