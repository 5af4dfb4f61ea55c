package operations

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// maxTokens bounds what one document may hold. GitHub itself takes far less.
const maxTokens = 100_000

// part is a document that starts at a place; without a document it could not be
// parsed.
type part struct {
	line, column int // of the text; column 1 of all lines but the first
	document     *ast.QueryDocument
	text         string // of what could not be parsed
}

// parse parses a text, or else each of its definitions that can be parsed.
func parse(text string) []part {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if document := document(text); document != nil {
		return []part{{line: 1, column: 1, document: document}}
	}
	var parts []part
	for _, d := range definitions(text) {
		parts = append(parts, part{d.line, d.column, document(d.text), d.text})
	}
	return together(parts)
}

// together makes one document of the definitions that could be parsed, so that
// operations know their fragments.
func together(parts []part) []part {
	var whole *ast.QueryDocument
	var rest []part
	for _, p := range parts {
		if p.document == nil {
			rest = append(rest, p)
			continue
		}
		if whole == nil {
			whole = &ast.QueryDocument{}
		}
		for _, operation := range p.document.Operations {
			p.move(operation.Position)
			whole.Operations = append(whole.Operations, operation)
		}
		for _, fragment := range p.document.Fragments {
			p.move(fragment.Position)
			whole.Fragments = append(whole.Fragments, fragment)
		}
	}
	if whole != nil {
		rest = append(rest, part{line: 1, column: 1, document: whole})
	}
	return rest
}

// move makes a place within the part one of the text.
func (p part) move(position *ast.Position) {
	if position.Line == 1 {
		position.Column += p.column - 1
	}
	position.Line += p.line - 1
}

// document parses a text in the ways that it may be written in a program; nil: it
// is no document.
func document(text string) *ast.QueryDocument {
	for _, way := range []func(string) string{plain, formatted, escaped} {
		written := way(text)
		if written == "" {
			continue
		}
		document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: written}, maxTokens)
		if err == nil && len(document.Operations)+len(document.Fragments) > 0 {
			return document
		}
	}
	return nil
}

// plain is a text with ${...} in it, as shells and JavaScript have it.
func plain(text string) string {
	return (&filler{text: text}).fill()
}

// formatted is a text for Python's format and f-strings, where braces are doubled
// and one of them is a value, or for printf, or one for people with <x> in it.
func formatted(text string) string {
	if !strings.ContainsAny(text, "{%<") {
		return ""
	}
	return (&filler{text: text, values: true, doubled: strings.Contains(text, "{{")}).fill()
}

// escaped is a text as a JSON string holds it.
func escaped(text string) string {
	if !strings.Contains(text, `\`) {
		return ""
	}
	return plain(strings.NewReplacer(`\n`, " ", `\t`, " ", `\r`, " ", `\"`, `"`, `\\`, `\`).Replace(text))
}

// definition is the text of an operation or fragment.
type definition struct {
	text         string
	line, column int
}

// maxDefinitions is more than a document has. What follows is one part.
const maxDefinitions = 1000

// definitions divides a text after each brace that closes a definition.
func definitions(text string) []definition {
	var found []definition
	depth, start, line, from := 0, 0, 1, 1
	add := func(end int) {
		if strings.TrimSpace(text[start:end]) != "" {
			found = append(found, trimmed(text[start:end], from))
		}
		start, from = end, line
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			line++
		case '$', '#': // what a program puts in has braces of its own
			if strings.HasPrefix(text[i+1:], "{") {
				end := closing(text, i+1)
				line += strings.Count(text[i:end], "\n")
				i = end - 1
			}
		case '{':
			depth++
		case '}':
			if depth--; depth <= 0 {
				depth = 0
				if len(found) < maxDefinitions {
					add(i + 1)
				}
			}
		}
	}
	add(len(text))
	return found
}

// trimmed leaves out the empty lines before a definition.
func trimmed(text string, line int) definition {
	rest := strings.TrimLeft(text, " \t\r\n\ufeff")
	before := text[:len(text)-len(rest)]
	return definition{rest, line + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n')}
}
