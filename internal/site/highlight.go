package site

import (
	"html"
	"regexp"
	"strings"
)

// lexer colors a language. The pattern has alternatives with one group each, and each
// group has a class in the style. What no group matches has no color.
type lexer struct {
	pattern *regexp.Regexp
	classes []string
}

func newLexer(rules ...[2]string) lexer {
	var l lexer
	var patterns []string
	for _, rule := range rules {
		l.classes = append(l.classes, rule[0])
		patterns = append(patterns, rule[1])
	}
	l.pattern = regexp.MustCompile(`(?m)` + strings.Join(patterns, "|"))
	return l
}

// The classes of the style.
const (
	comment = "comment"
	literal = "literal" // strings, numbers, and words such as true
	keyword = "keyword"
	key     = "key" // arguments, flags, variables
)

// lexers are rough: they color what helps the eye, and no text is lost if they are wrong.
var lexers = map[string]lexer{
	"hcl": newLexer(
		[2]string{comment, `((?:^|[ \t])(?:#|//)[^\n]*)`},
		[2]string{literal, `("(?:[^"\\\n]|\\.)*")`},
		[2]string{key, `^[ \t]*([\w-]+)[ \t]*=[ \t]`},
		[2]string{keyword, `^[ \t]*([a-z_]+)[ \t]`},
		[2]string{literal, `\b(\d+(?:\.\d+)?|true|false|null)\b`},
	),
	"sh": newLexer(
		[2]string{comment, `((?:^|[ \t])#[^\n]*)`},
		[2]string{literal, `("(?:[^"\\]|\\.)*"|'[^']*')`},
		[2]string{key, `(\$\{?\w+\}?|[ \t]--?[a-zA-Z][\w-]*)`},
		[2]string{keyword, `\b(if|then|else|fi|for|do|done|while|case|esac|export)\b`},
	),
	"yaml": newLexer(
		[2]string{comment, `((?:^|[ \t])#[^\n]*)`},
		[2]string{key, `^[ \t-]*([\w.-]+):(?:[ \t]|$)`},
		[2]string{literal, `("(?:[^"\\\n]|\\.)*"|'[^'\n]*')`},
		[2]string{literal, `[ \t](\d+|true|false|null)$`},
	),
	"json": newLexer(
		[2]string{key, `("(?:[^"\\\n]|\\.)*")[ \t]*:`},
		[2]string{literal, `("(?:[^"\\\n]|\\.)*"|\b(?:\d+(?:\.\d+)?|true|false|null)\b)`},
	),
}

// highlight returns the text of a code block as HTML.
func highlight(language, text string) string {
	if language != "console" {
		return lexers[language].mark(text)
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			b.WriteString(`<span class="prompt">$ </span>` + lexers["sh"].mark(command))
			continue
		}
		b.WriteString(html.EscapeString(line))
	}
	return b.String()
}

// mark puts a span around everything that a group matches. The zero lexer only escapes.
func (l lexer) mark(text string) string {
	if l.pattern == nil {
		return html.EscapeString(text)
	}
	var b strings.Builder
	end := 0
	for _, match := range l.pattern.FindAllStringSubmatchIndex(text, -1) {
		for i, class := range l.classes {
			from, to := match[2*i+2], match[2*i+3]
			if from < 0 {
				continue
			}
			b.WriteString(html.EscapeString(text[end:from]))
			b.WriteString(`<span class="` + class + `">` + html.EscapeString(text[from:to]) + `</span>`)
			end = to
		}
	}
	b.WriteString(html.EscapeString(text[end:]))
	return b.String()
}
