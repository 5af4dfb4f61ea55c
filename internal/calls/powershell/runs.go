package powershell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/client"
	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// runs finds the code that a script runs and does not hold, and gh behind another name.
func (p *parser) runs() (runs []reading.Run, hidden []reading.Unclear) {
	aliases := map[string]bool{}
	for i := range p.tokens {
		if !p.begins(i) {
			continue
		}
		from := i
		if t := p.tokens[i]; t.Is("&") || t.Is(".") && i+1 < len(p.tokens) && p.tokens[i+1].From > t.To {
			from++
		}
		words := p.commandWords(from)
		if len(words) == 0 || from == i && p.tokens[i].Kind == scan.String {
			continue
		}
		line, column := p.tokens[i].Line, p.tokens[i].Column
		if name := strings.ToLower(words[0]); (name == "set-alias" || name == "new-alias" || name == "sal") && len(words) > 2 && words[len(words)-1] == "gh" {
			aliases[words[len(words)-2]] = true
			continue
		}
		if aliases[words[0]] || from > i && strings.HasPrefix(words[0], "$") && client.LooksLikeGH(words[1:]) {
			hidden = append(hidden, reading.Unclear{Line: line, Column: column, Call: "gh"})
			continue
		}
		if run, ok := runOf(words, from > i); ok {
			run.Line, run.Column = line, column
			runs = append(runs, run)
		}
	}
	return runs, hidden
}

// begins reports whether a token is the first of a command.
func (p *parser) begins(i int) bool {
	if p.tokens[i].First || i == 0 {
		return true
	}
	switch before := p.tokens[i-1]; before.Text {
	case ";", "|", "&&", "||", "{", "(", "=":
		return before.Kind != scan.String
	}
	return false
}

// maxWords is more than the words of a command that decide.
const maxWords = 60

// commandWords are the words of a command, with slashes, and without quotation marks.
func (p *parser) commandWords(from int) []string {
	var words []string
	for at := from; at < len(p.tokens) && len(words) < maxWords; {
		t := p.tokens[at]
		if at > from && t.First || t.Is(";") || t.Is("|") || t.Is("&&") || t.Is("||") || t.Is(")") || t.Is("}") {
			break
		}
		end := p.word(at, len(p.tokens))
		for i := at + 1; i < end; i++ {
			if p.tokens[i].First && !t.Is("(") && !t.Is("{") || p.tokens[i].Is(";") || p.tokens[i].Is("|") {
				end = i
			}
		}
		words = append(words, strings.ReplaceAll(strings.Trim(p.source(at, end), `"'`), `\`, "/"))
		at = max(end, at+1)
	}
	return words
}

var (
	downloads   = lazyregexp.New(`(?i)\b(irm|iwr|invoke-restmethod|invoke-webrequest|curl|wget|downloadstring)\b`)
	cmdlet      = lazyregexp.New(`^[A-Za-z]+-[A-Za-z]+$`)
	oneVariable = lazyregexp.New(`^\$(\w+)$`)
)

// runOf says which code a command runs.
func runOf(words []string, called bool) (reading.Run, bool) {
	name := strings.ToLower(words[0])
	alone := oneVariable.FindStringSubmatch(words[0])
	switch {
	case name == "iex" || name == "invoke-expression":
		return expressionOf(words[1:])
	case called && alone != nil && len(words) == 1:
		return reading.Run{What: "$" + alone[1]}, true
	case cmdlet.MatchString(words[0]) || strings.HasPrefix(words[0], "$") && !called:
		return reading.Run{}, false
	}
	if (name == "bash" || name == "sh" || name == "zsh") && len(words) > 1 && !strings.HasPrefix(words[1], "-") {
		words = []string{"source", words[1]}
	}
	for i, direct := range delegate.Positions(words) {
		run, ok := delegate.Of(words[i:])
		if !direct || !ok {
			continue
		}
		run.Token = delegate.NamesToken(strings.Join(words[i+1:], " "))
		return run, !run.Weak || run.Token
	}
	return reading.Run{}, false
}

// expressionOf says what Invoke-Expression runs, unless that is in its words.
func expressionOf(words []string) (reading.Run, bool) {
	text := strings.TrimPrefix(strings.Join(words, " "), "-Command ")
	match := downloads.FindString(text)
	alone := oneVariable.FindStringSubmatch(text)
	switch {
	case match != "":
		return reading.Run{What: "code that " + match + " downloads"}, true
	case alone != nil:
		return reading.Run{What: "$" + alone[1]}, true
	case text == "" || strings.ContainsAny(text, "$("):
		return reading.Run{What: "code that Invoke-Expression gets"}, true
	}
	return reading.Run{}, false
}
