package hcl

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

// Policy is a policy block in one instance of its module.
type Policy struct {
	Name     string
	Module   string // address of the module instance, "" for the root
	On       []pat.Kind
	Severity pat.Severity
	Range    diag.Range // the header of the block
	block    *policyBlock
	in       *instance
}

// Source returns the text of the policy's arguments, in a fixed order, out of the
// files of its configuration: two policies with the same text differ at most in
// what they refer to.
func (p *Policy) Source(sources map[string][]byte) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p.block.Args)) {
		at := p.block.Args[name].Range()
		fmt.Fprintf(&b, "%s = %s\n", name, at.SliceBytes(sources[at.Filename]))
	}
	return b.String()
}

// Violation is what a policy says about a subject that does not satisfy it.
type Violation struct {
	Message   string     // the evaluated error_message
	CheckedBy diag.Range // the condition
	condition *hcl.Diagnostic
}

// policyBlock is a policy block.
type policyBlock struct {
	*block
	condition *expression.Expression // nil where it is missing, which is reported
	message   *expression.Expression
}

var policySchema = schema.Policy.Body()

func (l *loader) decodePolicy(s *source, b *hcl.Block) {
	var first *hcl.Range
	if other, ok := s.policies[b.Labels[0]]; ok {
		first = &other.Header
	}
	if !l.named("policy", b, first) {
		return
	}
	content, diags := syntax.ContentOf(b.Body, policySchema)
	l.add(diags...)
	p := &policyBlock{block: &block{Name: b.Labels[0], Header: b.DefRange, Args: map[string]*expression.Expression{}}}
	s.policies[p.Name] = p
	for name, a := range content.Attributes {
		allowed := expression.ScopeNames
		if name == "condition" || name == "error_message" {
			allowed |= expression.ScopeSelf | expression.ScopeTemplates
		}
		p.Args[name] = s.Expression(a.Expr, allowed)
	}
	p.condition, p.message = p.Args["condition"], p.Args["error_message"]
}

// policy reads what of a policy does not depend on its subject.
func (m *instance) policy(b *policyBlock) {
	r := m.reader(b.block, nil)
	p := &Policy{Name: b.Name, Module: trimDot(m.address), Range: b.Header, block: b, in: m}
	p.Severity = r.Severity(pat.SeverityError, pat.SeverityError, pat.SeverityWarning, pat.SeverityNotice)
	p.On = m.kinds(r)
	m.constantParts(b.condition, b.message, "policy")
	m.l.config.Policies = append(m.l.config.Policies, p)
}

// constantParts reports a condition and a message that can never be evaluated: a
// mistake in what refers to nothing would else be found when it is needed.
func (m *instance) constantParts(condition, message *expression.Expression, of string) {
	if condition != nil && len(condition.Refs) == 0 {
		_, diags := m.holds(condition, m.src.functions, of)
		m.l.add(diags...)
	}
	if message != nil && len(message.Refs) == 0 {
		_, diags := m.message(message, m.src.functions)
		m.l.add(diags...)
	}
}

// kinds reads the argument on; without it a policy is about every kind.
func (m *instance) kinds(r *argument.Reader) []pat.Kind {
	all := []string{string(pat.KindTemplate), string(pat.KindRequest), string(pat.KindToken)}
	words, given := r.List("on")
	if !given {
		words = all
	}
	if given && r.Args.Known("on") && len(words) == 0 {
		m.l.add(diag.Error(r.Args.ArgumentRange("on"), "empty-list", "Empty list",
			"The list is empty, so the policy does not check anything. Add some of "+expression.OrList(all)+", or remove the argument to check all of them."))
	}
	var kinds []pat.Kind
	for i, word := range words {
		if !slices.Contains(all, word) {
			m.l.add(diag.Error(r.Args.ElementRange("on", i), "invalid-kind", "Invalid kind of subject",
				fmt.Sprintf("There is no kind %q. A policy can check %s.", word, expression.OrList(all))+diag.DidYouMean(word, all)))
			continue
		}
		kinds = append(kinds, pat.Kind(word))
	}
	return kinds
}

// Covers reports whether the policy is about templates of a module instance,
// and what fits them: its own module and those below.
func (p *Policy) Covers(module string) bool {
	return p.Module == "" || module == p.Module || strings.HasPrefix(module, p.Module+".")
}

// Applies reports whether the policy is about subjects of a kind.
func (p *Policy) Applies(kind pat.Kind) bool { return slices.Contains(p.On, kind) }

// Reads reports whether the condition or the message refers to an attribute of
// self, or to self as a whole.
func (p *Policy) Reads(attribute string) bool {
	for _, x := range []*expression.Expression{p.block.condition, p.block.message} {
		if x == nil {
			continue
		}
		for _, ref := range x.Refs {
			if ref.Root == "self" && (ref.Name == attribute || ref.Name == "") {
				return true
			}
		}
	}
	return false
}

// Self is a subject in the form that conditions see.
type Self struct {
	value  cty.Value
	judged *atomic.Bool // by a policy
}

// NewSelf makes a subject ready for policies.
func NewSelf(s pat.Subject) Self { return Self{subject.Value(s), new(atomic.Bool)} }

// Judge evaluates the policy for a subject. The violation is nil where the
// condition holds. Errors without a violation: the condition could not be
// evaluated, and the subject was not judged, which must not be taken for a pass.
// Errors beside a violation are about its message, which is then empty.
func (p *Policy) Judge(self Self) (*Violation, diag.Diagnostics) {
	if p.block.condition == nil || p.block.message == nil || p.block.condition.Broken || p.block.message.Broken {
		return nil, nil // reported when it was loaded
	}
	p.in.l.budget.Judge(!self.judged.Swap(true))
	seen, ctx, holds, diags := p.condition(self.value)
	if holds || diags.HasErrors() {
		return nil, diags
	}
	p.in.l.budget.Draw(budget.StepsOfViolation)
	message, more := p.message(seen)
	return &Violation{
		Message:   message,
		CheckedBy: p.block.condition.Range(),
		condition: &hcl.Diagnostic{Expression: p.block.condition.Expression, EvalContext: ctx},
	}, append(diags, more...)
}

// Explain adds the values behind the condition to a diagnostic about the violation.
func (v *Violation) Explain(d *diag.Diagnostic) {
	d.Expression, d.EvalContext = v.condition.Expression, v.condition.EvalContext
}

// holds evaluates a condition. It is taken to hold where it depends on a value
// that is unknown for a reason that is reported.
func (m *instance) holds(x *expression.Expression, ctx *hcl.EvalContext, of string) (bool, hcl.Diagnostics) {
	v, diags := m.Evaluate(x, ctx)
	if diags.HasErrors() {
		return false, diags
	}
	v, _ = v.Unmark()
	if v.IsNull() {
		return false, append(diags, expression.InvalidCondition(x, ctx, "The condition is null. It must be true or false."))
	}
	b, err := convert.Convert(v, cty.Bool)
	if err != nil {
		return false, append(diags, expression.InvalidCondition(x, ctx, fmt.Sprintf("The condition of a %s must be true or false: %s.", of, err)))
	}
	if !b.IsKnown() {
		if m.explained(ctx) {
			return true, diags
		}
		return false, append(diags, expression.UnknownValue(x.Range()))
	}
	return b.True(), diags
}

// message evaluates an error_message. A sensitive one is replaced.
func (m *instance) message(x *expression.Expression, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	v, diags := m.Evaluate(x, ctx)
	if diags.HasErrors() {
		return "", diags
	}
	if v.ContainsMarked() {
		return "The condition is false. The error message is not shown, because it depends on a sensitive value.", diags
	}
	s, err := convert.Convert(v, cty.String)
	switch {
	case err != nil || s.IsNull():
		return "", append(diags, diag.Error(x.Range(), "invalid-error-message", "Invalid error message", "An error_message must be a string."))
	case !s.IsKnown() && !m.explained(ctx):
		return "", append(diags, expression.UnknownValue(x.Range()))
	case !s.IsKnown(), strings.TrimSpace(s.AsString()) == "":
		return "The condition is false.", diags
	}
	return s.AsString(), diags
}
