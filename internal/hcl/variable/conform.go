package variable

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
)

// misfit is why a value does not have the type of a variable, and where in it.
type misfit struct {
	path  cty.Path // of what does not fit
	Place cty.Path // of what to point at: an attribute that does not belong there
	err   error
}

// Words say it of the variable with the name, as the end of a sentence:
// var.services["web"].days: a number is required.
func (f *misfit) Words(name string) string {
	text := f.err.Error()
	if len(f.path) > 0 {
		text = fmt.Sprintf("var.%s%s: %s", name, pathText(f.path), text)
	}
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// HiddenMisfit represents one of a sensitive value: not even the names of
// attributes are shown.
var HiddenMisfit = &misfit{err: errors.New("it has the wrong type")}

// FindMisfit returns the first place at which a value does not have the type, or
// nil. Unlike a conversion it also refuses attributes that the type does not
// have: dropping a misspelled one would let its default take effect.
func FindMisfit(v cty.Value, want cty.Type, path cty.Path) *misfit {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || want == cty.DynamicPseudoType {
		return nil
	}
	ty := v.Type()
	keyed, listed := ty.IsObjectType() || ty.IsMapType(), ty.IsTupleType() || ty.IsListType() || ty.IsSetType()
	switch {
	case want.IsObjectType() && keyed:
		return attributesMisfit(v, want, path)
	case want.IsMapType() && keyed:
		return elementsMisfit(v, path, func(int) cty.Type { return want.ElementType() })
	case (want.IsListType() || want.IsSetType()) && listed:
		return elementsMisfit(v, path, func(int) cty.Type { return want.ElementType() })
	case want.IsTupleType() && listed && v.LengthInt() == want.Length():
		return elementsMisfit(v, path, want.TupleElementType)
	}
	if _, err := convert.Convert(v, want.WithoutOptionalAttributesDeep()); err != nil {
		return &misfit{path, path, err}
	}
	return nil
}

func attributesMisfit(v cty.Value, want cty.Type, path cty.Path) *misfit {
	types := want.AttributeTypes()
	names := slices.Sorted(maps.Keys(types))
	given := v.AsValueMap()
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !want.HasAttribute(name) {
			return &misfit{path, path.GetAttr(name), fmt.Errorf("the type has no attribute %q.%s", name, attributeMeant(name, names))}
		}
		if f := FindMisfit(given[name], types[name], path.GetAttr(name)); f != nil {
			return f
		}
	}
	for _, name := range names {
		if _, ok := given[name]; !ok && !want.AttributeOptional(name) {
			return &misfit{path, path, fmt.Errorf("attribute %q is required", name)}
		}
	}
	return nil
}

// attributeMeant is the question for the attribute that was meant, or what there is.
func attributeMeant(name string, names []string) string {
	if meant := diag.DidYouMean(name, names); meant != "" {
		return meant
	}
	if len(names) == 0 {
		return " It has none"
	}
	return " Its attributes: " + strings.Join(names, ", ")
}

func elementsMisfit(v cty.Value, path cty.Path, want func(i int) cty.Type) *misfit {
	at := 0
	for it := v.ElementIterator(); it.Next(); at++ {
		key, element := it.Element()
		if v.Type().IsSetType() {
			key = cty.NumberIntVal(int64(at))
		}
		key, _ = key.Unmark()
		if f := FindMisfit(element, want(at), path.Index(key)); f != nil {
			return f
		}
	}
	return nil
}

// pathText writes a path as in an expression: ["web"].days.
func pathText(path cty.Path) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			if !hclsyntax.ValidIdentifier(step.Name) {
				fmt.Fprintf(&b, "[%q]", step.Name)
				continue
			}
			b.WriteString("." + step.Name)
		case cty.IndexStep:
			b.WriteString("[" + indexText(step.Key) + "]")
		}
	}
	return b.String()
}

func indexText(key cty.Value) string {
	if key.Type() == cty.String {
		return strconv.Quote(key.AsString())
	}
	return key.AsBigFloat().Text('f', -1)
}

// RangeOfPart is the place of the part of an expression to which a path leads, as far
// as the expression writes it out.
func RangeOfPart(e hcl.Expression, path cty.Path) hcl.Range {
	for _, step := range path {
		part, err := partOf(e, step)
		if err != nil {
			break
		}
		e = part
	}
	return e.Range()
}

var errNotWritten = errors.New("the part is not written out")

func partOf(e hcl.Expression, step cty.PathStep) (hcl.Expression, error) {
	name := ""
	switch step := step.(type) {
	case cty.GetAttrStep:
		name = step.Name
	case cty.IndexStep:
		if step.Key.Type() == cty.Number {
			elements, diags := hcl.ExprList(e)
			if at, _ := step.Key.AsBigFloat().Int64(); !diags.HasErrors() && int(at) < len(elements) {
				return elements[at], nil
			}
			return nil, errNotWritten
		}
		name = step.Key.AsString()
	}
	pairs, diags := hcl.ExprMap(e)
	if diags.HasErrors() {
		return nil, errNotWritten
	}
	for _, pair := range pairs {
		if key, ok := expression.KeyOf(pair.Key, nil); ok && key == name {
			return pair.Value, nil
		}
	}
	return nil, errNotWritten
}
