package hcl

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/functions"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// instance is a module with the values of its variables: the root module, or
// one instance of a module block. Locals and templates are evaluated when
// something first asks for them, so that they may refer to one another in any order.
type instance struct {
	l         *loader
	src       *source
	parent    *instance
	address   string // prefix of the addresses in it: "" or "module.ci."
	variables map[string]cty.Value
	nodes     map[string]*node // by reference: local.x, template.y
	stack     []string         // references under evaluation
}

// node is a local value or a template.
type node struct {
	done  bool
	value cty.Value
}

// givenValue is a value for a variable, and where it was given.
type givenValue struct {
	value cty.Value
	at    hcl.Range
	expr  hcl.Expression // that gives it; nil: a text
}

// instantiate evaluates a module and those below it.
func (l *loader) instantiate(s *source, parent *instance, address string, given map[string]givenValue) {
	m := &instance{
		l: l, src: s, parent: parent, address: address,
		variables: map[string]cty.Value{},
		nodes:     map[string]*node{},
	}
	l.config.Incomplete = l.config.Incomplete || s.broken()
	if parent == nil && l.opts.Evaluate {
		l.config.root = m
	}
	m.setVariables(given)
	for _, name := range s.localNames() {
		m.node(expression.Reference{Root: "local", Name: name})
		l.cut()
	}
	for _, name := range s.templateNames() {
		m.node(expression.Reference{Root: "template", Name: name})
		l.cut()
	}
	for _, name := range slices.Sorted(maps.Keys(s.policies)) {
		m.policy(s.policies[name])
		l.cut()
	}
	if parent == nil {
		m.rootBlocks()
	}
	m.modules()
}

// node returns the value of a local or a template. What does not exist or is
// part of a cycle has an unknown value.
func (m *instance) node(ref expression.Reference) cty.Value {
	id := ref.String()
	n, ok := m.nodes[id]
	switch {
	case ok && n.done:
		return n.value
	case ok:
		m.cycle(id)
		return cty.DynamicVal
	case len(m.stack) >= syntax.MaxReferences:
		m.l.add(diag.Error(m.declaration(id), "too-many-references", "Chain of references too long",
			fmt.Sprintf("This value is at the end of a chain of more than %d references. Shorten the chain.", syntax.MaxReferences)))
		return cty.DynamicVal
	}
	n = &node{value: cty.DynamicVal}
	m.nodes[id] = n
	m.stack = append(m.stack, id)
	if ref.Root == "local" {
		if local, ok := m.src.locals[ref.Name]; ok {
			n.value = m.value(local.expr, nil, nil)
		}
	} else if t, ok := m.src.templates[ref.Name]; ok {
		n.value = m.template(t, m.src.Used[id] || m.parent == nil && m.l.opts.Evaluate)
	}
	m.stack = m.stack[:len(m.stack)-1]
	n.done = true
	return n.value
}

// cycle reports that the node id depends on itself through those above it on the stack.
func (m *instance) cycle(id string) {
	path := append(slices.Clone(m.stack[slices.Index(m.stack, id):]), id)
	m.l.add(diag.Error(m.declaration(id), "reference-cycle", "Cycle of references",
		fmt.Sprintf("A value cannot depend on itself: %s.", strings.Join(path, " -> "))))
}

func (m *instance) declaration(id string) hcl.Range {
	root, name, _ := strings.Cut(id, ".")
	if root == "local" {
		return m.src.locals[name].at
	}
	return m.src.templates[name].Header
}

// value evaluates an expression. What goes wrong is reported, and the value is
// then unknown. So is one that is unknown although all that it refers to is
// known: nothing else would tell of it, and readers take it for not given.
func (m *instance) value(x *expression.Expression, each *expression.Each, self *cty.Value) cty.Value {
	if m.l.stopped {
		return cty.DynamicVal
	}
	ctx := m.context(x, each, self)
	v, diags := m.Evaluate(x, ctx)
	m.l.stopped = m.l.budget.UsedUp() // which is reported now, once
	if !diags.HasErrors() && !v.IsWhollyKnown() && !m.explained(ctx) {
		diags = append(diags, expression.UnknownValue(x.Range()))
	}
	m.l.add(diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	return v
}

// explained reports whether an expression sees a value that is not known, the
// reason for which has been reported.
func (m *instance) explained(ctx *hcl.EvalContext) bool {
	for _, v := range ctx.Variables {
		if !v.IsWhollyKnown() {
			return m.l.diags.HasErrors()
		}
	}
	return false
}

// Evaluate is Value, with nothing sensitive in the diagnostics.
func (m *instance) Evaluate(x *expression.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if m.l.budget.UsedUp() { // what is said of it shows no value
		return m.l.budget.Evaluate(x.Metered, ctx)
	}
	v, diags := m.l.budget.Evaluate(x.Metered, ctx)
	m.l.budget.Protect(func() { diags = append(diags, expression.DuplicateKeys(x.Objects, ctx)...) })
	if len(diags) == 0 {
		return v, nil
	}
	diags = functions.NameFunctions(diags, m.src.functions.Functions)
	m.nameInstances(diags)
	expression.SuggestAttributes(diags)
	written := m.l.callsSensitive(x)
	if written || expression.SensitiveContext(ctx) {
		diags = expression.Redact(diags, ctx)
	}
	if written { // the secret may be in the file itself
		for _, d := range diags {
			d.Extra = diag.Extra{Code: diag.CodeOf(d), HideSource: true}
		}
	}
	return v, diags
}

// context holds the functions, and of the objects only what x refers to: a
// context of everything would cost as much as there is in the configuration,
// for each expression.
func (m *instance) context(x *expression.Expression, each *expression.Each, self *cty.Value) *hcl.EvalContext {
	if len(x.Refs) == 0 {
		return m.src.functions
	}
	objects := map[string]map[string]cty.Value{}
	ctx := m.src.functions.NewChild()
	ctx.Variables = map[string]cty.Value{}
	for _, ref := range x.Refs {
		switch ref.Root {
		case "each":
			ctx.Variables["each"] = each.Object()
		case "self":
			ctx.Variables["self"] = cty.DynamicVal
			if self != nil {
				ctx.Variables["self"] = *self
			}
		case "var", "local", "template":
			if objects[ref.Root] == nil {
				objects[ref.Root] = map[string]cty.Value{}
			}
			objects[ref.Root][ref.Name] = m.lookup(ref)
		case "path": // the same for the whole module
		default:
			ctx.Variables[ref.Root] = cty.DynamicVal // its use is reported already
		}
	}
	for root, values := range objects {
		ctx.Variables[root] = cty.ObjectVal(values)
	}
	if x.Broken {
		x.Forgive(ctx.Variables)
	}
	return ctx
}

func (m *instance) lookup(ref expression.Reference) cty.Value {
	if ref.Root != "var" {
		return m.node(ref)
	}
	if v, ok := m.variables[ref.Name]; ok {
		return v
	}
	return cty.DynamicVal
}
