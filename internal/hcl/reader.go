package hcl

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

// reader takes the values of one block's arguments and reports what is wrong
// with them. Its methods return the zero value for an argument that is not
// given, null, or not usable; args then says that it is not known.
type reader struct {
	in   *instance
	each *expression.Each
	args arguments
	// values keeps what was read, for references to the block; nil: no need.
	values map[string]cty.Value
}

func (m *instance) reader(b *block, each *expression.Each) *reader {
	return &reader{in: m, each: each, args: arguments{block: b}}
}

// raw returns a known value that is not null and not sensitive.
func (r *reader) raw(name string) (cty.Value, bool) {
	x, given := r.args.args[name]
	if !given {
		return cty.NilVal, false
	}
	v := r.in.value(x, r.each, nil)
	if v.ContainsMarked() {
		r.in.l.add(diag.Error(x.Range(), "sensitive-value", "Sensitive value in an argument",
			fmt.Sprintf("The value of %q is sensitive, or derived from a sensitive variable, but patctl prints arguments of blocks in links, lists, and reports. "+
				"If it is not a secret, use nonsensitive(...).", name)))
		v = cty.DynamicVal
	}
	if r.values != nil {
		r.values[name] = v
	}
	if v.IsNull() || !v.IsWhollyKnown() {
		r.unset(name)
	}
	if v.IsNull() {
		r.setNull(name)
	}
	return v, v.IsKnown() && !v.IsNull()
}

func (r *reader) unset(name string) {
	if r.args.unset == nil {
		r.args.unset = map[string]bool{}
	}
	r.args.unset[name] = true
}

func (r *reader) setNull(name string) {
	if r.args.null == nil {
		r.args.null = map[string]bool{}
	}
	r.args.null[name] = true
}

// converted is raw, with a type.
func (r *reader) converted(name string, want cty.Type) (cty.Value, bool) {
	v, ok := r.raw(name)
	if !ok || !v.IsWhollyKnown() {
		return cty.NilVal, false
	}
	out, err := convert.Convert(v, want)
	if err != nil {
		r.wrong(name, err)
		return cty.NilVal, false
	}
	return out, true
}

func (r *reader) wrong(name string, err error) {
	r.in.l.add(expression.WrongType(name, r.args.ArgumentRange(name), err))
	r.unset(name)
}

func (r *reader) text(name string) string {
	v, ok := r.converted(name, cty.String)
	if !ok {
		return ""
	}
	return v.AsString()
}

// whole reads a whole number; one that does not fit is as far out as an int32 goes.
func (r *reader) whole(name string) (int, bool) {
	v, ok := r.converted(name, cty.Number)
	if !ok {
		return 0, false
	}
	return r.toInt(name, v.AsBigFloat())
}

func (r *reader) toInt(name string, f *big.Float) (int, bool) {
	if !f.IsInt() {
		r.wrong(name, fmt.Errorf("a whole number is required"))
		return 0, false
	}
	n, _ := f.Int64()
	return int(min(max(n, math.MinInt32), math.MaxInt32)), true
}

// list reads a list, set or tuple of strings; given is false where there is none.
func (r *reader) list(name string) (out []string, given bool) {
	v, ok := r.raw(name)
	if !ok || !v.IsWhollyKnown() {
		return nil, false
	}
	return r.elements(name, v)
}

func (r *reader) elements(name string, v cty.Value) ([]string, bool) {
	ty := v.Type()
	if !ty.IsTupleType() && !ty.IsListType() && !ty.IsSetType() {
		r.wrong(name, fmt.Errorf("a list of strings is required, such as [\"...\"], not %s", diag.WithArticle(ty.FriendlyName())))
		return nil, false
	}
	out := make([]string, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		s, err := convert.Convert(element, cty.String)
		if err != nil || s.IsNull() {
			r.wrong(name, fmt.Errorf("element %d is not a string", len(out)))
			return nil, false
		}
		out = append(out, s.AsString())
	}
	return out, true
}

// texts reads a map or object of strings, such as example. A null element is as
// if it were not there; an unknown one is left out, and the argument is then not
// known.
func (r *reader) texts(name, example string) map[string]string {
	v, ok := r.raw(name)
	if !ok {
		return nil
	}
	if ty := v.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		r.wrong(name, fmt.Errorf("an object with string values is required, such as %s, not %s", example, diag.WithArticle(ty.FriendlyName())))
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
			r.wrong(name, fmt.Errorf("the value of %q is not a string", key.AsString()))
			continue
		}
		if !s.IsNull() {
			out[key.AsString()] = s.AsString()
		}
	}
	return out
}

func (r *reader) permissions() pat.Permissions {
	texts := r.texts("permissions", `{ contents = "read" }`)
	if texts == nil {
		return nil
	}
	out := make(pat.Permissions, len(texts))
	for name, level := range texts {
		out[name] = pat.Level(level)
	}
	return out
}

// expiry reads a number of days or "none".
func (r *reader) expiry(name string) pat.Expiry {
	v, ok := r.raw(name)
	if !ok {
		return pat.Expiry{}
	}
	if v.Type() == cty.String && v.AsString() == "none" {
		return pat.Expiry{Never: true}
	}
	number, err := convert.Convert(v, cty.Number)
	if err != nil {
		r.wrong(name, fmt.Errorf(`a number of days or "none" is required`))
		return pat.Expiry{}
	}
	days, ok := r.toInt(name, number.AsBigFloat())
	if !ok {
		return pat.Expiry{}
	}
	return pat.Expiry{Days: days}
}

// repositories reads one of the words, or a list.
func (r *reader) repositories(name string) pat.Repositories {
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

// range of the argument's value, for what the caller finds wrong with it.
func (r *reader) at(name string) hcl.Range { return r.args.ArgumentRange(name) }
