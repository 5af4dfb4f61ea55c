package layout

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// MaxFormatSize is the size in bytes above which Format refuses a source.
const MaxFormatSize = syntax.MaxFileSize

// Format returns src, a file in HCL native syntax, in canonical layout: the
// bytes that terraform fmt gives for the same content. The meaning stays the
// same. A source with a syntax error comes back as it is, with diagnostics
// that each have a Subject; warnings are not given.
//
// It departs from terraform fmt where that would lose a comment or a label, or
// write what cannot be read again: there the source stays as it is written.
func Format(src []byte, filename string) ([]byte, diag.Diagnostics) {
	if len(src) > MaxFormatSize {
		return src, diag.Diagnostics{diag.Error(syntax.StartOf(filename), "file-too-large", "File too large",
			fmt.Sprintf("This file is larger than the limit of %d MB. Split it into several files.", MaxFormatSize>>20))}
	}
	if diags := syntax.CheckComplexity(src, filename); diags.HasErrors() {
		return src, diags
	}
	if diags := syntax.CheckEncoding(src, filename); diags.HasErrors() {
		return src, diags
	}
	if pieces := split(src, pieceSize); len(pieces) > 1 {
		if out, ok := formatPieces(pieces); ok {
			return out, nil
		}
	}
	out, _, diags := formatWhole(src, filename)
	return out, diags
}

// formatWhole formats src in one go. It also reports whether there are
// arguments at the top level.
func formatWhole(src []byte, filename string) (out []byte, arguments bool, diags diag.Diagnostics) {
	file, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return src, false, diags
	}
	body := file.Body.(*hclsyntax.Body)
	f := &formatter{src: src}
	f.file(body)
	return hclwrite.Format(withoutBOM(f.apply())), len(body.Attributes) > 0, nil
}

// formatter collects the changes of words. Those of white space are left to
// hclwrite, which sees only the tokens, once the words are right.
type formatter struct {
	src   []byte
	edits []edit
}

// edit replaces the bytes from start to end of the source.
type edit struct {
	start, end int
	text       []byte
}

func (f *formatter) replace(r hcl.Range, text []byte) {
	if bytes.Equal(r.SliceBytes(f.src), text) {
		return
	}
	f.edits = append(f.edits, edit{r.Start.Byte, r.End.Byte, text})
}

// apply returns the source with all edits made. No two of them overlap.
func (f *formatter) apply() []byte {
	if len(f.edits) == 0 {
		return f.src
	}
	// The attributes of a body are a map, and come in no order.
	slices.SortFunc(f.edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var (
		out  = make([]byte, 0, len(f.src)+2*len(f.edits)) // labels gain two quotes, values lose five bytes
		last = 0
	)
	for _, e := range f.edits {
		out = append(out, f.src[last:e.start]...)
		out = append(out, e.text...)
		last = e.end
	}
	return append(out, f.src[last:]...)
}

// file collects the edits of a whole file. Only at its top level does a block
// variable declare one.
func (f *formatter) file(body *hclsyntax.Body) {
	f.attributes(body, false)
	for _, block := range body.Blocks {
		f.labels(block)
		f.attributes(block.Body, block.Type == "variable")
		f.blocks(block.Body)
	}
}

func (f *formatter) blocks(body *hclsyntax.Body) {
	for _, block := range body.Blocks {
		f.labels(block)
		f.attributes(block.Body, false)
		f.blocks(block.Body)
	}
}

func (f *formatter) attributes(body *hclsyntax.Body, variable bool) {
	for _, attribute := range body.Attributes {
		if variable && attribute.Name == "type" {
			f.typeConstraint(attribute.Expr)
			continue
		}
		f.value(attribute.Expr)
	}
}

func withoutBOM(src []byte) []byte {
	return bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
}
