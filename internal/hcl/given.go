package hcl

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Given is a value that was given for a variable of the root module, rather
// than taken from its default.
type Given struct {
	Name      string
	Value     json.RawMessage // of the variable's type; also that of a sensitive variable, which must not be written anywhere
	Sensitive bool
}

// keepGiven notes the values of a root module that do not come from defaults.
// What could not be evaluated is reported already.
func (m *instance) keepGiven(given map[string]givenValue) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		v := m.src.variables[name]
		value, _ := m.variables[name].UnmarkDeep()
		if !value.IsWhollyKnown() {
			continue
		}
		text, err := ctyjson.Marshal(value, value.Type())
		if err != nil {
			continue
		}
		m.l.config.Given = append(m.l.config.Given, Given{name, text, v.Secret()})
	}
}

// savedInputs takes the values that a plan has kept. The value of a variable that no
// longer exists is left out: the plan then differs from a new one.
func (l *loader) savedInputs(s *source, given map[string]givenValue) {
	for _, name := range slices.Sorted(maps.Keys(l.opts.Inputs.Saved)) {
		text := l.opts.Inputs.Saved[name]
		if s.variables[name] == nil {
			continue
		}
		typ, err := ctyjson.ImpliedType(text)
		value := cty.DynamicVal
		if err == nil {
			value, err = ctyjson.Unmarshal(text, typ)
		}
		if err == nil {
			given[name] = givenValue{value: value, at: hcl.Range{Filename: "the saved plan"}}
		}
	}
}
