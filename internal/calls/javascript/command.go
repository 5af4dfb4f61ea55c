package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
	"github.com/patctl/patctl/internal/calls/shell"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// commandCall notes what a command calls that a program runs: exec("gh pr create"), spawn("gh", ["pr",
// "create"]), $`gh pr create`.
func (r *reader) commandCall(at scan.Token, t thing, c chain, s step) {
	if s.form == tagged {
		r.attempt(at, func(k *scan.Constants) outcome { return command(k.Template(c.tokens[s.at : s.at+1])) })
		return
	}
	a := c.arguments(s)
	if len(a) == 0 {
		return
	}
	r.attempt(at, func(k *scan.Constants) outcome { return command(r.words(k, a)) })
}

// words is the command of a call as a shell has it.
func (r *reader) words(k *scan.Constants, a []scan.Argument) string {
	first := k.Resolve(a[0].Value)
	if scan.Is(first, 0, "[") { // Bun.spawn(["gh", ...])
		return list(k, first)
	}
	text := k.Template(a[0].Value)
	if len(a) > 1 {
		if second := k.Resolve(a[1].Value); scan.Is(second, 0, "[") {
			words := text + " " + list(k, second)
			if scan.Known(text) && !callers.MatchString(text) && !shells[text] && !runsCode(words) {
				return ""
			}
			return words
		} else if len(second) > 0 && second[0].Kind == scan.Name && scan.Known(text) && !strings.Contains(text, " ") && !isFunction(second) {
			return text + " ${arguments}"
		}
	}
	return text
}

// shells run the command that they are given.
var shells = set("sh bash zsh /bin/sh /bin/bash sudo env npx xargs timeout")

// list are the words of a list.
func list(k *scan.Constants, tokens []scan.Token) string {
	var words []string
	for _, a := range scan.Arguments(tokens, 0) {
		if a.Name == "..." {
			if inner := k.Resolve(a.Value); scan.Is(inner, 0, "[") && len(inner) < len(tokens) {
				words = append(words, list(k, inner))
				continue
			}
			words = append(words, "${arguments}")
			continue
		}
		words = append(words, quoted(k.Template(a.Value)))
	}
	return strings.Join(words, " ")
}

// quoted is a word as a shell has it.
func quoted(word string) string {
	if word == "" || strings.ContainsAny(strings.ReplaceAll(word, "${", ""), " \t\n'\"$&|;<>()*?#~`\\") {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// callers are the commands that may call GitHub.
var callers = lazyregexp.New(`(?:^|[\s;&|("'` + "`" + `/])(gh|git|curl|wget|hub|docker|npm)(?:\s|$)`)

// command is what a command calls.
func command(text string) outcome {
	text = programPath.ReplaceAllString(text, "$1 ")
	if strings.HasPrefix(text, "${") && !strings.Contains(text, " ") {
		return outcome{open: true}
	}
	if !callers.MatchString(text) && !runsCode(text) {
		return outcome{}
	}
	found := shell.Read(text)
	o := outcome{runs: found.Runs}
	for _, call := range found.Calls {
		if !isElsewhere(call) {
			o.calls = append(o.calls, call)
		}
	}
	for _, u := range found.Unclear {
		o.also = append(o.also, u.Call)
		o.open = strings.Contains(text, "${")
	}
	return o
}

// runsCode reports whether a command runs code that its words do not hold and that may call
// GitHub: a script, or a tool that does.
func runsCode(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 || strings.Contains(words[0], "${") {
		return false
	}
	run, ok := delegate.Of(words)
	return ok && !run.Weak
}

// isElsewhere reports whether a command calls an address that is not GitHub's.
func isElsewhere(call reading.Call) bool {
	if call.Kind != reading.REST {
		return false
	}
	_, address, ok := strings.Cut(call.Text, " ")
	if !ok {
		address = call.Text
	}
	where, _ := scan.PlaceOf(address)
	return where == scan.Foreign && strings.Contains(address, "://")
}

// programPath is the path of a program in a variable.
var programPath = lazyregexp.New(`^["']?\$\{_?(gh|git)(?:_?[pP]ath|Cmd|Bin|Exe|Executable|Command)?\}["']?(?: |$)`)
