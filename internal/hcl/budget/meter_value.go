package budget

import (
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// Metered is an expression that draws on a budget where it is evaluated. It
// passes for parentheses, so that a walk through the tree finds what is in it.
type Metered struct {
	*hclsyntax.ParenthesesExpr
	budget  *Budget
	steps   int  // what the parts that are not metered themselves take
	measure part // what of the value to draw as well
	once    bool // the value is always the same
	known   atomic.Pointer[result]
}

type result struct {
	value cty.Value
	diags hcl.Diagnostics
}

// copied are the diagnostics, for those who change them.
func (r *result) copied() hcl.Diagnostics {
	var out hcl.Diagnostics
	for _, d := range r.diags {
		clone := *d
		out = append(out, &clone)
	}
	return out
}

// diagnosticSteps is what a diagnostic of an expression takes: hcl compares an unknown function with
// all others. It is more than each argument adds to a budget.
const diagnosticSteps = 2 * refillOfArgument

// Value evaluates the expression. It panics with unwinding when the budget is
// used up.
func (m *Metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if known := m.known.Load(); known != nil {
		return known.value, known.copied()
	}
	if !m.budget.Draw(m.steps) {
		m.budget.unwind(m.SrcRange)
	}
	v, diags := m.Expression.Value(ctx)
	m.budget.Draw(len(diags) * diagnosticSteps)
	if m.budget.UsedUp() { // if not by these, go-cty has recovered the panic in a function
		m.budget.unwind(m.SrcRange)
	}
	if problem := m.Draw(v); problem != "" {
		v, diags = cty.DynamicVal, append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Value out of bounds", Detail: problem + ". Expressions cannot use it.",
			Subject: &m.SrcRange, Expression: m.Expression, EvalContext: ctx, Extra: diag.Extra{Code: "evaluation-limit"},
		})
	}
	if m.measure == branch {
		v = m.asBranch(v)
	}
	if !m.once || ctx == nil {
		return v, diags
	}
	known := &result{v, diags}
	m.known.Store(known)
	return v, known.copied()
}

// UnwrapExpression is for functions of hcl that look at how an expression is written.
func (m *Metered) UnwrapExpression() hcl.Expression { return m.Expression }

// Draw takes the steps for a value, and returns what is wrong with the value.
func (m *Metered) Draw(v cty.Value) string {
	var (
		e  Extent
		ok = true
	)
	switch m.measure {
	case everything, branch:
		e, ok = m.budget.Measure(v)
	case numeric:
		e.Problem = NumberProblem(v)
	case length:
		ok = m.budget.Draw(iterationSteps(v))
	}
	if !ok {
		m.budget.unwind(m.SrcRange)
	}
	return e.Problem
}

// iterationSteps is what it takes to go through the elements of a value.
func iterationSteps(v cty.Value) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 1
	}
	n := v.LengthInt()
	if ty := v.Type(); ty.IsSetType() {
		return 1 + 3*n + SortSteps(n)*setWeight(ty.ElementType())
	}
	return 1 + 3*n
}
