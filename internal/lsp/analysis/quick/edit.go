package quick

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/syntax"
)

const (
	// maxMarks bounds what could be brackets, operators, and pieces of text in the block. The limits
	// of expressions are larger, and those of files much larger.
	maxMarks     = 4000
	maxFileMarks = 2_900_000
)

// edit is a template block with another text.
type edit struct {
	*block
	text  []byte   // of the file
	end   int      // of the block in it
	names []string // of the templates that it refers to now
}

// edited finds the one block that the change of a file is in. It is nil if there is none, or if
// the block is not a block by itself, with the same name.
func (b *Base) edited(name string, text []byte) *edit {
	before := b.files[name]
	from := commonPrefix(before, text)
	to := len(before) - commonSuffix(before[from:], text[from:])
	one := b.at(name, from)
	if one == nil || to > one.end || len(text) > syntax.MaxFileSize {
		return nil
	}
	e := &edit{block: one, text: text, end: one.end + len(text) - len(before)}
	own := append(bytes.Clone(text[one.start:e.end]), '\n')
	if marks(own) > maxMarks || len(text) > maxFileMarks && marks(text) > maxFileMarks || !e.read(own) {
		return nil
	}
	return e
}

// read parses the block by itself.
func (e *edit) read(own []byte) bool {
	if len(syntax.CheckComplexity(own, e.file)) > 0 {
		return false
	}
	parsed, diags := syntax.Parse(own, e.file)
	body, ok := parsed.(*hclsyntax.Body)
	if len(diags) > 0 || !ok || len(body.Attributes) > 0 || len(body.Blocks) != 1 {
		return false
	}
	b := body.Blocks[0]
	if b.Type != "template" || len(b.Labels) != 1 || cty.NormalizeString(b.Labels[0]) != e.name || b.TypeRange.Start.Byte != 0 {
		return false
	}
	e.note(b.Body)
	return true
}

// note notes the templates that a body refers to.
func (e *edit) note(body *hclsyntax.Body) {
	for _, a := range body.Attributes {
		for _, traversal := range a.Expr.Variables() {
			if traversal.RootName() == "template" {
				e.names = append(e.names, secondStep(traversal))
			}
		}
	}
	for _, inner := range body.Blocks {
		e.note(inner.Body)
	}
}

func secondStep(t hcl.Traversal) string {
	if len(t) < 2 {
		return ""
	}
	switch step := t[1].(type) {
	case hcl.TraverseAttr:
		return cty.NormalizeString(step.Name)
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
			return step.Key.AsString()
		}
	}
	return ""
}

// marks counts what could be brackets, operators, or pieces of text.
func marks(text []byte) int {
	n := 0
	for _, c := range text {
		switch c {
		case '{', '[', '(', '\\', '!', '+', '-', '*', '/', '%', '&', '|', '<', '>', '?', '.', '$', '\n':
			n++
		}
	}
	return n
}

func commonPrefix(a, b []byte) int {
	n := 0
	for n+1024 <= min(len(a), len(b)) && bytes.Equal(a[n:n+1024], b[n:n+1024]) {
		n += 1024
	}
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b []byte) int {
	n := 0
	for n+1024 <= min(len(a), len(b)) && bytes.Equal(a[len(a)-n-1024:len(a)-n], b[len(b)-n-1024:len(b)-n]) {
		n += 1024
	}
	for n < min(len(a), len(b)) && a[len(a)-n-1] == b[len(b)-n-1] {
		n++
	}
	return n
}
