package hcl

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// forEach returns the items of a block, in the order of their keys: a single
// nil one without for_each. It is not ok where for_each has no usable value,
// which is then reported.
func (m *instance) forEach(b *block) ([]*expression.Each, bool) {
	x, ok := b.Args["for_each"]
	if !ok {
		return []*expression.Each{nil}, m.roomFor(1, b)
	}
	v := m.value(x, nil, nil)
	if problem := expression.UnusableForEach(v); problem != "" {
		m.l.add(diag.Error(x.Range(), "invalid-for-each", "Invalid for_each", problem))
		return nil, false
	}
	if !v.IsKnown() {
		return nil, false
	}
	if !m.roomFor(v.LengthInt(), b) {
		return nil, false
	}
	var items []*expression.Each
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if v.Type().IsSetType() {
			key = value
		}
		if !key.IsKnown() {
			return nil, false
		}
		if key.IsNull() {
			m.l.add(diag.Error(x.Range(), "invalid-for-each", "Invalid for_each", "A set for for_each cannot contain null."))
			return nil, false
		}
		items = append(items, &expression.Each{Name: key.AsString(), Value: value})
	}
	return items, true
}

// nameInstances says, where an argument of a template with for_each is asked for
// without a key, that several templates exist, and their keys.
func (m *instance) nameInstances(diags hcl.Diagnostics) {
	for _, d := range diags {
		x, ok := d.Expression.(*hclsyntax.ScopeTraversalExpr)
		if !ok || d.Summary != "Unsupported attribute" || len(x.Traversal) < 3 || x.Traversal.RootName() != "template" || *d.Subject != x.Traversal[2].SourceRange() {
			continue
		}
		name, argument := subject.StepName(x.Traversal[1]), subject.StepName(x.Traversal[2])
		t, ok := m.src.templates[name]
		if !ok || t.Args["for_each"] == nil || !slices.Contains(append(templateArguments, "address"), argument) {
			continue
		}
		keys := slices.Sorted(maps.Keys(m.node(expression.Reference{Root: "template", Name: name}).Type().AttributeTypes()))
		d.Detail = fmt.Sprintf("template.%s has for_each, so it has several instances. Specify one of them with its key.", name)
		if len(keys) == 0 {
			d.Detail += " Its for_each is empty."
			continue
		}
		d.Detail += fmt.Sprintf(" The keys are %s.\n\n  template.%s[%q].%s", expression.ListKeys(keys), name, keys[0], argument)
	}
}

// roomFor reports whether the configuration may have n more instances.
func (m *instance) roomFor(n int, b *block) bool {
	m.l.instances += n
	if m.l.instances <= syntax.MaxInstances {
		return true
	}
	m.l.add(diag.Error(b.Header, "too-many-instances", "Too many instances",
		fmt.Sprintf("With this block, the configuration has more than %d instances of templates and modules.", syntax.MaxInstances)))
	return false
}
