package program

import (
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
)

// Command notes the calls of a command that a program runs, given as its words. If the
// words are parameters of a function, its callers make the calls.
func (c *Collector) Command(at *Expr, args []Arg, scope *Scope) {
	c.command(at, args, &Frame{Scope: scope}, 0)
}

func (c *Collector) command(at *Expr, args []Arg, f *Frame, depth int) {
	ev := c.Program.Evaluate()
	var words []string
	for _, a := range args {
		words = append(words, ev.Words(a.Value, f)...)
	}
	if len(words) == 1 && strings.ContainsAny(words[0], " \n") {
		c.Shell(at, words[0])
		return
	}
	if len(words) == 0 || !isCommand(words[0]) && !isVariable(words[0]) && !runsCode(words) {
		return
	}
	if len(ev.Free) > 0 && depth < maxFollowed && isOpenCommand(words) {
		follow := func(at *Expr, f *Frame) { c.command(at, args, f, depth+1) }
		if c.callers(f, follow) {
			return
		}
	}
	c.run(at, words)
}

// isOpenCommand reports whether what a command does is not in the text.
func isOpenCommand(words []string) bool {
	return isVariable(words[0]) || len(words) > 1 && isVariable(words[1]) || len(words) > 2 && isVariable(words[2])
}

// run notes what a command calls.
func (c *Collector) run(at *Expr, words []string) {
	if isVariable(words[0]) {
		return
	}
	line := make([]string, len(words))
	for i, word := range words {
		line[i] = quoted(word)
	}
	line[0] = words[0]
	c.Shell(at, strings.Join(line, " "))
}

// Words are the values of an expression as words of a command: a list has several.
func (ev *Evaluation) Words(e *Expr, f *Frame) []string { return ev.words(e, f, 0) }

func (ev *Evaluation) words(e *Expr, f *Frame, depth int) []string {
	got, frame := ev.Resolve(e, f)
	if got == nil || depth > 4 {
		return []string{"{value}"}
	}
	if got.Kind != List {
		return []string{ev.Text(got, frame)}
	}
	var words []string
	for _, a := range got.Args {
		words = append(words, ev.words(a.Value, frame, depth+1)...)
	}
	return words
}

// Shell notes what a line of a shell calls that a program runs.
func (c *Collector) Shell(at *Expr, line string) {
	got := readShell(line)
	for _, call := range got.Calls {
		if method, target, ok := strings.Cut(call.Text, " "); ok && call.Kind == reading.REST && isMethod(method) {
			call.Text = method + " " + twoWords(plainTarget(target))
		}
		c.Add(at, call)
	}
	for _, unclear := range got.Unclear {
		c.Unclear(at, unclear.Call)
	}
	for _, run := range got.Runs {
		if !strings.ContainsAny(run.What+run.File, "{}") { // else it is not known
			run.Line, run.Column = at.Line, at.Column
			c.found.Runs = append(c.found.Runs, run)
		}
	}
}

// runsCode reports whether a command runs code that its words do not hold and that may call
// GitHub: a script, or a tool that does.
func runsCode(words []string) bool {
	run, ok := delegate.Of(words)
	return ok && !run.Weak
}

// isCommand reports whether a word is the name of a command that may call GitHub.
func isCommand(word string) bool {
	name := strings.TrimSuffix(path.Base(strings.ReplaceAll(word, `\`, "/")), ".exe")
	return slices.Contains([]string{"gh", "git", "curl", "wget", "http", "https", "hub", "bash", "sh", "sudo", "env", "zsh", "xh"}, name)
}

// quoted is a word as a shell takes it for one.
func quoted(word string) string {
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
