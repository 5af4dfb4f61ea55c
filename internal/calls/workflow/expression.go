package workflow

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// expression is what GitHub puts in before a script runs.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
var expression = lazyregexp.New(`\$\{\{([^\n]*?)\}\}`)

// only is a text that is nothing but an expression.
var only = lazyregexp.New(`^\s*\$\{\{[^\n]*?\}\}\s*$`)

// contextual are expressions whose value is the same for everybody on github.com.
var contextual = map[string]string{
	"github.api_url": "https://api.github.com", "github.graphql_url": "https://api.github.com/graphql", "github.server_url": "https://github.com",
}

// expressions puts in what expressions give as far as it is known: GitHub's
// addresses, and variables of the environment.
func expressions(text string, env *variables) string {
	if !strings.Contains(text, "${{") {
		return text
	}
	return expression.ReplaceAllStringFunc(text, func(whole string) string {
		inner := strings.TrimSpace(whole[3 : len(whole)-2])
		if value, ok := contextual[inner]; ok {
			return value
		}
		if name, ok := strings.CutPrefix(inner, "env."); ok && harmless.MatchString(env.get(name)) {
			return env.get(name)
		}
		return whole
	})
}

// lastName is the name of a value: the last word before an operator or a call.
var lastName = lazyregexp.New(`^[\s!(]*(?:[\w*-]+\.)*([\w-]+)`)

// braces writes the expressions that are left as variables in braces, as addresses
// have them.
func braces(text string) string {
	if !strings.Contains(text, "${{") {
		return text
	}
	return expression.ReplaceAllStringFunc(text, func(whole string) string {
		inner := whole[3 : len(whole)-2]
		if strings.TrimSpace(inner) == "github.repository" {
			return "{owner}/{repo}"
		}
		match := lastName.FindStringSubmatch(inner)
		if match == nil {
			return "{value}"
		}
		return "{" + strings.ReplaceAll(match[1], "-", "_") + "}"
	})
}
