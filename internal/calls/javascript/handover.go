package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// handOvers notes each octokit that is an argument of a function from another file of the
// program, which makes calls with it.
func (r *reader) handOvers(tokens []scan.Token) {
	for i, t := range tokens {
		for _, part := range t.Parts {
			r.handOvers(part.Tokens)
		}
		next := scan.At(tokens, i+1)
		if t.Kind != scan.Name || scan.Is(tokens, i-1, ".") || !next.Is(",") && !next.Is(")") && !next.Is("}") {
			continue
		}
		from := r.own[calledBy(tokens, i)]
		if from == "" {
			from = r.requiredFrom(tokens, i)
		}
		if from == "" || r.isSilent(t.From) {
			continue
		}
		if what := r.nameThing(t); what.kind == client && !what.weak {
			r.Unclear = append(r.Unclear, reading.Unclear{Line: t.Line, Column: t.Column, Call: "octokit", Module: from})
		}
	}
}

// requiredFrom is the module of the program that the function around an argument is
// required from.
func (r *reader) requiredFrom(tokens []scan.Token, i int) string {
	name := calledBy(tokens, i)
	if name == "" {
		return ""
	}
	value, ok := r.constants.Lookup(name, tokens[i].From)
	if !ok || !scan.Is(value, 0, "require") || !scan.Is(value, 1, "(") {
		return ""
	}
	if from := scan.At(value, 2); from.Kind == scan.String && from.Parts == nil && strings.HasPrefix(from.Text, ".") {
		return from.Text
	}
	return ""
}

// calledBy is the first name of the function that is called with an argument, which may
// be in an object: "label(octokit)", "labels.add({ octokit })".
func calledBy(tokens []scan.Token, i int) string {
	inObject := false
	for j, steps := i-1, 0; j > 0 && steps < maxAddress; steps++ {
		switch t := tokens[j]; {
		case t.Match < 0:
			j += t.Match
		case t.Is("("):
			for j--; j >= 2 && tokens[j].Kind == scan.Name && (tokens[j-1].Is(".") || tokens[j-1].Is("?.")); {
				j -= 2
			}
			if tokens[j].Kind != scan.Name {
				return ""
			}
			return tokens[j].Text
		case t.Is("{") && !inObject && (scan.Is(tokens, j-1, "(") || scan.Is(tokens, j-1, ",")):
			inObject = true
		case t.Is("{") || t.Is("[") || t.Is(";") || t.Is("=>"):
			return ""
		}
		j--
	}
	return ""
}
