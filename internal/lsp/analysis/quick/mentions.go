package quick

import (
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// mentions are what a text without template blocks says about templates.
type mentions struct {
	references map[string]bool // names after template.
	words      map[string]bool // in texts, such as addresses
	any        bool            // a reference whose name is not written out
	reads      bool            // it may read a file of the configuration as a text
}

var (
	word      = lazyregexp.New(`[\pL\pN_-]+`)
	reference = lazyregexp.New(`\btemplate\s*[.\[]`)
	// readsFile is a call of a function that reads a file.
	readsFile = lazyregexp.New(`\b(?:templatefile|file\w*)\s*(?:\(|/\*)`)
)

// mentions reads the files without their template blocks.
func (b *Base) mentions() mentions {
	m := mentions{references: map[string]bool{}, words: map[string]bool{}}
	for name, text := range b.files {
		if path.Dir(name) == "." && filename.IsConfiguration(name) && !filename.IsJSON(name) {
			text = b.without(name, text, func(*block) bool { return true }).text
			m.native(text)
		} else {
			m.plain(text)
		}
		m.reads = m.reads || readsFile.Match(text)
	}
	return m
}

func (m *mentions) plain(text []byte) {
	m.any = m.any || reference.Match(text)
	for _, w := range word.FindAll(text, -1) {
		m.words[string(w)] = true
	}
}

func (m *mentions) native(text []byte) {
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos) // the text was parsed
	tokens = withoutComments(tokens)
	for i, t := range tokens {
		switch {
		case t.Type == hclsyntax.TokenQuotedLit, t.Type == hclsyntax.TokenStringLit:
			for _, w := range word.FindAll(t.Bytes, -1) {
				m.words[cty.NormalizeString(string(w))] = true
			}
		case t.Type == hclsyntax.TokenIdent && string(t.Bytes) == "template":
			m.after(tokens[i+1:])
		}
	}
}

// after notes what follows the word template.
func (m *mentions) after(tokens hclsyntax.Tokens) {
	switch {
	case follows(tokens, hclsyntax.TokenDot, hclsyntax.TokenIdent):
		m.references[cty.NormalizeString(string(tokens[1].Bytes))] = true
	case follows(tokens, hclsyntax.TokenIdent): // a block
		m.words[cty.NormalizeString(string(tokens[0].Bytes))] = true
	case follows(tokens, hclsyntax.TokenOQuote), follows(tokens, hclsyntax.TokenOBrace): // a block
	case follows(tokens, hclsyntax.TokenEqual), follows(tokens, hclsyntax.TokenColon): // an argument or a key
	default:
		m.any = true
	}
}

func follows(tokens hclsyntax.Tokens, types ...hclsyntax.TokenType) bool {
	for i, want := range types {
		if i >= len(tokens) || tokens[i].Type != want {
			return false
		}
	}
	return true
}

func withoutComments(tokens hclsyntax.Tokens) hclsyntax.Tokens {
	out := tokens[:0]
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenComment {
			out = append(out, t)
		}
	}
	return out
}
