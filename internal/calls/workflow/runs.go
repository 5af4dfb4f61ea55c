package workflow

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
)

// runs keeps the code of a script that may call GitHub with a token that the step has.
// A step that is given one and makes no call that is known gives it to what it runs,
// whatever that is.
func (r *reader) runs(found reading.Reading, around surroundings, placed func(reading.Run) reading.Run) {
	own := around.own.namesToken()
	found.Token = found.Token || around.env.namesToken() || around.credentials
	near := found.InReach()
	if own && len(found.Calls)+len(found.Unclear)+len(near) == 0 {
		near = found.Runs
	}
	for _, run := range near {
		run.Token = true
		r.found.Runs = append(r.found.Runs, placed(run))
	}
}

// namesToken reports whether a variable holds a token of GitHub.
func (v *variables) namesToken() bool {
	for ; v != nil; v = v.outer {
		for name, value := range v.own {
			if delegate.NamesToken(value) || delegate.NamesToken(name) && strings.TrimSpace(value) != "" {
				return true
			}
		}
	}
	return false
}
