package analysis

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/functions"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/tree"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// maxHints bounds the calls with hints in a range.
const maxHints = 200

// Hints are the least permissions behind each call of permissions_for between two bytes of a document in
// native syntax, if they are known: the endpoints are written out, or the result is what the
// template of the call grants.
func (r *Result) Hints(file string, doc *outline.Document, start, end int) []protocol.InlayHint {
	hints := []protocol.InlayHint{}
	first, last := doc.At(start), doc.At(end)
	for i := first; i <= last && len(hints) < maxHints; i++ {
		text := doc.Parts()[i].Text()
		if !bytes.Contains(text, []byte(schema.PermissionsFor)) || len(syntax.CheckComplexity(text, "")) > 0 {
			continue
		}
		parsed, _ := syntax.Parse(text, "")
		body, ok := parsed.(*hclsyntax.Body)
		if !ok {
			continue
		}
		for _, call := range callsIn(body) {
			at := doc.Start(i).Byte + call.CloseParenRange.End.Byte
			if at < start || at > end {
				continue
			}
			least := r.literal(call)
			if least == nil {
				least = r.granted(file, body, call)
			}
			if least != nil {
				hints = append(hints, protocol.InlayHint{Position: doc.Position(at), Label: labelOf(least), PaddingLeft: true})
			}
		}
	}
	return hints[:min(len(hints), maxHints)]
}

// callsIn are the calls of permissions_for, in the order of their places.
func callsIn(body *hclsyntax.Body) []*hclsyntax.FunctionCallExpr {
	var calls []*hclsyntax.FunctionCallExpr
	hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && call.Name == schema.PermissionsFor {
			calls = append(calls, call)
		}
		return nil
	})
	slices.SortFunc(calls, func(a, b *hclsyntax.FunctionCallExpr) int {
		return a.CloseParenRange.Start.Byte - b.CloseParenRange.Start.Byte
	})
	return calls
}

// literal evaluates a call that refers to nothing.
func (r *Result) literal(call *hclsyntax.FunctionCallExpr) map[string]string {
	if r.catalog == nil || len(call.Variables()) > 0 {
		return nil
	}
	b := budget.New(0, functions.Shortened)
	library := functions.NewLibrary(b, &tree.Tree{Dir: "."}, func() *catalog.Catalog { return r.catalog })
	only := library.Table(".")
	for name := range only {
		if name != schema.PermissionsFor { // others may read files
			delete(only, name)
		}
	}
	v, diags := call.Value(&hcl.EvalContext{Functions: only})
	if diags.HasErrors() || !v.IsWhollyKnown() || v.IsNull() || !v.Type().Equals(cty.Map(cty.String)) {
		return nil
	}
	least := map[string]string{}
	for name, level := range v.AsValueMap() {
		least[name] = level.AsString()
	}
	return least
}

// granted is what a template grants, if all that it grants is the result of the call.
func (r *Result) granted(file string, body *hclsyntax.Body, call *hclsyntax.FunctionCallExpr) map[string]string {
	for _, b := range body.Blocks {
		a := b.Body.Attributes["permissions"]
		if b.Type != "template" || len(b.Labels) != 1 || a == nil || a.Expr != hclsyntax.Expression(call) {
			continue
		}
		facts := r.facts[file][cty.NormalizeString(b.Labels[0])]
		if len(facts) == 0 || slices.ContainsFunc(facts, func(f fact) bool {
			return !f.known || len(f.Permissions) == 0 || !maps.Equal(f.Permissions, facts[0].Permissions)
		}) {
			return nil
		}
		least := map[string]string{}
		for name, level := range facts[0].Permissions {
			least[name] = string(level)
		}
		return least
	}
	return nil
}

func labelOf(least map[string]string) string {
	if len(least) == 0 {
		return "no permissions"
	}
	var items []string
	for _, name := range slices.Sorted(maps.Keys(least)) {
		items = append(items, fmt.Sprintf("%s = %s", name, least[name]))
	}
	return diag.Printable(strings.Join(items, ", "))
}
