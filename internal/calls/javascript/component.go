package javascript

import (
	"regexp"
	"strings"
)

// scriptElement is where a script begins or ends in a component of Vue or Svelte,
// or in a page.
var scriptElement = regexp.MustCompile(`(?i)<(/?)script\b[^>]*>`)

// scripts are the scripts of a text that begins as a component or a page: the rest
// of it is spaces, so that places stay. Any other text is a script as a whole.
func scripts(text string) string {
	if begin := strings.TrimLeft(text, "\ufeff \t\r\n"); !strings.HasPrefix(begin, "<") || !scriptElement.MatchString(text) {
		return text
	}
	var b strings.Builder
	from, inside := 0, false
	for _, at := range scriptElement.FindAllStringSubmatchIndex(text, -1) {
		if closes := at[2] < at[3]; closes != inside {
			continue
		}
		if inside {
			b.WriteString(text[from:at[0]])
		} else {
			blank(&b, text[from:at[0]])
		}
		blank(&b, text[at[0]:at[1]])
		from, inside = at[1], !inside
	}
	if inside {
		b.WriteString(text[from:])
	} else {
		blank(&b, text[from:])
	}
	return b.String()
}

// blank writes spaces for a text, and keeps its lines.
func blank(b *strings.Builder, text string) {
	for i := range len(text) {
		if text[i] == '\n' {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
}
