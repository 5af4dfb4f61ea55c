package explain

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/ghcli"
	"github.com/patctl/patctl/internal/catalog/library"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// splitFiles tells files and directories from what else is to be explained. A word
// is a permission rather than a directory of that name, and a path of the API rather
// than one of the file system.
func (about explaining) splitFiles(e *cli.Env, v *cli.View, opts explainOptions) (files, others []string) {
	files = opts.files
	for _, arg := range opts.args {
		switch {
		case !namesFile(e, arg):
			others = append(others, arg)
		case about.namesPermission(arg):
			v.Note("%s is also a file or directory here. To read it, run: patctl explain ./%s", diag.Printable(arg), diag.Printable(arg))
			others = append(others, arg)
		case strings.HasPrefix(arg, "/") && about.namesPath(arg):
			others = append(others, arg)
		default:
			files = append(files, arg)
		}
	}
	return files, others
}

// namesFile reports whether an argument is a file or a directory.
func namesFile(e *cli.Env, arg string) bool {
	info, err := os.Stat(e.Path(arg))
	return err == nil && (info.Mode().IsRegular() || info.IsDir())
}

func (about explaining) namesPermission(arg string) bool {
	_, known := about.PermissionMeant(arg)
	return known && !strings.ContainsAny(arg, "./")
}

// namesPath reports whether an argument is the path of an endpoint.
func (about explaining) namesPath(arg string) bool {
	call, err := catalog.ParseCall(arg)
	return err == nil && about.Find(call) != nil
}

// fileName is what looks like the name of a file and like nothing else.
var fileName = regexp.MustCompile(`^(?:\.{1,2}/)?[\w.@+-]*(?:/[\w.@+-]+)*\.(?:sh|bash|zsh|ya?ml|[cm]?[jt]sx?|vue|py|rb|ps1|graphql|gql|log|txt|har|json)$`)

// isMissingFile reports whether an argument is meant as a file that does not exist.
func isMissingFile(e *cli.Env, arg string) bool {
	if strings.HasPrefix(arg, "/") || !fileName.MatchString(arg) || strings.Contains(path.Dir(arg), "repos/") {
		return false
	}
	_, err := os.Stat(e.Path(arg))
	return err != nil
}

// readArgument reads what somebody wants to know about.
func readArgument(arg string) reading.Reading {
	text := strings.TrimSpace(arg)
	for _, read := range []func(string) []reading.Call{usesArgument, ghArgument, gitArgument, methodArgument} {
		if found := read(text); found != nil {
			for i := range found {
				found[i].Line, found[i].Column = 1, 1
			}
			return reading.Reading{Calls: found}
		}
	}
	if language := calls.LanguageOf("", []byte(text)); language == calls.GraphQL || isProgram(text) {
		if found, err := calls.ReadNamed("", []byte(text)); err == nil && holdsSomething(found) {
			return found
		}
	}
	return calls.ReadLine(arg)
}

// usesLine is an action as a workflow names it.
var usesLine = regexp.MustCompile(`^(?:-\s*)?uses:?\s+['"]?([\w.-]+/[\w.-]+)(?:/[\w./-]*)?(?:@[\w./-]+)?['"]?$`)

func usesArgument(text string) []reading.Call {
	match := usesLine.FindStringSubmatch(text)
	if match == nil {
		return nil
	}
	return []reading.Call{{Kind: reading.Uses, Text: "uses " + match[1]}}
}

// plainWords are words of a shell that mean themselves.
var plainWords = regexp.MustCompile(`^[\w@:/.,=+#*-]+(?:\s+[\w@:/.,=+#*-]+)*$`)

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
var gitLine = regexp.MustCompile(`^git\s+(push|clone|fetch|pull|ls-remote)\b.*\shttps://(?:[^\s/@]+@)?github\.com/`)

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

// Names of methods, as programs write them and as people speak of them.
var (
	octokitName = regexp.MustCompile(`^(?:await\s+)?(?:[\w$]+\.)*?(?:rest\.)?([a-zA-Z]+\.[a-zA-Z]+)(?:\(.*)?;?$`)
	goName      = regexp.MustCompile(`^(?:\w+\.)?([A-Z]\w+)\.([A-Z]\w+)(?:\(.*)?$`)
	snakeName   = regexp.MustCompile(`^(?:[\w@]+\.)?([a-z]+(?:_[a-z]+)+|merge|edit|delete)[!?]?(?:\(.*)?$`)
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

// methodCalls gives the calls of methods, of which one is meant.
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
