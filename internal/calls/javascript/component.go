package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// scriptElement is where a script begins or ends in a component of Vue or Svelte,
// or in a page.
var scriptElement = lazyregexp.New(`(?i)<(/?)script\b[^>]*>`)

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
			template(&b, text[from:at[0]])
		}
		blank(&b, text[at[0]:at[1]])
		from, inside = at[1], !inside
	}
	if inside {
		b.WriteString(text[from:])
	} else {
		template(&b, text[from:])
	}
	return b.String()
}

// handler is an attribute of a template whose value is an expression: @click="...",
// v-on:click="...", :items="...", v-if="..." in Vue, on:click={...}, onclick={...} in
// Svelte. A value with a call is read; its quotes or braces become semicolons.
var handler = lazyregexp.New(`[\s](?:(?:@|:|v-)[\w.:@\[\]-]+|on:?[\w|]+)=(?:"([^"]*\([^"]*)"|'([^']*\([^']*)'|\{([^\n]*?\([^\n]*?)\}(?:[\s/>]|$))`)

// template writes the handlers of a template, and spaces for the rest.
func template(b *strings.Builder, text string) {
	from := 0
	for _, at := range handler.FindAllStringSubmatchIndex(text, -1) {
		for group := 2; group < len(at); group += 2 {
			start, end := at[group], at[group+1]
			if start < 0 || !isWhole(text[start:end]) {
				continue
			}
			blank(b, text[from:start-1])
			b.WriteByte(';')
			b.WriteString(text[start:end])
			b.WriteByte(';')
			from = end + 1
		}
	}
	blank(b, text[from:])
}

// isWhole reports whether the brackets and quotes of an expression are closed.
func isWhole(expression string) bool {
	open := 0
	for _, c := range expression {
		switch c {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0 && strings.Count(expression, "'")%2 == 0 && strings.Count(expression, `"`)%2 == 0 && strings.Count(expression, "`")%2 == 0
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
