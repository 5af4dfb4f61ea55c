package powershell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// pipeline reads commands and expressions between bars. Of several, the value holds
// all.
func (p *parser) pipeline(from, to int) *program.Expr {
	var parts []program.Arg
	for from < to {
		end := p.find(from, to, "|", "&&", "||", ";")
		if end > from {
			parts = append(parts, program.Arg{Value: p.element(from, end)})
		}
		from = end + 1
	}
	switch len(parts) {
	case 0:
		return &program.Expr{}
	case 1:
		return parts[0].Value
	}
	first := parts[0].Value
	return &program.Expr{Args: parts, Line: first.Line, Column: first.Column, Pos: first.Pos, Block: p.block}
}

// element reads a command, or an expression.
func (p *parser) element(from, to int) *program.Expr {
	first := p.tokens[from]
	if (first.Is("&") || first.Is(".")) && from+1 < to {
		return p.command(from+1, to)
	}
	if first.Kind == scan.Name && !strings.HasPrefix(first.Text, "$") && !strings.HasPrefix(first.Text, "-") {
		return p.command(from, to)
	}
	return p.expr(from, to)
}

// external are commands that take their arguments as they stand.
var external = map[string]bool{"gh": true, "git": true, "curl": true, "wget": true, "bash": true, "sh": true, "docker": true, "hub": true, "npm": true, "http": true, "sudo": true, "env": true}

// command reads a command with its arguments.
func (p *parser) command(from, to int) *program.Expr {
	word := p.word(from, to)
	name, _ := p.expr(from, word), word
	text := strings.TrimSuffix(strings.ToLower(p.source(from, word)), ".exe")
	if name.Kind == program.Text {
		text = strings.TrimSuffix(strings.ToLower(name.Text), ".exe")
	}
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Call, X: p.at(p.tokens[from], &program.Expr{Kind: program.Name, Text: text})})
	if external[text] && !p.isAlias(word, to) {
		e.Args = p.words(word, to)
	} else {
		e.Args = p.args(word, to, text)
	}
	p.scope.Calls = append(p.scope.Calls, e)
	return e
}

// isAlias reports whether curl or wget is what Windows PowerShell calls so.
func (p *parser) isAlias(from, to int) bool {
	return p.find(from, to, "-Uri", "-Method", "-Headers", "-UseBasicParsing", "-OutFile", "-Body") < to
}

// word is where a word ends: tokens without a space between them, and brackets.
func (p *parser) word(from, to int) int {
	i := from
	for i < to {
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
		}
		i++
		if i >= to || p.tokens[i].From != p.tokens[i-1].To || p.tokens[i].Is(",") || p.tokens[i-1].Is(",") {
			break
		}
	}
	return min(i, to)
}

func (p *parser) source(from, to int) string {
	if from >= to {
		return ""
	}
	start, end := p.tokens[from].From, p.tokens[to-1].To
	if start > end || end > len(p.text) {
		return ""
	}
	return p.text[start:end]
}

// words reads arguments as a command of the system is given them.
func (p *parser) words(from, to int) []program.Arg {
	var args []program.Arg
	for from < to {
		end := p.word(from, to)
		args = append(args, program.Arg{Value: p.bare(from, end)})
		from = end
	}
	return args
}

// args reads arguments with their names.
func (p *parser) args(from, to int, command string) []program.Arg {
	var args []program.Arg
	for from < to {
		t := p.tokens[from]
		switch {
		case t.Is("@") && scan.At(p.tokens, from+1).Kind == scan.Name && from+1 < to: // splatting
			args = append(args, program.Arg{Name: "@", Value: p.at(t, &program.Expr{Kind: program.Name, Text: strings.ToLower(p.tokens[from+1].Text)})})
			from += 2
		case t.Kind == scan.Name && strings.HasPrefix(t.Text, "-"):
			arg, end := p.named(from, to)
			args = append(args, arg)
			from = end
		default:
			end := p.list(from, to)
			if body := t.Is("{"); command != "mock" || !body { // the body of a mock is no call
				args = append(args, program.Arg{Value: p.value(from, end)})
			}
			from = end
		}
	}
	return args
}

// named reads "-Name value", "-Name:value", or a switch.
func (p *parser) named(from, to int) (program.Arg, int) {
	arg := program.Arg{Name: strings.ToLower(strings.TrimPrefix(p.tokens[from].Text, "-"))}
	at := from + 1
	if scan.Is(p.tokens, at, ":") && at < to {
		at++
	}
	if at >= to || p.tokens[at].Kind == scan.Name && strings.HasPrefix(p.tokens[at].Text, "-") || p.tokens[at].Is("@") && scan.At(p.tokens, at+1).Kind == scan.Name {
		arg.Value = p.at(p.tokens[from], &program.Expr{Kind: program.Text, Text: "true"})
		return arg, at
	}
	end := p.list(at, to)
	arg.Value = p.value(at, end)
	return arg, end
}

// list is where an argument ends that may be several words with commas between them.
func (p *parser) list(from, to int) int {
	end := p.word(from, to)
	for end+1 < to && p.tokens[end].Is(",") {
		end = p.word(end+1, to)
	}
	return max(end, from+1)
}

// value reads an argument.
func (p *parser) value(from, to int) *program.Expr {
	if p.find(from, to, ",") < to {
		return p.expr(from, to)
	}
	return p.bare(from, to)
}

// bare reads a word: an expression, or a text that may hold variables.
func (p *parser) bare(from, to int) *program.Expr {
	if p.isExpression(from, to) {
		return p.expr(from, to)
	}
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Join})
	for i := from; i < to; i++ {
		t := p.tokens[i]
		closing := scan.Partner(p.tokens, i)
		switch {
		case t.Kind == scan.String, t.Kind == scan.Name && strings.HasPrefix(t.Text, "$"):
			part, end := p.primary(i, to)
			e.Args = append(e.Args, program.Arg{Value: part})
			i = end - 1
		case t.Is("$") && closing <= i && scan.Is(p.tokens, i+1, "(") && scan.Partner(p.tokens, i+1) < to:
			part, end := p.primary(i, to)
			e.Args = append(e.Args, program.Arg{Value: part})
			i = end - 1
		default:
			e.Args = append(e.Args, program.Arg{Value: p.at(t, &program.Expr{Kind: program.Text, Text: t.Text})})
		}
	}
	if len(e.Args) == 1 {
		return e.Args[0].Value
	}
	return e
}

// isExpression reports whether a word is one expression: "$x.y", "(...)", "'text'".
func (p *parser) isExpression(from, to int) bool {
	first := p.tokens[from]
	if first.Kind == scan.Name && !strings.HasPrefix(first.Text, "$") || first.Kind == scan.Number && to-from > 1 {
		return false
	}
	for i := from; i < to; i++ {
		t := p.tokens[i]
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
			continue
		}
		if t.Kind == scan.Punctuation && !t.Is(".") && !t.Is("$") && !t.Is("@") && !t.Is("::") && !t.Is("[") {
			return false
		}
	}
	return true
}
