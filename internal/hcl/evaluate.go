package hcl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/expression"
)

// Evaluate evaluates an expression that is not in the files, as one of the root module: it
// may refer to variables, local values, and templates. The value can be unknown after an
// error, and can be sensitive. Options.Evaluate must have been set. It must not be called
// from several goroutines at once.
func (c *Configuration) Evaluate(e hcl.Expression) (cty.Value, diag.Diagnostics) {
	l := c.root.l
	l.budget.Reset(budget.RefillOfJudgment)
	l.diags, l.cutter, l.stopped = nil, diag.Cutter{}, false
	references := expression.NewReferences(l.budget, c.root.src)
	x := references.Expression(e, expression.ScopeNames|expression.ScopeTemplates)
	l.add(references.Mistakes...)
	references.Resolve(l.add)
	value := cty.DynamicVal
	if !l.diags.HasErrors() {
		value = c.root.value(x, nil, nil)
	}
	return value, l.diagnostics()
}

// Names returns the names that expressions can refer to behind var, local, or template: none
// if the configuration could not be read.
func (c *Configuration) Names(root string) []string {
	if c.root == nil {
		return nil
	}
	return c.root.src.Names(root)
}
