package syntax

import (
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Opened is what lines of an expression open, and do not close.
type Opened struct {
	Depth int // brackets, templates, and heredocs; negative: more are closed
	// Ends matches each line that may end what is open beside brackets. nil: nothing is, so that
	// the next line can be read by itself.
	Ends *regexp.Regexp
}

var (
	endOfTemplate = regexp.MustCompile(`[])}"]`)
	endOfComment  = regexp.MustCompile(`\*/`)
	endOfHeredoc  = regexp.MustCompile(`^[\s\v]*(?:[\w-]|[^\x00-\x7F])+[\s\v]*$`)
)

// OpenedBy returns what lines open. No template, comment, or heredoc may be open before them.
func OpenedBy(lines string) Opened {
	tokens, _ := hclsyntax.LexExpression([]byte(lines+"\n"), "", hcl.InitialPos)
	brackets, templates, quotes, heredocs, comment := 0, 0, 0, 0, false
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
			brackets++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
			brackets--
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			templates++
		case hclsyntax.TokenTemplateSeqEnd:
			templates--
		case hclsyntax.TokenOQuote:
			quotes++
		case hclsyntax.TokenCQuote:
			quotes--
		case hclsyntax.TokenOHeredoc:
			heredocs++
		case hclsyntax.TokenCHeredoc:
			heredocs--
		case hclsyntax.TokenStar: // as one token, both would be a comment with its end
			comment = comment || i > 0 && tokens[i-1].Type == hclsyntax.TokenSlash && tokens[i-1].Range.End == t.Range.Start
		}
	}
	opened := Opened{Depth: brackets + templates + heredocs}
	switch {
	case comment:
		opened.Ends = endOfComment
	case heredocs > 0:
		opened.Ends = endOfHeredoc
	case templates != 0 || quotes != 0:
		opened.Ends = endOfTemplate
	}
	return opened
}
