package diag

import (
	"bytes"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maxContextWords is how many words and signs a file has at most for the block of a place to be
// looked for: each takes some 100 bytes of memory as a token.
const maxContextWords = 1_000_000

// contexts knows which block a place of a file belongs to. It goes by tokens,
// not by a syntax tree: it is also needed for files that do not parse, and no
// depth of nesting can exhaust the stack.
type contexts struct {
	levels [][]span // outermost first; in each the spans are disjoint and in order
}

type span struct {
	start, end int
	name       string // template "reader"; in JSON template.reader
}

func newContexts(src []byte, isJSON bool) *contexts {
	if n, _ := Words(src); n > maxContextWords {
		return &contexts{}
	}
	if isJSON {
		return &contexts{levels: jsonSpans(src)}
	}
	return &contexts{levels: [][]span{blockSpans(src, minPiece)}}
}

// at returns the innermost known block around the offset, or "".
func (c *contexts) at(offset int) string {
	name := ""
	for _, spans := range c.levels {
		i := sort.Search(len(spans), func(i int) bool { return spans[i].end > offset })
		if i < len(spans) && spans[i].start <= offset {
			name = spans[i].name
		}
	}
	return name
}

// The tokens of a file take twenty times its size, so it is read in pieces of a size in bytes that
// is doubled where a block, or its lines, are longer. What is behind a block of more than maxPiece is not looked at.
const (
	minPiece = 64 << 10
	maxPiece = 512 << 10
)

// blockSpans returns the blocks at the top of a file in native syntax.
func blockSpans(src []byte, piece int) []span {
	var spans []span
	for at, size := 0, piece; at < len(src) && size <= max(maxPiece, piece); {
		end := len(src)
		if at+size < end {
			if newline := bytes.IndexByte(src[at+size:], '\n'); newline >= 0 {
				end = at + size + newline + 1
			}
		}
		more, next := spansIn(src, at, end)
		if size = 2 * max(size, end-at); next > at {
			spans, at, size = append(spans, more...), next, piece
		}
	}
	return spans
}

// spansIn returns the blocks that begin from at on and are whole before end, and where no block is
// open: the last place before end, or at for none.
func spansIn(src []byte, at, end int) (spans []span, next int) {
	var (
		header hclsyntax.Tokens
		depth  int
		open   bool
		whole  int // spans before next
	)
	// The scanner's complaints are the parser's to report.
	tokens, _ := hclsyntax.LexConfig(src[at:end], "", hcl.Pos{Byte: at, Line: 1, Column: 1})
	next = at
	for i, t := range tokens {
		switch {
		case end < len(src) && t.Type == hclsyntax.TokenStar && i > 0 && tokens[i-1].Type == hclsyntax.TokenSlash:
			return spans[:whole], next // a comment that may end behind the piece
		case opens(t.Type):
			if depth++; depth == 1 {
				if open = t.Type == hclsyntax.TokenOBrace && isHeader(header); open {
					spans = append(spans, span{header[0].Range.Start.Byte, len(src), headerName(header)})
				}
			}
		case closes(t.Type):
			depth = max(depth-1, 0)
			if depth == 0 && open {
				spans[len(spans)-1].end, open = t.Range.End.Byte, false
			}
		case depth > 0:
		case t.Type == hclsyntax.TokenNewline, t.Type == hclsyntax.TokenComment:
			header, next, whole = nil, t.Range.End.Byte, len(spans)
		default:
			header = append(header, t)
		}
	}
	if end == len(src) {
		return spans, end
	}
	return spans[:whole], next
}

func opens(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack,
		hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return true
	}
	return false
}

func closes(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenTemplateSeqEnd:
		return true
	}
	return false
}

// isHeader reports whether the tokens before a brace are a block's type and labels.
func isHeader(tokens hclsyntax.Tokens) bool {
	if len(tokens) == 0 || tokens[0].Type != hclsyntax.TokenIdent {
		return false
	}
	for _, t := range tokens[1:] {
		switch t.Type {
		case hclsyntax.TokenIdent, hclsyntax.TokenOQuote, hclsyntax.TokenQuotedLit, hclsyntax.TokenCQuote:
		default:
			return false
		}
	}
	return true
}

func headerName(tokens hclsyntax.Tokens) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && (t.Type == hclsyntax.TokenIdent || t.Type == hclsyntax.TokenOQuote) {
			b.WriteByte(' ')
		}
		b.Write(t.Bytes)
	}
	return b.String()
}
