package workflow

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/calls/reading"
)

// Scripts are the readers of the languages that a step may be written in. A reader
// takes every text. All of them are there.
type Scripts struct {
	Shell      func(string) reading.Reading // and of every language without a reader of its own
	PowerShell func(string) reading.Reading
	Python     func(string) reading.Reading
	JavaScript func(string) reading.Reading
	GraphQL    func(string) reading.Reading // of documents that are sent to GitHub
}

// Read reads a workflow or an action. A text that is no YAML, such as a template of
// one, is read as a script of a shell.
func Read(text string, scripts Scripts) reading.Reading {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	documents, err := parse(text)
	if err != nil {
		found := scripts.Shell(text)
		found.Runs = nil // not all of it is a script
		return found
	}
	lines, starts := linesOf(text)
	r := &reader{scripts: scripts, lines: lines, seen: map[*yaml.Node]bool{}}
	for _, document := range documents {
		r.node(document, surroundings{})
	}
	if strings.ContainsAny(text, otherBreaks) {
		inText(&r.found, starts)
	}
	r.count(strings.Split(text, "\n"))
	slices.SortStableFunc(r.found.Calls, func(a, b reading.Call) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	slices.SortStableFunc(r.found.Runs, func(a, b reading.Run) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.found.Unclear, func(a, b reading.Unclear) int { return cmp.Compare(a.Line, b.Line) })
	return r.found
}

func parse(text string) ([]*yaml.Node, error) {
	var documents []*yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, err
		}
		documents = append(documents, &document)
	}
}

// reader reads a file.
type reader struct {
	found   reading.Reading
	scripts Scripts
	lines   []string            // of YAML
	seen    map[*yaml.Node]bool // an alias leads to what was read at its anchor
}

// data are parts of a workflow in which nothing runs.
var data = []string{"env", "with", "on", "inputs", "outputs", "permissions", "concurrency", "secrets", "strategy", "branding"}

// node looks for steps and jobs. They are found wherever they are, so that a part
// of a workflow is read, too.
func (r *reader) node(n *yaml.Node, around surroundings) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if r.seen[n] {
		return
	}
	r.seen[n] = true
	if n.Kind != yaml.MappingNode {
		for _, child := range n.Content {
			r.node(child, around)
		}
		return
	}
	around = around.within(n)
	r.images(n)
	if r.step(n, around) {
		return
	}
	r.pipeline(n, around)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !slices.Contains(data, n.Content[i].Value) {
			r.node(n.Content[i+1], around)
		}
	}
}

// count counts the lines without a call.
func (r *reader) count(lines []string) {
	busy := map[int]bool{}
	for _, call := range r.found.Calls {
		busy[call.Line] = true
	}
	for _, unclear := range r.found.Unclear {
		busy[unclear.Line] = true
	}
	r.found.Comments, r.found.Others = 0, 0
	for i, line := range lines {
		switch line = strings.TrimSpace(line); {
		case line == "" || busy[i+1]:
		case line[0] == '#':
			r.found.Comments++
		default:
			r.found.Others++
		}
	}
}

func (r *reader) call(call reading.Call) { r.found.Calls = append(r.found.Calls, call) }

// unclear notes a place, each kind once a line.
func (r *reader) unclear(line, column int, call string) {
	u := reading.Unclear{Line: line, Column: column, Call: call}
	const kinds = 100 // more than one line has
	last := r.found.Unclear[max(0, len(r.found.Unclear)-kinds):]
	if !slices.ContainsFunc(last, func(o reading.Unclear) bool { return o.Line == line && o.Call == call }) {
		r.found.Unclear = append(r.found.Unclear, u)
	}
}
