package calls

import (
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Pipeline is YAML of another system than Actions that runs scripts: GitLab, CircleCI,
// Azure Pipelines, Travis.
const Pipeline Language = "pipeline"

var (
	hasScripts = lazyregexp.New(`(?m)^\s*(?:- )?["']?(?:script|before_script|after_script|bash|pwsh|powershell|command|commands|install|after_success)["']?\s*:`)
	// ofPipeline are keys at the top of such files.
	ofPipeline = lazyregexp.New(`(?m)^(?:stages|script|before_script|jobs|pipelines|trigger|pr|pool|steps|language|workflows|orbs|default|kind: pipeline|job|extends|pipeline|when|[\w.:/ -]+:\s*\n(?:\s+[\w-]+:.*\n)*?\s+(?:before_|after_)?script)\s*:?`)
)

// isPipeline reports whether YAML is of such a system.
func isPipeline(text []byte) bool { return hasScripts.Match(text) && ofPipeline.Match(text) }

// readPipeline reads the scripts of a pipeline, and what else is in its lines as any
// other text: its keys are those of many systems.
func readPipeline(text string) reading.Reading {
	r, rest := readWorkflow(text), readText(text)
	busy := map[int]bool{}
	for _, call := range r.Calls {
		busy[call.Line] = true
	}
	for _, u := range r.Unclear {
		busy[u.Line] = true
	}
	for _, call := range rest.Calls {
		if !busy[call.Line] {
			r.Calls = append(r.Calls, call)
		}
	}
	for _, u := range rest.Unclear {
		if !busy[u.Line] {
			r.Unclear = append(r.Unclear, u)
		}
	}
	r.Sort()
	return r
}
