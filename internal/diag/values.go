package diag

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const (
	maxValues = 12 // shown of one expression
	maxString = 80 // characters shown of one string
)

// value says what a reference in a failed expression stood for.
type value struct {
	Traversal string `json:"traversal"`
	Statement string `json:"statement"`
}

// valuesOf returns the values behind the expression of d, sorted by reference:
// what makes "condition is false" understandable. It is never nil. Sensitive
// values are only said to be so.
func valuesOf(d *Diagnostic) []value {
	values := []value{}
	if d.Expression == nil || d.EvalContext == nil {
		return values
	}
	for _, traversal := range d.Expression.Variables() {
		if traversal.IsRelative() {
			continue
		}
		// A reference that cannot be resolved is reported on its own.
		v, diags := traversal.TraverseAbs(d.EvalContext)
		if statement := statementOf(v); !diags.HasErrors() && statement != "" {
			values = append(values, value{traversalText(traversal), statement})
		}
	}
	slices.SortFunc(values, func(a, b value) int { return strings.Compare(a.Traversal, b.Traversal) })
	values = slices.Compact(values)
	return values[:min(len(values), maxValues)]
}

func traversalText(traversal hcl.Traversal) string {
	var b strings.Builder
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			b.WriteString("[" + valueText(step.Key) + "]")
		default:
			b.WriteString("[...]")
		}
	}
	return Printable(b.String())
}

// statementOf returns what can be said about v after its name, or "" for nothing.
func statementOf(v cty.Value) string {
	switch {
	case v == cty.NilVal:
		return ""
	case v.ContainsMarked():
		return "has a sensitive value"
	case !v.IsKnown():
		return ""
	case v.IsNull():
		return "is null"
	}
	return "is " + valueText(v)
}

// valueText describes a value in a few words of Terraform's.
func valueText(v cty.Value) string {
	t := v.Type()
	switch {
	case v.IsMarked():
		return "(sensitive value)"
	case !v.IsKnown():
		return "(not known)"
	case v.IsNull():
		return "null"
	case t == cty.Bool:
		return strconv.FormatBool(v.True())
	case t == cty.Number:
		return v.AsBigFloat().Text('g', 10)
	case t == cty.String:
		return stringText(v.AsString())
	case t.IsObjectType():
		return objectText(t)
	case t.IsCollectionType(), t.IsTupleType():
		return collectionText(t, v.LengthInt())
	}
	return t.FriendlyName()
}

func stringText(s string) string {
	if count := utf8.RuneCountInString(s); count > maxString {
		return fmt.Sprintf("%s... (%d characters)", Printable(strconv.Quote(string([]rune(s)[:maxString]))), count)
	}
	return Printable(strconv.Quote(s))
}

func objectText(t cty.Type) string {
	switch n := len(t.AttributeTypes()); n {
	case 0:
		return "object with no attributes"
	case 1:
		for name := range t.AttributeTypes() {
			return "object with 1 attribute " + stringText(name)
		}
	}
	return fmt.Sprintf("object with %d attributes", len(t.AttributeTypes()))
}

func collectionText(t cty.Type, n int) string {
	switch n {
	case 0:
		return "empty " + t.FriendlyName()
	case 1:
		return t.FriendlyName() + " with 1 element"
	}
	return fmt.Sprintf("%s with %d elements", t.FriendlyName(), n)
}
