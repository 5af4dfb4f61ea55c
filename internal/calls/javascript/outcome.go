package javascript

import (
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// outcome is what a place calls, as far as the values of names are known.
type outcome struct {
	calls   []reading.Call
	unclear string
	also    []string // what else is unclear
	runs    []reading.Run
	// open: more would be known if parameters were.
	open bool
}

// attempt notes what a place calls. Where that depends on the parameters of a
// function around it, those who call the function make the calls.
func (r *reader) attempt(at scan.Token, try func(k *scan.Constants) outcome) {
	o := try(r.constants)
	if o.open && r.follow(at.From, r.constants, try, 0) {
		return
	}
	r.note(at, o)
}

func (r *reader) note(at scan.Token, o outcome) {
	for _, call := range o.calls {
		r.add(at, call)
	}
	if o.unclear != "" {
		r.unclear(at, o.unclear)
	}
	for _, call := range o.also {
		r.unclear(at, call)
	}
	for _, run := range o.runs {
		run.Line, run.Column = at.Line, at.Column
		r.Runs = append(r.Runs, run)
	}
}

// maxWrapped is how many levels of callers are followed.
const maxWrapped = 4

// follow tries a place with the parameters of each call of a function around it.
// It reports whether anything was found so.
func (r *reader) follow(at int, k *scan.Constants, try func(k *scan.Constants) outcome, depth int) bool {
	if depth >= maxWrapped {
		return false
	}
	for _, f := range r.around(at) {
		var open []site
		var missed []outcome
		found := false
		for _, s := range r.sites[f.name] {
			if r.budget--; r.budget < 0 {
				return found
			}
			if s.method != f.method || f.from <= s.at.From && s.at.From < f.to {
				continue
			}
			with := k.With(r.given(f, s, k), f.from, f.to)
			switch o := try(with); {
			case !o.open:
				r.note(s.at, o)
				found = true
			case r.follow(s.at.From, with, try, depth+1):
				found = true
			default:
				open, missed = append(open, s), append(missed, o)
			}
		}
		if found {
			for i, s := range open {
				r.note(s.at, missed[i])
			}
			return true
		}
	}
	return false
}
