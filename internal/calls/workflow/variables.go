package workflow

import (
	"slices"
	"strings"
)

// variables are those of a step, and around it those of its job and workflow.
type variables struct {
	own   map[string]string
	outer *variables
}

// get is the value of a variable; "": there is none.
func (v *variables) get(name string) string {
	for ; v != nil; v = v.outer {
		if value, ok := v.own[name]; ok {
			return value
		}
	}
	return ""
}

// in returns the names of the variables that a text uses, sorted.
func (v *variables) in(text string) []string {
	var names []string
	for ; v != nil; v = v.outer {
		for name := range v.own {
			if strings.Contains(text, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
