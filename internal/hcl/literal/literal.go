// Package literal writes values as expressions that give them, for people and for other
// programs. It evaluates nothing.
package literal

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// Text writes a value as `terraform console` does: an expression that gives the value, with
// functions where the type would otherwise be another one, or words in parentheses for a value
// that is sensitive or not known. It has no control characters but line breaks.
func Text(v cty.Value) string {
	var w writer
	w.value(v, 0)
	return w.String()
}

type writer struct{ strings.Builder }

func (w *writer) value(v cty.Value, depth int) {
	switch {
	case v.IsMarked():
		w.WriteString("(sensitive value)")
	case !v.IsKnown():
		w.WriteString("(unknown)")
	case v.IsNull():
		w.WriteString(null(v.Type()))
	default:
		w.known(v, depth)
	}
}

// null writes a null. What a type is made of is in a comment.
func null(t cty.Type) string {
	switch {
	case t == cty.DynamicPseudoType:
		return "null"
	case t.IsPrimitiveType():
		return "to" + t.FriendlyName() + "(null)"
	case t.IsListType():
		return "tolist(null) /* of " + t.ElementType().FriendlyName() + " */"
	case t.IsSetType():
		return "toset(null) /* of " + t.ElementType().FriendlyName() + " */"
	case t.IsMapType():
		return "tomap(null) /* of " + t.ElementType().FriendlyName() + " */"
	}
	return "null /* " + t.FriendlyName() + " */"
}

func (w *writer) known(v cty.Value, depth int) {
	switch t := v.Type(); {
	case t == cty.String:
		w.text(v.AsString(), depth)
	case t == cty.Number:
		w.WriteString(v.AsBigFloat().Text('f', -1))
	case t == cty.Bool:
		w.WriteString(strconv.FormatBool(v.True()))
	case t.IsObjectType():
		w.keyed(v, "{", "}", depth)
	case t.IsMapType():
		w.keyed(v, "tomap({", "})", depth)
	case t.IsListType():
		w.listed(v, "tolist([", "])", depth)
	case t.IsSetType():
		w.listed(v, "toset([", "])", depth)
	case t.IsTupleType():
		w.listed(v, "[", "]", depth)
	default:
		w.WriteString("(" + t.FriendlyName() + ")")
	}
}

// text writes a string in quotes. If the whole value is a string of several complete lines,
// it writes a heredoc.
func (w *writer) text(s string, depth int) {
	if depth > 0 || strings.Count(s, "\n") < 2 || !strings.HasSuffix(s, "\n") || strings.ContainsAny(s, "$%") || diag.PrintableText(s) != s {
		w.quoted(s)
		return
	}
	delimiter := "EOT"
	for strings.Contains(s, delimiter) {
		delimiter += "_"
	}
	w.WriteString("<<" + delimiter + "\n" + s + delimiter)
}

// quoted writes a string in quotes, without what HCL would take for a template.
func (w *writer) quoted(s string) {
	w.WriteString(string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes()))
}

func (w *writer) keyed(v cty.Value, open, end string, depth int) {
	w.elements(v, open, end, depth, func(key, element cty.Value) {
		w.quoted(key.AsString())
		w.WriteString(" = ")
		w.value(element, depth+1)
	})
}

func (w *writer) listed(v cty.Value, open, end string, depth int) {
	w.elements(v, open, end, depth, func(_, element cty.Value) {
		w.value(element, depth+1)
		w.WriteString(",")
	})
}

func (w *writer) elements(v cty.Value, open, end string, depth int, write func(key, element cty.Value)) {
	w.WriteString(open)
	if v.LengthInt() > 0 {
		w.WriteString("\n")
		for it := v.ElementIterator(); it.Next(); {
			w.WriteString(strings.Repeat("  ", depth+1))
			write(it.Element())
			w.WriteString("\n")
		}
		w.WriteString(strings.Repeat("  ", depth))
	}
	w.WriteString(end)
}
