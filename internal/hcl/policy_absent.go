package hcl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/subject"
)

// A subject holds only the permissions that it has, so that can(...) tells
// whether one is there. What a policy asks for without can(...) is null where
// the subject lacks it and the catalog knows it: it is evaluated again with that.

// condition evaluates the condition of a policy. It returns the subject as the
// condition saw it.
func (p *Policy) condition(self cty.Value) (seen cty.Value, ctx *hcl.EvalContext, holds bool, diags hcl.Diagnostics) {
	for again := true; again; {
		ctx = p.in.context(p.block.condition, nil, &self)
		holds, diags = p.in.holds(p.block.condition, ctx, "policy")
		self, again = p.withAbsent(p.block.condition, self, diags)
	}
	return self, ctx, holds, diags
}

// message evaluates the message of a policy. What GitHub leaves out, such as a
// name, is then a few words instead of null, so that the message can be read.
func (p *Policy) message(self cty.Value) (message string, diags hcl.Diagnostics) {
	for again := true; again; {
		message, diags = p.in.message(p.block.message, p.in.context(p.block.message, nil, &self))
		self, again = p.withAbsent(p.block.message, self, diags)
	}
	if !diags.HasErrors() {
		return message, diags
	}
	worded := subject.WordNulls(self)
	said, more := p.in.message(p.block.message, p.in.context(p.block.message, nil, &worded))
	if more.HasErrors() {
		return "", diags
	}
	return said, more
}

// withAbsent adds to a subject, as null, the known permissions that it lacks and
// that an evaluation failed for.
func (p *Policy) withAbsent(x *expression.Expression, self cty.Value, diags hcl.Diagnostics) (cty.Value, bool) {
	return subject.WithAbsent(x, self, diags, func(name string) bool {
		_, known := p.in.l.config.Catalog.Permission(name)
		return known
	})
}
