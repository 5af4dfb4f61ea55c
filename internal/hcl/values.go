package hcl

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/variable"
)

// setVariables gives the variables of a module their values, then checks them.
func (m *instance) setVariables(given map[string]givenValue) {
	for _, name := range m.src.variableNames() {
		v := m.src.variables[name]
		value := m.variableValue(v, given)
		if v.Sensitive {
			value = value.Mark(budget.Sensitive)
		}
		m.variables[name] = value
	}
	if m.parent == nil {
		m.keepGiven(given)
	}
	for _, name := range m.src.variableNames() {
		v := m.src.variables[name]
		at := v.At
		if g, ok := given[name]; ok && m.parent != nil {
			at = g.at
		}
		for _, check := range v.Validations {
			m.constantParts(nil, check.Message, "variable")
			m.validate(v, check, at)
		}
	}
}

func (m *instance) variableValue(v *variable.Variable, given map[string]givenValue) cty.Value {
	g, ok := given[v.Name]
	if ok && g.value.IsNull() && v.NotNull {
		if v.Fallback != nil {
			return *v.Fallback
		}
		m.l.add(diag.Error(g.at, "invalid-value", "Invalid variable value",
			fmt.Sprintf("The variable %q, declared at %s, is not nullable.", v.Name, diag.Place(v.At))))
		return v.Unknown()
	}
	if ok {
		return m.convertGiven(v, g)
	}
	if v.Fallback != nil {
		return *v.Fallback
	}
	if m.parent == nil && !m.l.lostValues {
		m.l.add(diag.Error(v.At, "missing-value", "Missing value of a variable", howToGive(v.Name)))
	}
	return v.Unknown()
}

func (m *instance) convertGiven(v *variable.Variable, g givenValue) cty.Value {
	if v.Unclear {
		return v.Unknown() // rather than a value that is perhaps not marked as it should be
	}
	value, wrong := v.Convert(g.value)
	if wrong == nil {
		return value
	}
	if v.Sensitive || g.value.ContainsMarked() {
		wrong = variable.HiddenMisfit
	}
	at := g.at
	if g.expr != nil {
		at = variable.RangeOfPart(g.expr, wrong.Place)
	}
	m.l.add(diag.Error(at, "invalid-value", "Invalid variable value",
		fmt.Sprintf("The value is not valid for the variable %q, declared at %s: %s", v.Name, diag.Place(v.At), wrong.Words(v.Name))))
	return v.Unknown()
}

// howToGive names every way to give a value.
func howToGive(name string) string {
	return fmt.Sprintf("The variable %q has no default and is not set. Set it in a file %s or *%s, in the environment variable %s%s, or with a flag:\n\n  --var %s=VALUE",
		name, ValuesFile, autoSuffix, environPrefix, name, name)
}

// validate evaluates a validation block.
func (m *instance) validate(v *variable.Variable, check *variable.Validation, at hcl.Range) {
	ctx := m.context(check.Condition, nil, nil)
	holds, diags := m.holds(check.Condition, ctx, "variable")
	m.l.add(diags...)
	if holds || diags.HasErrors() {
		return
	}
	message, diags := m.message(check.Message, m.context(check.Message, nil, nil))
	m.l.add(diags...)
	d := diag.Error(at, "invalid-value", "Invalid value for variable",
		fmt.Sprintf("%s\n\nThis was checked by the validation rule at %s.", message, diag.Place(check.Condition.Range())))
	d.Expression, d.EvalContext = check.Condition.Expression, ctx
	m.l.add(d)
}
