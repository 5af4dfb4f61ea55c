package language

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/hcl-lang/lang"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// TokenTypes are the types of semantic tokens, by their numbers.
var TokenTypes = []string{"property", "class", "variable", "keyword", "string", "number", "type", "function", "namespace"}

// TokenModifiers are the modifiers of semantic tokens, by their bits.
var TokenModifiers = []string{"declaration"}

// tokenNames are the types for those of hcl-lang. Strings are for the grammar of the editor.
var tokenNames = map[lang.SemanticTokenType]string{
	lang.TokenAttrName: "property", lang.TokenBlockType: "class", lang.TokenBlockLabel: "variable", lang.TokenBool: "keyword",
	lang.TokenNumber: "number", lang.TokenObjectKey: "property", lang.TokenMapKey: "property", lang.TokenKeyword: "keyword",
	lang.TokenReferenceStep: "variable", lang.TokenTypeComplex: "type", lang.TokenTypePrimitive: "type", lang.TokenFunctionName: "function",
}

// token is a semantic token of a part, on one line.
type token struct {
	line, character, units uint32 // from the beginning of the part
	typ, modifiers         uint32
}

// Tokens are the semantic tokens of a document in native syntax.
func (m *Module) Tokens(ctx context.Context, name string) protocol.SemanticTokens {
	out := protocol.SemanticTokens{Data: []uint32{}}
	d := m.documents[name]
	if d == nil || filename.IsJSON(name) {
		return out
	}
	count := 0
	for _, p := range d.Parts() {
		count += len(m.tokensOf(ctx, name, p))
	}
	out.Data = make([]uint32, 0, 5*count)
	line, character := uint32(0), uint32(0)
	for i, p := range d.Parts() {
		if ctx.Err() != nil {
			return out
		}
		base := uint32(d.Start(i).Line)
		for _, t := range m.tokensOf(ctx, name, p) {
			if base+t.line != line {
				character = 0
			}
			out.Data = append(out.Data, base+t.line-line, t.character-character, t.units, t.typ, t.modifiers)
			line, character = base+t.line, t.character
		}
	}
	return out
}

// tokensOf are the tokens of a part, read once.
func (m *Module) tokensOf(ctx context.Context, name string, p *outline.Part) []token {
	f := m.entry(p)
	if f.tokens != nil {
		return f.tokens
	}
	f.tokens = []token{}
	file := parsed(name, p)
	path := m.decoder(name, file)
	if path == nil {
		return f.tokens
	}
	found, err := path.SemanticTokensInFile(ctx, name)
	if err != nil {
		return f.tokens
	}
	lines := outline.NewLines(p.Text())
	last := 0
	for _, t := range withReferences(found, file) {
		from, to := t.Range.Start.Byte, t.Range.End.Byte
		typ := slices.Index(TokenTypes, cmp.Or(tokenNames[t.Type], string(t.Type)))
		if typ < 0 || from < last || to > len(p.Text()) || from >= to || bytes.ContainsAny(p.Text()[from:to], "\r\n") {
			continue
		}
		last = to
		r := lines.Range(from, to)
		made := token{line: uint32(r.Start.Line), character: uint32(r.Start.Character), units: uint32(r.End.Character - r.Start.Character), typ: uint32(typ)}
		if t.Type == lang.TokenBlockLabel {
			made.modifiers = 1
		}
		f.tokens = append(f.tokens, made)
	}
	return f.tokens
}

// withReferences adds the tokens of references and types. hcl-lang finds only those
// that it can resolve.
func withReferences(found []lang.SemanticToken, file *hcl.File) []lang.SemanticToken {
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return found
	}
	w := referenceWalker{tokens: found}
	for _, b := range body.Blocks {
		for _, a := range b.Body.Attributes {
			if w.types = b.Type == schema.Variable.Type && a.Name == "type"; w.types {
				_ = hclsyntax.Walk(a.Expr, &w)
			}
		}
	}
	w.types = false
	_ = hclsyntax.Walk(body, &w)
	slices.SortStableFunc(w.tokens, func(a, b lang.SemanticToken) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	return w.tokens
}

type referenceWalker struct {
	types  bool // in a type constraint
	tokens []lang.SemanticToken
}

// Enter notes the tokens of an expression.
func (w *referenceWalker) Enter(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case *hclsyntax.FunctionCallExpr:
		if w.types {
			w.add("type", n.NameRange)
		}
	case *hclsyntax.ScopeTraversalExpr:
		for i, step := range n.Traversal {
			switch step := step.(type) {
			case hcl.TraverseRoot:
				w.add(w.root(step.Name), step.SrcRange)
			case hcl.TraverseAttr:
				at := step.SrcRange
				at.Start.Byte = at.End.Byte - len(step.Name) // without the dot
				typ := "property"
				if i == 1 {
					typ = "variable"
				}
				w.add(typ, at)
			}
		}
	}
	return nil
}

// Exit does nothing.
func (w *referenceWalker) Exit(hclsyntax.Node) hcl.Diagnostics { return nil }

func (w *referenceWalker) root(name string) string {
	switch {
	case w.types:
		return "type"
	case slices.Contains([]string{"var", "local", "template", "module", "each", "path", "self"}, name):
		return "namespace"
	}
	return "variable"
}

func (w *referenceWalker) add(typ string, at hcl.Range) {
	w.tokens = append(w.tokens, lang.SemanticToken{Type: lang.SemanticTokenType(typ), Range: at})
}
