package hcl

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
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
	m.setVariables(given)
	for _, name := range s.localNames() {
		m.node(reference{root: "local", name: name})
	}
	for _, name := range s.templateNames() {
		m.node(reference{root: "template", name: name})
	}
	for _, name := range slices.Sorted(maps.Keys(s.policies)) {
		m.policy(s.policies[name])
	}
	if parent == nil {
		m.rootBlocks()
	}
	m.modules()
}

// node returns the value of a local or a template. What does not exist or is
// part of a cycle has an unknown value.
func (m *instance) node(ref reference) cty.Value {
	id := ref.String()
	n, ok := m.nodes[id]
	switch {
	case ok && n.done:
		return n.value
	case ok:
		m.cycle(id)
		return cty.DynamicVal
	case len(m.stack) >= maxReferences:
		m.l.add(diag.Error(m.declaration(id), "too-many-references", "Too many references in a chain",
			fmt.Sprintf("More than %d values lead to this one, each through a reference to the next. Shorten the chain.", maxReferences)))
		return cty.DynamicVal
	}
	n = &node{value: cty.DynamicVal}
	m.nodes[id] = n
	m.stack = append(m.stack, id)
	if ref.root == "local" {
		if local, ok := m.src.locals[ref.name]; ok {
			n.value = m.value(local.expr, nil, nil)
		}
	} else if t, ok := m.src.templates[ref.name]; ok {
		n.value = m.template(t, m.src.used[id])
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
	return m.src.templates[name].header
}

// value evaluates an expression. What goes wrong is reported, and the value is
// then unknown. So is one that is unknown although all that it refers to is
// known: nothing else would tell of it, and readers take it for not given.
func (m *instance) value(x *expression, each *eachItem, self *cty.Value) cty.Value {
	ctx := m.context(x, each, self)
	v, diags := m.evaluate(x, ctx)
	if !diags.HasErrors() && !v.IsWhollyKnown() && !m.explained(ctx) {
		diags = append(diags, unknownValue(x.Range()))
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

func unknownValue(at hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "unknown-value", "Value cannot be determined",
		"A function in this expression returned no usable value, usually because one of its arguments is null. Give the function another argument, or write the value itself.")
}

// evaluate is Value, with nothing sensitive in the diagnostics.
func (m *instance) evaluate(x *expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := m.l.budget.evaluate(x.metered, ctx)
	m.l.budget.protect(func() { diags = append(diags, duplicateKeys(x.objects, ctx)...) })
	if len(diags) == 0 {
		return v, nil
	}
	diags = nameFunctions(diags, m.src.functions.Functions)
	m.nameInstances(diags)
	suggestAttributes(diags)
	written := m.l.callsSensitive(x)
	if written || sensitiveContext(ctx) {
		diags = redact(diags, ctx)
	}
	if written { // the secret may stand in the file itself
		for _, d := range diags {
			d.Extra = diag.Extra{Code: diag.CodeOf(d), HideSource: true}
		}
	}
	return v, diags
}

// context holds the functions, and of the objects only what x refers to: a
// context of everything would cost as much as there is in the configuration,
// for each expression.
func (m *instance) context(x *expression, each *eachItem, self *cty.Value) *hcl.EvalContext {
	if len(x.refs) == 0 {
		return m.src.functions
	}
	objects := map[string]map[string]cty.Value{}
	ctx := m.src.functions.NewChild()
	ctx.Variables = map[string]cty.Value{}
	for _, ref := range x.refs {
		switch ref.root {
		case "each":
			ctx.Variables["each"] = each.object()
		case "self":
			ctx.Variables["self"] = cty.DynamicVal
			if self != nil {
				ctx.Variables["self"] = *self
			}
		case "var", "local", "template":
			if objects[ref.root] == nil {
				objects[ref.root] = map[string]cty.Value{}
			}
			objects[ref.root][ref.name] = m.lookup(ref)
		case "path": // the same for the whole module
		default:
			ctx.Variables[ref.root] = cty.DynamicVal // its use is reported already
		}
	}
	for root, values := range objects {
		ctx.Variables[root] = cty.ObjectVal(values)
	}
	if x.broken {
		x.forgive(ctx.Variables)
	}
	return ctx
}

func (m *instance) lookup(ref reference) cty.Value {
	if ref.root != "var" {
		return m.node(ref)
	}
	if v, ok := m.variables[ref.name]; ok {
		return v
	}
	return cty.DynamicVal
}
