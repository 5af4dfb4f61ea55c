package language

import (
	"bytes"
	"context"
	"slices"

	"github.com/hashicorp/hcl-lang/lang"

	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// TokenTypes are the types of semantic tokens, by their numbers.
var TokenTypes = []string{"property", "class", "variable", "keyword", "string", "number", "type", "function"}

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
	line, character, units int // from the begin of the part
	typ, modifiers         uint32
}

// Tokens are the semantic tokens of a document in native syntax.
func (m *Module) Tokens(ctx context.Context, name string) protocol.SemanticTokens {
	out := protocol.SemanticTokens{Data: []uint32{}}
	d := m.documents[name]
	if d == nil || isJSON(name) {
		return out
	}
	line, character := 0, 0
	for i, p := range d.Parts() {
		if ctx.Err() != nil {
			return out
		}
		base := d.Start(i).Line
		for _, t := range m.tokensOf(ctx, name, p) {
			if base+t.line != line {
				character = 0
			}
			out.Data = append(out.Data, uint32(base+t.line-line), uint32(t.character-character), uint32(t.units), t.typ, t.modifiers)
			line, character = base+t.line, t.character
		}
	}
	return out
}

// tokensOf are the tokens of a part, read once.
func (m *Module) tokensOf(ctx context.Context, name string, p *outline.Part) []token {
	f := m.of(name, p)
	if f.tokens != nil {
		return f.tokens
	}
	f.tokens = []token{}
	path := m.decoder(name, p)
	if path == nil {
		return f.tokens
	}
	found, err := path.SemanticTokensInFile(ctx, name)
	if err != nil {
		return f.tokens
	}
	own := outline.New(p.Text(), nil)
	last := 0
	for _, t := range found {
		from, to := t.Range.Start.Byte, t.Range.End.Byte
		typ := slices.Index(TokenTypes, tokenNames[t.Type])
		if typ < 0 || from < last || to > len(p.Text()) || from >= to || bytes.ContainsAny(p.Text()[from:to], "\r\n") {
			continue
		}
		last = to
		r := own.Range(from, to)
		made := token{line: r.Start.Line, character: r.Start.Character, units: r.End.Character - r.Start.Character, typ: uint32(typ)}
		if t.Type == lang.TokenBlockLabel {
			made.modifiers = 1
		}
		f.tokens = append(f.tokens, made)
	}
	return f.tokens
}
