package argument

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog/ghcli"
	"github.com/patctl/patctl/internal/catalog/library"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Read reads what somebody wants to know about.
func Read(arg string) reading.Reading {
	text := strings.TrimSpace(arg)
	for _, read := range []func(string) []reading.Call{usesArgument, ghArgument, gitArgument, methodArgument} {
		if found := read(text); found != nil {
			for i := range found {
				found[i].Line, found[i].Column = 1, 1
			}
			return reading.Reading{Calls: found}
		}
	}
	if graphQLDocument.MatchString(text) {
		if found, err := calls.ReadNamed("argument.graphql", []byte(text)); err == nil && len(found.Calls)+len(found.Unclear) > 0 {
			return found
		}
		return reading.Reading{Unclear: []reading.Unclear{{Line: 1, Column: 1, Call: "graphql"}}}
	}
	if language := calls.LanguageOf("", []byte(text)); language == calls.GraphQL || isProgram(text) {
		if found, err := calls.ReadNamed("", []byte(text)); err == nil && len(found.Calls)+len(found.Unclear) > 0 {
			return found
		}
	}
	return calls.ReadLine(arg)
}

// graphQLDocument begins like a document of GraphQL, right or wrong.
var graphQLDocument = lazyregexp.New(`^(?:query|mutation|subscription|fragment)\b[^/]*\{|^\{\s*\w+\s*[({]`)

// usesLine is an action as a workflow names it.
var usesLine = lazyregexp.New(`^(?:-\s*)?uses:?\s+['"]?([\w.-]+/[\w.-]+)(?:/[\w./-]*)?(?:@[\w./-]+)?['"]?$`)

// actionAlone is the name of an action with its version.
var actionAlone = lazyregexp.New(`^([\w.-]+/[\w.-]+)(?:/[\w./-]*)?@[\w./-]+$`)

func usesArgument(text string) []reading.Call {
	match := usesLine.FindStringSubmatch(text)
	if match == nil {
		match = actionAlone.FindStringSubmatch(text)
	}
	if match == nil {
		return nil
	}
	return []reading.Call{{Kind: reading.Uses, Text: "uses " + match[1]}}
}

// plainWords are words of a shell that mean themselves.
var plainWords = lazyregexp.New(`^[\w@:/.,=+#*-]+(?:\s+[\w@:/.,=+#*-]+)*$`)

// ghArgument reads a command of gh without anything that a shell would change.
func ghArgument(text string) []reading.Call {
	words := strings.Fields(text)
	if len(words) < 2 || words[0] != "gh" || !plainWords.MatchString(text) {
		return nil
	}
	command, ok := ghcli.Find(words[1:])
	if !ok || command.ByArgument {
		return nil
	}
	rest := words[1+min(len(words)-1, len(strings.Fields(command.Name))):]
	call := reading.Call{Kind: reading.GH, Text: "gh " + command.Name}
	if len(rest) > 0 {
		call.Arguments = reading.NewArguments(rest...)
	}
	return []reading.Call{call}
}

// gitLine is a command of Git with the address of a repository on GitHub.
var gitLine = lazyregexp.New(`^git\s+(push|clone|fetch|pull|ls-remote)\b.*\shttps://(?:[^\s/@]+@)?github\.com/`)

func gitArgument(text string) []reading.Call {
	match := gitLine.FindStringSubmatch(text)
	if match == nil || strings.ContainsAny(text, ";&|`$\n") {
		return nil
	}
	use := "git fetch"
	if match[1] == "push" {
		use = "git push"
	}
	return []reading.Call{{Kind: reading.Git, Text: use}}
}

// Names of methods, as programs and people write them.
var (
	octokitName = lazyregexp.New(`^(?:await\s+)?(?:[\w$]+\.)*?(?:rest\.)?([a-zA-Z]+\.[a-zA-Z]+)(?:\(.*)?;?$`)
	goName      = lazyregexp.New(`^(?:\w+\.)?([A-Z]\w+)\.([A-Z]\w+)(?:\(.*)?$`)
	snakeName   = lazyregexp.New(`^(?:[\w@]+\.)?([a-z]+(?:_[a-z]+)+|merge|edit|delete)[!?]?(?:\(.*)?$`)
)

// methodArgument finds the method of a client library.
func methodArgument(text string) []reading.Call {
	if match := octokitName.FindStringSubmatch(text); match != nil {
		if m, ok := library.Octokit(match[1]); ok {
			return methodCalls(text, m)
		}
	}
	if match := goName.FindStringSubmatch(text); match != nil {
		if m, ok := library.GoGitHub(match[1], match[2]); ok {
			return methodCalls(text, m)
		}
	}
	match := snakeName.FindStringSubmatch(text)
	if match == nil || !strings.Contains(text, ".") && !strings.Contains(text, "(") && !strings.Contains(match[1], "_") {
		return nil
	}
	methods := library.PyGithub(match[1])
	if m, ok := library.OctokitRuby(match[1]); ok && !strings.HasPrefix(text, "self.") {
		methods = append(methods, m)
	}
	return methodCalls(text, methods...)
}

// methodCalls returns the calls of methods. The argument means one of them.
func methodCalls(text string, methods ...library.Method) []reading.Call {
	as, _, _ := strings.Cut(text, "(")
	var found []reading.Call
	for _, m := range methods {
		for _, endpoint := range m.Endpoints {
			if !m.Gone && !slices.ContainsFunc(found, func(c reading.Call) bool { return c.Text == endpoint }) {
				found = append(found, reading.Call{Text: endpoint, As: strings.TrimPrefix(as, "await ")})
			}
		}
	}
	for i := range found {
		found[i].Candidate = len(found) > 1
	}
	return found
}

// isProgram reports whether a text is a part of a program that calls something.
func isProgram(text string) bool { return strings.Contains(text, "(") && strings.Contains(text, ".") }

// NamesCall reports whether a text names an action, or a method of a client library.
func NamesCall(text string) bool {
	return usesArgument(text) != nil || methodArgument(text) != nil || NoSuchMethod(text) != nil
}
