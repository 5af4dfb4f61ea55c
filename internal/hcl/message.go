package hcl

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// decodeTold reads a block that people are told with. Only its message may refer to self.
func (l *loader) decodeTold(s *source, b *hcl.Block, schema *hcl.BodySchema, self expression.Scope) *block {
	content, diags := syntax.ContentOf(b.Body, schema)
	l.add(diags...)
	out := &block{Header: b.DefRange, Args: make(map[string]*expression.Expression, len(content.Attributes))}
	if len(b.Labels) > 0 {
		out.Name = b.Labels[0]
	}
	for name, attribute := range content.Attributes {
		allowed := expression.ScopeNames
		if name == "message" {
			allowed |= self
		}
		out.Args[name] = s.Expression(attribute.Expr, allowed)
	}
	return out
}

// noMessage reports whether a message is null whomever it is for, as if it were not there.
func (m *instance) noMessage(x *expression.Expression) bool {
	if slices.ContainsFunc(x.Refs, func(ref expression.Reference) bool { return ref.Root == "self" }) {
		return false
	}
	v, diags := m.Evaluate(x, m.context(x, nil, nil))
	return !diags.HasErrors() && v.IsNull()
}

// told evaluates the message of a block.
func (m *instance) told(x *expression.Expression, self cty.Value) (string, diag.Diagnostics) {
	m.l.budget.Allow(budget.RefillOfJudgment)
	v, diags := m.Evaluate(x, m.context(x, nil, &self))
	if diags.HasErrors() {
		return "", diags
	}
	wrong := func(why string) (string, diag.Diagnostics) {
		return "", append(diags, diag.Error(x.Range(), "invalid-message", "Invalid message", why))
	}
	if v.ContainsMarked() {
		return wrong("The message depends on a sensitive value, and patctl sends messages to people.")
	}
	s, err := convert.Convert(v, cty.String)
	switch {
	case err != nil || s.IsNull():
		return wrong("A message must be a string.")
	case !s.IsKnown():
		return wrong("The value of the message is not known.")
	case strings.TrimSpace(s.AsString()) == "":
		return wrong("The message is empty. Remove the argument to send the default message.")
	}
	return strings.TrimSpace(s.AsString()), diags
}
