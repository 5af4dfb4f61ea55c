package planreport

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/plan"
)

// changedAttribute is an attribute as people see its change: a value, or the
// elements of a list or an object.
type changedAttribute struct {
	name        string
	symbol      string
	open, close string // brackets around the elements; "": there is one part, which is the value
	parts       []changePart
	unchanged   int // elements that are not among the parts
}

// changePart is a value or an element. Nothing in it needs escaping any more
// but for Markdown.
type changePart struct {
	symbol string
	key    string // of an object; else ""
	text   string
}

// newChangedAttribute decides how a change is shown: elements where both sides
// are of one kind, else the values as a whole.
func newChangedAttribute(a plan.Attribute) changedAttribute {
	out := changedAttribute{name: a.Name, symbol: symbolOf(a.Before, a.After)}
	switch {
	case isA[map[string]string](a):
		out.open, out.close = "{", "}"
		out.object(as[map[string]string](a.Before), as[map[string]string](a.After))
	case isA[[]string](a) && !emptyList(a):
		out.open, out.close = "[", "]"
		out.list(as[[]string](a.Before), as[[]string](a.After))
	}
	if len(out.parts) == 0 { // a value, or a list in another order
		out.open, out.close, out.unchanged = "", "", 0
		out.parts = []changePart{{out.symbol, "", transition(value(a.Before), value(a.After), a.Before == nil, a.After == nil)}}
	}
	return out
}

func symbolOf(before, after any) string {
	switch {
	case before == nil:
		return format.SymbolAdd
	case after == nil:
		return format.SymbolRemove
	}
	return format.SymbolChange
}

// isA reports whether both values are of a type, or one is and the other is not there.
func isA[T any](a plan.Attribute) bool {
	_, before := a.Before.(T)
	_, after := a.After.(T)
	return (before || a.Before == nil) && (after || a.After == nil)
}

// as gives the zero value for nil.
func as[T any](v any) T {
	t, _ := v.(T)
	return t
}

// emptyList reports whether one of the lists is there and empty, which is not
// the same as a list that is not there.
func emptyList(a plan.Attribute) bool {
	return slices.ContainsFunc([]any{a.Before, a.After}, func(v any) bool {
		l, ok := v.([]string)
		return ok && len(l) == 0
	})
}

func (c *changedAttribute) object(before, after map[string]string) {
	all := maps.Clone(before)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, after)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		b, had := before[key]
		a, has := after[key]
		if had && has && a == b {
			c.unchanged++
			continue
		}
		symbol := format.SymbolChange
		switch {
		case !had:
			symbol = format.SymbolAdd
		case !has:
			symbol = format.SymbolRemove
		}
		c.parts = append(c.parts, changePart{symbol, diag.Printable(key), transition(quoted(b), quoted(a), !had, !has)})
	}
}

// list shows what is in one of two lists only, in their order.
func (c *changedAttribute) list(before, after []string) {
	was, is := setOf(before), setOf(after)
	for _, b := range before {
		if !is[b] {
			c.parts = append(c.parts, changePart{format.SymbolRemove, "", quoted(b)})
		}
	}
	for _, a := range after {
		if was[a] {
			c.unchanged++
			continue
		}
		c.parts = append(c.parts, changePart{format.SymbolAdd, "", quoted(a)})
	}
}

func setOf(texts []string) map[string]bool {
	set := make(map[string]bool, len(texts))
	for _, text := range texts {
		set[text] = true
	}
	return set
}

// transition shows a value before and after.
func transition(before, after string, created, deleted bool) string {
	switch {
	case created:
		return after
	case deleted:
		return before + " -> null"
	}
	return before + " -> " + after
}

// quoted is text as the language writes it, safe to show.
func quoted(s string) string { return diag.Printable(strconv.Quote(s)) }

// value writes a value in one line.
func value(v any) string {
	switch v := v.(type) {
	case string:
		return quoted(v)
	case []string:
		return "[" + strings.Join(mapped(v, quoted), ", ") + "]"
	case map[string]string:
		var pairs []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			pairs = append(pairs, diag.Printable(key)+" = "+quoted(v[key]))
		}
		return "{ " + strings.Join(pairs, ", ") + " }"
	}
	return fmt.Sprint(v)
}

func mapped(list []string, f func(string) string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

// escalates reports whether an attribute as a whole is part of an escalation.
func (c *Change) escalates(attribute string) bool {
	return slices.ContainsFunc(c.Escalations, func(e Escalation) bool {
		return e.Attribute == attribute && e.Permission == nil
	})
}

// escalatesKey reports whether one permission of an attribute is part of an
// escalation. The key is as it is shown.
func (c *Change) escalatesKey(attribute, key string) bool {
	return slices.ContainsFunc(c.Escalations, func(e Escalation) bool {
		return e.Attribute == attribute && e.Permission != nil && diag.Printable(*e.Permission) == key
	})
}
