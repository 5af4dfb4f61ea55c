package workflow

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// prepared is a script as its reader takes it.
type prepared struct {
	text  string
	added int // lines before the first one
	read  func(string) reading.Reading
	// values are those of the added lines, as calls have them; the first line has none.
	values  []string
	unknown []int // lines with commands that are put in from elsewhere
}

// uses reports whether a call in a script has the value of the variable that is
// given in an added line, so that the variable alone says nothing more.
func (p prepared) uses(found reading.Reading, line int) bool {
	if line < 1 || line > len(p.values) || p.values[line-1] == "" {
		return false
	}
	return slices.ContainsFunc(found.Calls, func(c reading.Call) bool { return c.Line > p.added && strings.Contains(c.Text, p.values[line-1]) })
}

// prepare makes a script ready for the reader of its language.
type prepare func(text string, env *variables) prepared

// program is a command that is put in from elsewhere: alone, or for another shell.
var program = lazyregexp.New(`(?m)^[ \t]*(?:eval[ \t]+|(?:ba|z|da)?sh[ \t]+-\w*c[ \t]+)?["']?\$\{\{\s*(?:inputs|matrix|vars|env|steps|github\.event)\b[^}\n]*\}\}["']?(?:[ \t]|$)`)

// maxPrograms is more than a script has.
const maxPrograms = 100

// programs are the lines of such commands. Text over several lines, for a command
// or in a file, holds expressions that are no commands.
func programs(text string) []int {
	var found []int
	for _, match := range program.FindAllStringIndex(text, maxPrograms) {
		before := text[:match[0]]
		within := strings.HasSuffix(strings.TrimRight(before, "\n"), `\`) || strings.Contains(before, "<<") ||
			strings.Count(before, `"`)%2+strings.Count(before, "'")%2 > 0
		if !within {
			found = append(found, 1+strings.Count(before, "\n"))
		}
	}
	return found
}

// reader is the reader for a program that runs scripts.
func (r *reader) reader(program string) prepare {
	switch {
	case program == "pwsh" || program == "powershell":
		return r.powerShell
	case strings.HasPrefix(program, "python"):
		return r.python
	case program == "node" || program == "bun" || program == "deno" || program == "zx":
		return r.javascript
	case program == "" || program == "bash" || program == "sh":
		return r.shell
	}
	return r.other
}

// script reads a script, and puts what it finds into its places in the file.
func (r *reader) script(n *yaml.Node, prepare prepare, around surroundings) {
	if only.MatchString(n.Value) {
		r.unclear(n.Line, n.Column, reading.Unreadable) // it is put in from elsewhere
		return
	}
	places := placesOf(n, r.lines)
	r.read(n.Value, &places, prepare, around)
}

// placer says where a place in a script is in the file.
type placer interface {
	of(line, column int) (int, int)
}

// read reads a script whose places are known.
func (r *reader) read(text string, places placer, prepare prepare, around surroundings) {
	p := prepare(expressions(text, around.env), around.env)
	found := p.read(p.text)
	for _, number := range p.unknown {
		line, column := places.of(number, 1)
		r.unclear(line, column, reading.Unreadable)
	}
	for _, call := range found.Calls {
		call.Line, call.Column = places.of(call.Line-p.added, call.Column)
		r.call(call)
	}
	for _, unclear := range found.Unclear {
		if unclear.Line <= p.added && p.uses(found, unclear.Line) {
			continue
		}
		line, column := places.of(unclear.Line-p.added, unclear.Column)
		r.unclear(line, column, unclear.Call)
	}
	for _, accepted := range found.Accepted {
		accepted.Line, accepted.Column = places.of(accepted.Line-p.added, accepted.Column)
		r.found.Accepted = append(r.found.Accepted, accepted)
	}
	r.runs(found, around, func(run reading.Run) reading.Run {
		run.Line, run.Column = places.of(run.Line-p.added, run.Column)
		return run
	})
	for _, line := range found.Integration {
		line, _ = places.of(line-p.added, 1)
		r.found.Integration = append(r.found.Integration, line)
	}
}

// shell gives the variables that a script uses their values before it. The first
// line says that all of it is a script.
func (r *reader) shell(text string, env *variables) prepared {
	head, values := "#!/usr/bin/env bash\n", []string{""}
	if env.get("GOPRIVATE") != "" {
		head += "GOPRIVATE='*'\n"
		values = append(values, "")
	}
	for _, name := range usedIn(text, env, command) {
		head += name + "='" + env.get(name) + "'\n"
		values = append(values, braces(env.get(name)))
	}
	return prepared{text: head + text, added: len(values), read: r.scripts.Shell, values: values, unknown: programs(text)}
}

// other is a language without a reader: what can be read at all is for the reader
// of shells to say.
func (r *reader) other(text string, _ *variables) prepared {
	return prepared{text: text, read: r.scripts.Shell}
}

func (r *reader) powerShell(text string, env *variables) prepared {
	for _, name := range usedIn(text, env) {
		assigned := regexp.MustCompile(`(?i)\$(?:env:` + name + `|\{env:` + name + `\})\s*\+?=[^=]`)
		if !assigned.MatchString(text) {
			variable := regexp.MustCompile(`(?i)\$env:` + name + `\b|\$\{env:` + name + `\}`)
			text = variable.ReplaceAllLiteralString(text, braces(env.get(name)))
		}
	}
	return prepared{text: braces(text), read: r.scripts.PowerShell}
}

func (r *reader) python(text string, env *variables) prepared {
	for _, name := range usedIn(text, env) {
		variable := regexp.MustCompile(`\bos\.(?:environ\[["']` + name + `["']\]|(?:environ\.get|getenv)\(["']` + name + `["'](?:\s*,[^()\n]*)?\))`)
		text = variable.ReplaceAllLiteralString(text, `"`+braces(env.get(name))+`"`)
	}
	return prepared{text: braces(text), read: r.scripts.Python}
}

func (r *reader) javascript(text string, env *variables) prepared {
	for _, name := range usedIn(text, env) {
		variable := regexp.MustCompile(`\bprocess\.env(?:\.` + name + `\b|\[["']` + name + `["']\])`)
		text = variable.ReplaceAllLiteralString(text, `"`+braces(env.get(name))+`"`)
	}
	return prepared{text: braces(text), read: r.scripts.JavaScript}
}

func (r *reader) graphQL(text string, _ *variables) prepared {
	return prepared{text: text, read: r.scripts.GraphQL}
}

// harmless is a value that means the same in every language, quoted or not.
var harmless = lazyregexp.New(`^(?:[\w./:@,+=-]|\$\{\{ *[\w.-]+ *\}\}|\{[\w/]+\})+$`)

// command is a value that a shell may run, and that single quotes can hold.
var command = lazyregexp.New(`^(?:gh|git|curl|wget|http|https)[ \t][^'\n]*$`)

// variableName is how variables are named. Others cannot be set in every shell.
var variableName = lazyregexp.New(`^[A-Za-z_]\w*$`)

// maxVariables is more than the variables of a step.
const maxVariables = 200

// usedIn returns the names of the variables that a text uses and whose value is known and
// harmless, or matches another pattern, sorted. Secrets and other unknown values stay variables.
func usedIn(text string, env *variables, others ...*lazyregexp.Regexp) []string {
	var names []string
	for _, name := range env.in(text) {
		value := env.get(name)
		harmless := harmless.MatchString(value) || slices.ContainsFunc(others, func(o *lazyregexp.Regexp) bool { return o.MatchString(value) })
		if harmless && variableName.MatchString(name) && !only.MatchString(value) {
			names = append(names, name)
		}
	}
	return names[:min(len(names), maxVariables)]
}
