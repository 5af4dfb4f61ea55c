package language

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// tokens finds the names in a part that could not be parsed: a reference is a root, a dot, and
// a name, wherever they are.
func (c *collector) tokens(document string) {
	all, _ := hclsyntax.LexConfig(c.text, document, hcl.InitialPos)
	var tokens hclsyntax.Tokens
	for _, t := range all {
		if t.Type != hclsyntax.TokenComment && t.Type != hclsyntax.TokenEOF {
			tokens = append(tokens, t)
		}
	}
	s := &tokenScanner{collector: c, document: document, tokens: tokens, begin: true}
	for s.i = range tokens {
		s.step()
	}
}

type tokenScanner struct {
	*collector
	document string
	tokens   hclsyntax.Tokens
	i        int
	depth    int
	begin    bool   // of an argument or a block
	block    string // the type of the block at the top
	label    string
}

// is reports whether the token so far after the current one has a type.
func (s *tokenScanner) is(ahead int, t hclsyntax.TokenType) bool {
	i := s.i + ahead
	return i >= 0 && i < len(s.tokens) && s.tokens[i].Type == t
}

func (s *tokenScanner) text(ahead int) string { return string(s.tokens[s.i+ahead].Bytes) }

func (s *tokenScanner) step() {
	begin := s.begin
	s.begin = false
	switch s.tokens[s.i].Type {
	case hclsyntax.TokenNewline:
		s.begin = true
	case hclsyntax.TokenOBrace:
		s.depth++
		s.begin = true
	case hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		s.depth++
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
		s.depth = max(s.depth-1, 0)
	case hclsyntax.TokenQuotedLit:
		s.quoted()
	case hclsyntax.TokenIdent:
		switch {
		case begin && s.depth == 0:
			s.head()
		case begin && s.depth == 1 && s.is(1, hclsyntax.TokenEqual):
			s.argument()
		}
		if !s.is(-1, hclsyntax.TokenDot) {
			s.reference()
		}
	}
}

// head notes the block that begins here.
func (s *tokenScanner) head() {
	if filename.IsValues(s.document) {
		if s.is(1, hclsyntax.TokenEqual) {
			s.use("var", nil, s.tokens[s.i].Range)
		}
		return
	}
	s.block, s.label = s.text(0), ""
	if !s.is(1, hclsyntax.TokenOQuote) || !s.is(2, hclsyntax.TokenQuotedLit) || !s.is(3, hclsyntax.TokenCQuote) {
		return
	}
	at := s.tokens[s.i+2].Range
	s.label = cty.NormalizeString(s.text(2))
	if root := roots[s.block]; root != "" && !filename.IsTest(s.document) {
		s.declarations = append(s.declarations, declaration{root: root, name: s.label,
			at: s.span(at.Start.Byte, at.End.Byte), block: s.span(s.tokens[s.i].Range.Start.Byte, len(s.collector.text))})
	}
}

// argument notes the argument of a block at the top that begins here.
func (s *tokenScanner) argument() {
	at := s.tokens[s.i].Range
	_, own := schema.Module.Argument(s.text(0))
	switch {
	case filename.IsTest(s.document):
		if s.block == "variables" {
			s.use("var", nil, at)
		}
	case s.block == schema.Locals.Type:
		place := s.span(at.Start.Byte, at.End.Byte)
		s.declarations = append(s.declarations, declaration{root: "local", name: cty.NormalizeString(s.text(0)), at: place, block: place})
	case s.block == schema.Module.Type && !own && s.label != "":
		s.use("var", []string{s.label}, at)
	case s.block == schema.Module.Type && s.text(0) == "source" && s.is(2, hclsyntax.TokenOQuote) && s.is(3, hclsyntax.TokenQuotedLit):
		if n := len(s.declarations); n > 0 && s.declarations[n-1].root == "module" {
			s.declarations[n-1].source = s.text(3)
		}
	}
}

// reference notes the reference that begins here.
func (s *tokenScanner) reference() {
	steps := []step{{name: s.text(0)}}
	for i := 1; ; {
		switch {
		case s.is(i, hclsyntax.TokenDot) && s.is(i+1, hclsyntax.TokenIdent):
			at := s.tokens[s.i+i+1].Range
			steps = append(steps, step{name: cty.NormalizeString(s.text(i + 1)), at: s.span(at.Start.Byte, at.End.Byte)})
			i += 2
		case s.is(i, hclsyntax.TokenOBrack) && s.is(i+1, hclsyntax.TokenOQuote) && s.is(i+2, hclsyntax.TokenQuotedLit) &&
			s.is(i+3, hclsyntax.TokenCQuote) && s.is(i+4, hclsyntax.TokenCBrack):
			at := s.tokens[s.i+i+2].Range
			steps = append(steps, step{name: cty.NormalizeString(s.text(i + 2)), at: s.span(at.Start.Byte, at.End.Byte), index: true})
			i += 5
		default:
			s.collector.reference(steps)
			return
		}
	}
}

// quoted notes the names in a string without anything else in it.
func (s *tokenScanner) quoted() {
	if !mayName(s.text(0)) || !s.is(-1, hclsyntax.TokenOQuote) || !hasAddresses(s.block) {
		return
	}
	text, at := decodeQuoted(s.tokens[s.i].Bytes, s.tokens[s.i].Range.Start.Byte)
	for _, u := range namesInText(string(text), s.is(1, hclsyntax.TokenCQuote)) {
		u.at = s.span(at[u.at.Start], at[u.at.End])
		s.uses = append(s.uses, u)
	}
}
