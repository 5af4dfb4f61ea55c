package hcl

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// setVariables gives the variables of a module their values, then checks them.
func (m *instance) setVariables(given map[string]givenValue) {
	for _, name := range m.src.variableNames() {
		v := m.src.variables[name]
		value := m.variableValue(v, given)
		if v.sensitive {
			value = value.Mark(sensitiveMark)
		}
		m.variables[name] = value
	}
	if m.parent == nil {
		m.keepGiven(given)
	}
	for _, name := range m.src.variableNames() {
		v := m.src.variables[name]
		at := v.at
		if g, ok := given[name]; ok && m.parent != nil {
			at = g.at
		}
		for _, check := range v.validations {
			m.constantParts(nil, check.message, "variable")
			m.validate(v, check, at)
		}
	}
}

func (m *instance) variableValue(v *variable, given map[string]givenValue) cty.Value {
	g, ok := given[v.name]
	if ok && g.value.IsNull() && v.notNull {
		if v.fallback != nil {
			return *v.fallback
		}
		m.l.add(diag.Error(g.at, "invalid-value", "Invalid value of a variable",
			fmt.Sprintf("The variable %q, declared at %s, is not nullable.", v.name, diag.Place(v.at))))
		return v.unknown()
	}
	if ok {
		return m.convertGiven(v, g)
	}
	if v.fallback != nil {
		return *v.fallback
	}
	if m.parent == nil && !m.l.lostValues {
		m.l.add(diag.Error(v.at, "missing-value", "No value for a required variable", howToGive(v.name)))
	}
	return v.unknown()
}

func (m *instance) convertGiven(v *variable, g givenValue) cty.Value {
	if v.unclear {
		return v.unknown() // rather than a value that is perhaps not marked as it should be
	}
	value, wrong := v.convert(g.value)
	if wrong == nil {
		return value
	}
	if v.sensitive || g.value.ContainsMarked() {
		wrong = hiddenMisfit
	}
	at := g.at
	if g.expr != nil {
		at = rangeOfPart(g.expr, wrong.place)
	}
	m.l.add(diag.Error(at, "invalid-value", "Invalid value of a variable",
		fmt.Sprintf("The value does not fit the variable %q, declared at %s: %s", v.name, diag.Place(v.at), wrong.words(v.name))))
	return v.unknown()
}

// unknown stands for a value that could not be had.
func (v *variable) unknown() cty.Value {
	return cty.UnknownVal(v.typ.WithoutOptionalAttributesDeep())
}

// howToGive names every way to give a value.
func howToGive(name string) string {
	return fmt.Sprintf("The variable %q has no default, and no value was given. Give one in a file %s or *%s, in the environment as %s%s, or with a flag:\n\n  --var %s=VALUE",
		name, ValuesFile, autoSuffix, environPrefix, name, name)
}

// validate evaluates a validation block.
func (m *instance) validate(v *variable, check *validation, at hcl.Range) {
	ctx := m.context(check.condition, nil, nil)
	holds, diags := m.holds(check.condition, ctx, "variable")
	m.l.add(diags...)
	if holds || diags.HasErrors() {
		return
	}
	message, diags := m.message(check.message, m.context(check.message, nil, nil))
	m.l.add(diags...)
	d := diag.Error(at, "invalid-value", "Invalid value for variable",
		fmt.Sprintf("%s\n\nThis was checked by the validation rule at %s.", message, diag.Place(check.condition.Range())))
	d.Expression, d.EvalContext = check.condition.Expression, ctx
	m.l.add(d)
}
