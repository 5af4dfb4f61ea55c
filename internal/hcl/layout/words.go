package layout

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// legacyTypes are type constraints of HCL 1, as they are written, with those
// that replace them today.
var legacyTypes = map[string]string{
	`"string"`: "string",
	`"list"`:   "list(string)",
	`"map"`:    "map(string)",
	"list":     "list(any)",
	"map":      "map(any)",
	"set":      "set(any)",
}

// typeConstraint replaces a legacy type. What is written otherwise, even with
// parentheses around it, stays.
func (f *formatter) typeConstraint(expr hclsyntax.Expression) {
	if modern, ok := legacyTypes[string(expr.Range().SliceBytes(f.src))]; ok {
		f.replace(expr.Range(), []byte(modern))
	}
}

// labels writes every label in quotes.
func (f *formatter) labels(block *hclsyntax.Block) {
	for i, r := range block.LabelRanges {
		f.replace(r, hclwrite.TokensForValue(cty.StringVal(block.Labels[i])).Bytes())
	}
}

// value replaces "${x}" by x. It looks at whole values only, and takes off one
// layer: inside lists, calls and templates an interpolation stays.
func (f *formatter) value(expr hclsyntax.Expression) {
	wrap, ok := expr.(*hclsyntax.TemplateWrapExpr)
	if !ok {
		return
	}
	tokens := wrappedTokens(wrap.SrcRange.SliceBytes(f.src))
	if len(tokens) == 0 {
		return
	}
	r := wrap.SrcRange
	if tokens[len(tokens)-1].Type == hclsyntax.TokenCHeredoc {
		// The word that ends a heredoc is alone on its line, without
		// blanks after it.
		blanks, alone := blanksBeforeNewline(f.src[r.End.Byte:])
		if !alone {
			return
		}
		r.End.Byte += blanks
	}
	if text := unwrapped(wrap.SrcRange.SliceBytes(f.src), tokens); text != nil {
		f.replace(r, text)
	}
}

// blanksBeforeNewline counts the blanks that src begins with, and reports
// whether nothing else follows on the line.
func blanksBeforeNewline(src []byte) (int, bool) {
	rest := bytes.TrimLeft(src, " \t")
	alone := bytes.HasPrefix(rest, []byte("\n")) || bytes.HasPrefix(rest, []byte("\r\n"))
	return len(src) - len(rest), alone
}

// wrappedTokens returns the tokens between the braces of the template src,
// without line breaks at either end. Their ranges begin with src.
func wrappedTokens(src []byte) hclsyntax.Tokens {
	tokens, _ := hclsyntax.LexExpression(src, "", hcl.Pos{Line: 1, Column: 1})
	tokens = tokens[2 : len(tokens)-3] // without `"` `${` and `}` `"` and the end of file
	for len(tokens) > 0 && isNewline(tokens[0]) {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && isNewline(tokens[len(tokens)-1]) {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// unwrapped returns the source of tokens so that it can be alone, with parentheses
// where a line break needs them, or nil where it would not be fit.
func unwrapped(src []byte, tokens hclsyntax.Tokens) []byte {
	first, last := tokens[0], tokens[len(tokens)-1]
	text := src[first.Range.Start.Byte:last.Range.End.Byte]
	bracketed := first.Type == hclsyntax.TokenOParen && last.Type == hclsyntax.TokenCParen
	if slices.ContainsFunc(tokens, isNewline) && !bracketed {
		text = slices.Concat([]byte("("), text, []byte(")"))
	}
	if bytes.ContainsRune(text, '\n') && !standsAlone(text) {
		return nil
	}
	return text
}

func isNewline(token hclsyntax.Token) bool { return token.Type == hclsyntax.TokenNewline }

// standsAlone reports whether text is a whole value. Within a template a line
// may end anywhere; outside, only in brackets or after a comment at the end.
func standsAlone(text []byte) bool {
	src := append([]byte("x = "), text...)
	file, diags := hclsyntax.ParseConfig(append(src, '\n'), "", hcl.InitialPos)
	return !diags.HasErrors() && len(file.Body.(*hclsyntax.Body).Attributes) == 1
}
