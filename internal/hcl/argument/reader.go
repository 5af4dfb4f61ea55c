package argument

import (
	"fmt"
	"math"
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/pat"
)

// Reader takes the values of one block's arguments and reports what is wrong
// with them. Its methods return the zero value for an argument that is not
// given, null, or not usable; Args then says that it is not known.
type Reader struct {
	Args Values
	Read map[string]cty.Value // keeps what was read; nil: no need

	value  func(*expression.Expression) cty.Value
	report func(...*hcl.Diagnostic)
}

// NewReader returns a reader of a block's arguments: value evaluates one, and report takes
// what is wrong with it. Value reports itself what it cannot evaluate.
func NewReader(b *Block, value func(*expression.Expression) cty.Value, report func(...*hcl.Diagnostic)) *Reader {
	return &Reader{Args: Values{block: b}, value: value, report: report}
}

// raw returns a known value that is not null and not sensitive.
func (r *Reader) raw(name string) (cty.Value, bool) {
	x := r.Args.Expression(name)
	if x == nil {
		return cty.NilVal, false
	}
	v := r.value(x)
	if v.ContainsMarked() {
		r.report(diag.Error(x.Range(), "sensitive-value", "Sensitive value in an argument",
			fmt.Sprintf("The value of %q is sensitive, or derived from a sensitive variable, but patctl prints arguments of blocks in links, lists, and reports. "+
				"If it is not a secret, use nonsensitive(...).", name)))
		v = cty.DynamicVal
	}
	if r.Read != nil {
		r.Read[name] = v
	}
	if v.IsNull() || !v.IsWhollyKnown() {
		r.Unset(name)
	}
	if v.IsNull() {
		r.setNull(name)
	}
	return v, v.IsKnown() && !v.IsNull()
}

// Unset says that the value of an argument is not usable, which is reported.
func (r *Reader) Unset(name string) {
	if r.Args.unset == nil {
		r.Args.unset = map[string]bool{}
	}
	r.Args.unset[name] = true
}

func (r *Reader) setNull(name string) {
	if r.Args.null == nil {
		r.Args.null = map[string]bool{}
	}
	r.Args.null[name] = true
}

// Converted is a known value that is not null, with a type.
func (r *Reader) Converted(name string, want cty.Type) (cty.Value, bool) {
	v, ok := r.raw(name)
	if !ok || !v.IsWhollyKnown() {
		return cty.NilVal, false
	}
	out, err := convert.Convert(v, want)
	if err != nil {
		r.Wrong(name, err)
		return cty.NilVal, false
	}
	return out, true
}

// Wrong reports that the value of an argument is of another type than it must be.
func (r *Reader) Wrong(name string, err error) {
	r.report(expression.WrongType(name, r.Args.ArgumentRange(name), err))
	r.Unset(name)
}

// Text reads a string.
func (r *Reader) Text(name string) string {
	v, ok := r.Converted(name, cty.String)
	if !ok {
		return ""
	}
	return v.AsString()
}

// Whole reads a whole number; one that does not fit is as far out as an int32 goes.
func (r *Reader) Whole(name string) (int, bool) {
	v, ok := r.Converted(name, cty.Number)
	if !ok {
		return 0, false
	}
	return r.toInt(name, v.AsBigFloat())
}

func (r *Reader) toInt(name string, f *big.Float) (int, bool) {
	if !f.IsInt() {
		r.Wrong(name, fmt.Errorf("a whole number is required"))
		return 0, false
	}
	n, _ := f.Int64()
	return int(min(max(n, math.MinInt32), math.MaxInt32)), true
}

// List reads a list, set or tuple of strings; given is false where there is none.
func (r *Reader) List(name string) (out []string, given bool) {
	v, ok := r.raw(name)
	if !ok || !v.IsWhollyKnown() {
		return nil, false
	}
	return r.elements(name, v)
}

func (r *Reader) elements(name string, v cty.Value) ([]string, bool) {
	ty := v.Type()
	if !ty.IsTupleType() && !ty.IsListType() && !ty.IsSetType() {
		r.Wrong(name, fmt.Errorf("a list of strings is required, such as [\"...\"], not %s", diag.WithArticle(ty.FriendlyName())))
		return nil, false
	}
	out := make([]string, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		s, err := convert.Convert(element, cty.String)
		if err != nil || s.IsNull() {
			r.Wrong(name, fmt.Errorf("element %d is not a string", len(out)))
			return nil, false
		}
		out = append(out, s.AsString())
	}
	return out, true
}

// Texts reads a map or object of strings, such as example. A null element is as
// if it were not there; an unknown one is left out, and the argument is then not
// known.
func (r *Reader) Texts(name, example string) map[string]string {
	v, ok := r.raw(name)
	if !ok {
		return nil
	}
	if ty := v.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		r.Wrong(name, fmt.Errorf("an object with string values is required, such as %s, not %s", example, diag.WithArticle(ty.FriendlyName())))
		return nil
	}
	out := make(map[string]string, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if element.IsNull() || !element.IsKnown() {
			continue
		}
		s, err := convert.Convert(element, cty.String)
		if err != nil {
			r.Wrong(name, fmt.Errorf("the value of %q is not a string", key.AsString()))
			continue
		}
		if !s.IsNull() {
			out[key.AsString()] = s.AsString()
		}
	}
	return out
}

// Permissions reads the argument permissions.
func (r *Reader) Permissions() pat.Permissions {
	texts := r.Texts("permissions", `{ contents = "read" }`)
	if texts == nil {
		return nil
	}
	out := make(pat.Permissions, len(texts))
	for name, level := range texts {
		out[name] = pat.Level(level)
	}
	return out
}

// Expiry reads a number of days or "none".
func (r *Reader) Expiry(name string) pat.Expiry {
	v, ok := r.raw(name)
	if !ok {
		return pat.Expiry{}
	}
	if v.Type() == cty.String && v.AsString() == "none" {
		return pat.Expiry{Never: true}
	}
	number, err := convert.Convert(v, cty.Number)
	if err != nil {
		r.Wrong(name, fmt.Errorf(`a number of days or "none" is required`))
		return pat.Expiry{}
	}
	days, ok := r.toInt(name, number.AsBigFloat())
	if !ok {
		return pat.Expiry{}
	}
	return pat.Expiry{Days: days}
}

// Repositories reads one of the words, or a list.
func (r *Reader) Repositories(name string) pat.Repositories {
	v, ok := r.raw(name)
	if !ok || !v.IsWhollyKnown() {
		return pat.Repositories{}
	}
	if v.Type() == cty.String {
		return pat.Repositories{Selection: pat.Selection(v.AsString())}
	}
	patterns, _ := r.elements(name, v)
	return pat.Repositories{Patterns: patterns}
}

// At is the place of an argument's value, for what the caller finds wrong with it.
func (r *Reader) At(name string) hcl.Range { return r.Args.ArgumentRange(name) }
