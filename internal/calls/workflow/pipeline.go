package workflow

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// pipelineScripts are keys of other systems than Actions whose values are scripts, one or
// a list of lines, with the program that runs them.
//
// https://docs.gitlab.com/ci/yaml/
// https://circleci.com/docs/configuration-reference/
// https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/
var pipelineScripts = []struct{ key, program string }{
	{"before_script", ""}, {"script", ""}, {"after_script", ""}, {"command", ""}, {"commands", ""}, {"before_install", ""}, {"install", ""},
	{"after_success", ""}, {"before_deploy", ""}, {"bash", ""}, {"pwsh", "pwsh"}, {"powershell", "pwsh"},
}

// pipeline reads the scripts in a mapping of another system.
func (r *reader) pipeline(n *yaml.Node, around surroundings) {
	for _, s := range pipelineScripts {
		value := get(n, s.key)
		if value == nil || r.seen[value] {
			continue
		}
		if text, places := r.scriptOf(value); text != "" {
			r.seen[value] = true
			r.read(text, places, r.reader(s.program), around)
		}
	}
	if inputs := get(n, "inputs"); get(n, "task") != nil && inputs != nil {
		r.pipeline(inputs, around)
		if inline := get(inputs, "inlineScript"); inline != nil && inline.Kind == yaml.ScalarNode {
			r.script(inline, r.shell, around)
		}
	}
}

// listed are scripts in a list, one after the other.
type listed struct {
	begins []int // the lines at which each begins, from 1
	parts  []places
	lines  int // of all of them
	looked int // how many nodes were looked at
}

func (l *listed) of(line, column int) (int, int) {
	i := 0
	for i+1 < len(l.begins) && l.begins[i+1] <= line {
		i++
	}
	return l.parts[i].of(line-l.begins[i]+1, column)
}

// scriptOf is the script that a node holds, or "".
func (r *reader) scriptOf(n *yaml.Node) (string, placer) {
	all := listed{}
	var text strings.Builder
	r.addScripts(&all, &text, n, 0)
	return text.String(), &all
}

// maxListed is how deep lists of scripts may be within each other.
const maxListed = 10

func (r *reader) addScripts(all *listed, text *strings.Builder, n *yaml.Node, depth int) {
	n = follow(n)
	all.looked++
	switch {
	case all.looked > maxLooked || text.Len() > maxScript:
	case n.Kind == yaml.ScalarNode:
		all.begins = append(all.begins, 1+all.lines)
		all.parts = append(all.parts, placesOf(n, r.lines))
		part := strings.TrimRight(n.Value, "\n") + "\n"
		all.lines += strings.Count(part, "\n")
		text.WriteString(part)
	case n.Kind == yaml.SequenceNode && depth < maxListed:
		for _, child := range n.Content {
			r.addScripts(all, text, child, depth+1)
		}
	}
}

// More than the scripts of a job have, in bytes and in parts: lists can be in lists by
// their names.
const (
	maxScript = 1 << 20
	maxLooked = 10_000
)
