package syntax

import (
	"bytes"
	"runtime"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// chunkSize is the size in bytes from which a text is parsed in several parts. The tokens of a
// text take forty times its size while it is parsed, and parts can be parsed at the same time.
const chunkSize = 64 << 10

// parseConfig is hclsyntax.ParseConfig. If every part of a text is a text by itself, without any
// diagnostic, its blocks one after the other are those of the whole; otherwise the whole
// is parsed.
func parseConfig(src []byte, name string) (*hcl.File, hcl.Diagnostics) {
	parts := chunks(src)
	if len(parts) == 1 {
		return hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	}
	bodies := make([]*hclsyntax.Body, len(parts))
	var wait sync.WaitGroup
	room := make(chan struct{}, runtime.GOMAXPROCS(0))
	start := hcl.InitialPos
	for i, part := range parts {
		room <- struct{}{}
		from := start
		wait.Go(func() {
			bodies[i] = parseChunk(part, name, from)
			<-room
		})
		start.Byte += len(part)
		start.Line += bytes.Count(part, []byte("\n"))
	}
	wait.Wait()
	whole := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	for _, body := range bodies {
		if body == nil {
			return hclsyntax.ParseConfig(src, name, hcl.InitialPos)
		}
		whole.Blocks = append(whole.Blocks, body.Blocks...)
	}
	whole.SrcRange = hcl.RangeBetween(bodies[0].SrcRange, bodies[len(bodies)-1].SrcRange)
	whole.EndRange = bodies[len(bodies)-1].EndRange
	return &hcl.File{Body: whole, Bytes: src}, nil
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

// chunks divides a text behind lines that likely end a block.
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

// blockEnd is behind the first line that has only a brace and an end, or -1.
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
