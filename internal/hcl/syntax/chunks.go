package syntax

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// chunkSize is the size in bytes from which a text is parsed in several parts. The tokens of a
// text take forty times its size while it is parsed, and parts can be parsed at the same time.
const chunkSize = 64 << 10

// parseConfig is hclsyntax.ParseConfig. Parts of a text that are each a text by themselves, without
// any diagnostic, have the blocks that they have in the whole. From the first part that is not,
// the rest is parsed in one piece.
func parseConfig(src []byte, name string) (*hcl.File, hcl.Diagnostics) {
	parts := chunks(src)
	if len(parts) == 1 {
		return hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	}
	starts := []hcl.Pos{hcl.InitialPos}
	for i, part := range parts[:len(parts)-1] {
		at := starts[i]
		starts = append(starts, hcl.Pos{Line: at.Line + bytes.Count(part, []byte("\n")), Column: 1, Byte: at.Byte + len(part)})
	}
	bodies := parseChunks(parts, starts, name)
	good := slices.Index(bodies, nil)
	if good < 0 {
		return &hcl.File{Body: joined(bodies), Bytes: src}, nil
	}
	f, diags := hclsyntax.ParseConfig(src[starts[good].Byte:], name, starts[good])
	if rest, ok := f.Body.(*hclsyntax.Body); ok {
		f.Body = joined(append(bodies[:good:good], rest))
	}
	return f, diags
}

// parseChunks parses parts that begin at places. What parseChunk refuses is nil.
func parseChunks(parts [][]byte, starts []hcl.Pos, name string) []*hclsyntax.Body {
	bodies := make([]*hclsyntax.Body, len(parts))
	together(len(parts), func(i int) { bodies[i] = parseChunk(parts[i], name, starts[i]) })
	return bodies
}

// joined is one body of the blocks of several, and of the arguments of the last.
func joined(bodies []*hclsyntax.Body) *hclsyntax.Body {
	last := bodies[len(bodies)-1]
	whole := &hclsyntax.Body{Attributes: last.Attributes, SrcRange: hcl.RangeBetween(bodies[0].SrcRange, last.SrcRange), EndRange: last.EndRange}
	for _, body := range bodies {
		whole.Blocks = append(whole.Blocks, body.Blocks...)
	}
	return whole
}

// parseChunk parses a part that has blocks only, or returns nil.
func parseChunk(part []byte, name string, start hcl.Pos) *hclsyntax.Body {
	f, diags := hclsyntax.ParseConfig(part, name, start)
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok || len(diags) > 0 || len(body.Attributes) > 0 {
		return nil
	}
	return body
}

// chunks divides a text after lines that likely end a block.
func chunks(src []byte) [][]byte {
	var parts [][]byte
	for len(src) >= 2*chunkSize {
		end := blockEnd(src[chunkSize:])
		if end < 0 {
			break
		}
		parts = append(parts, src[:chunkSize+end])
		src = src[chunkSize+end:]
	}
	return append(parts, src)
}

// blockEnd is after the first line that has only a brace and an end, or -1.
func blockEnd(src []byte) int {
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte("\n}"))
		if i < 0 {
			return -1
		}
		at += i + len("\n}")
		rest := bytes.TrimPrefix(src[at:], []byte("\r"))
		if bytes.HasPrefix(rest, []byte("\n")) {
			return len(src) - len(rest) + 1
		}
	}
}
