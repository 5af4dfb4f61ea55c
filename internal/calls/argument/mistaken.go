package argument

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog/library"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// variables are those that a shell sets before a command.
var variables = lazyregexp.New(`^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s"']*)\s+)+`)

// Program is the command that an argument runs, if explain reads it, or "".
func Program(arg string) string {
	first, _, _ := strings.Cut(variables.ReplaceAllString(strings.TrimSpace(arg), ""), " ")
	switch first {
	case "curl", "gh", "git", "wget":
		return first
	}
	return ""
}

// Mistaken says what is wrong with an argument that is taken for an endpoint as a whole,
// and is none; nil: nothing is known to be.
func Mistaken(arg string, found reading.Reading) *diag.Diagnostic {
	if !isWhole(found) {
		return nil
	}
	if wrong := noCall(arg); wrong != nil {
		return wrong
	}
	return NoSuchMethod(arg)
}

// noCall says that a command calls nothing, where that is all that an argument is; nil:
// it is something else. Without this it would be a wrong endpoint.
func noCall(arg string) *diag.Diagnostic {
	name := Program(arg)
	if name == "" {
		return nil
	}
	detail := fmt.Sprintf("%q makes no call to GitHub.", diag.Printable(arg))
	switch name {
	case "gh":
		detail = fmt.Sprintf("%q makes no call to GitHub: it is a group of commands, or a command that works without GitHub. Name a command, such as: patctl explain 'gh pr create'", diag.Printable(arg))
	case "git":
		detail += " git needs permissions for push, clone, fetch, and pull with a repository on GitHub over HTTPS."
	}
	return diag.General("No calls", detail)
}

// isWhole reports whether nothing was found in an argument, so that all of it is taken
// for an endpoint.
func isWhole(found reading.Reading) bool {
	return len(found.Unclear) == 0 && len(found.Calls) == 1 && found.Calls[0].Whole
}

// dotted is the name of a method with what it belongs to.
var dotted = lazyregexp.New(`^(?:await\s+)?[a-zA-Z_$][\w$]*(?:\.[a-zA-Z_$][\w$]*)+(?:\(.*)?;?$`)

// fileEnd ends the names of files.
var fileEnd = lazyregexp.New(`\.(?:sh|bash|zsh|ya?ml|[cm]?[jt]sx?|vue|py|rb|go|ps1|graphql|gql|log|txt|md|har|json|hcl)$`)

// NoSuchMethod says that an argument looks like a method of a client library and is none;
// nil: it does not look like one.
func NoSuchMethod(arg string) *diag.Diagnostic {
	text := strings.TrimSpace(arg)
	if !dotted.MatchString(text) || fileEnd.MatchString(text) {
		return nil
	}
	name := text
	if match := octokitName.FindStringSubmatch(text); match != nil {
		name = match[1]
	}
	if m, ok := library.Octokit(name); ok && m.Gone {
		return diag.General("Unknown method", fmt.Sprintf("GitHub has removed the endpoint of octokit's method %q: %s.", name, strings.Join(m.Endpoints, ", ")))
	}
	return diag.General("Unknown method", fmt.Sprintf("No client library that patctl knows has the method %q.%s Name the endpoint that it calls instead, such as: patctl explain 'GET /user'",
		diag.Printable(text), diag.DidYouMean(name, library.OctokitNames())))
}
