package testcase

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// File is a test file. Its cases can run after a Suite has evaluated their arguments.
type File struct {
	Name   string // as diagnostics name it
	Source []byte
	Cases  []*Case

	variables *hcl.Block // nil: there is none
}

// written are the arguments of a case as they are in its file.
type written struct {
	arguments hcl.Attributes
	expect    hcl.Attributes
	header    hcl.Range // of the expect block
	block     hcl.Range // the header of the block around it
}

// blocks are the kinds of cases as the table of the language has them.
var blocks = map[Kind]*schema.Block{Request: schema.TestRequest, Token: schema.TestToken, Link: schema.TestLink, Snapshot: schema.TestSnapshot}

// expect is the block with what a case of a kind expects.
func (k Kind) expect() *schema.Block { return blocks[k].Blocks[0] }

// Read reads a test file. It goes on after a mistake. The file has the cases whose blocks
// could be read, in their order; each diagnostic has a subject.
func Read(name string, src []byte) (*File, diag.Diagnostics) {
	r := reader{file: &File{Name: name, Source: src}, seen: map[Kind]map[string]hcl.Range{}}
	r.diags = append(syntax.CheckComplexity(src, name), syntax.LargeFile(name, src)...)
	if r.diags.HasErrors() {
		return r.broken()
	}
	body, diags := syntax.Parse(src, name)
	r.diags = append(r.diags, diags...)
	if diags.HasErrors() {
		return r.broken()
	}
	content, diags := syntax.ContentOf(body, schema.TestFile.Body())
	r.diags = append(r.diags, diags...)
	for _, block := range content.Blocks {
		r.block(block)
	}
	diag.Hide(r.diags, r.values)
	return r.file, r.diags
}

// broken returns what is wrong with a file that could not be parsed. If it has values of
// variables, no line of it is shown, since one of them may be sensitive.
func (r *reader) broken() (*File, diag.Diagnostics) {
	if bytes.Contains(r.file.Source, []byte("variables")) {
		diag.Hide(r.diags, []diag.Range{syntax.WholeFile(r.file.Name, r.file.Source)})
	}
	return r.file, r.diags
}

// reader collects the cases of a file, and what is wrong with them.
type reader struct {
	file   *File
	seen   map[Kind]map[string]hcl.Range // by the label
	values []hcl.Range                   // where values of variables are, which may be sensitive
	diags  diag.Diagnostics
}

func (r *reader) add(at hcl.Range, code diag.Code, summary, detail string) {
	r.diags = append(r.diags, diag.Error(at, code, summary, detail))
}

func (r *reader) block(block *hcl.Block) {
	if block.Type == "variables" {
		r.variables(block)
		return
	}
	kind, label := Kind(block.Type), block.Labels[0]
	r.unique(kind, label, block)
	content, diags := syntax.ContentOf(block.Body, blocks[kind].Body())
	r.diags = append(r.diags, diags...)
	expects := content.Blocks.OfType("expect")
	if len(expects) == 0 && !diags.HasErrors() {
		r.add(block.DefRange, "missing-expect", "Missing expect block",
			fmt.Sprintf("The case expects nothing, so it cannot fail. Add a block expect { ... } with %s.", alternatives(kind.expect().Names(), "")))
	}
	if len(expects) > 1 && kind != Snapshot {
		r.add(expects[1].DefRange, "repeated-block", "Duplicate expect block",
			fmt.Sprintf("A %s has one expect block. Put everything that the case expects into the first one.", kind))
		expects = expects[:1]
	}
	for _, e := range expects {
		inner, diags := syntax.ContentOf(e.Body, kind.expect().Body())
		r.diags = append(r.diags, diags...)
		c := &Case{Kind: kind, Name: label, Range: block.DefRange, written: written{content.Attributes, inner.Attributes, e.DefRange, block.DefRange}}
		if kind == Snapshot {
			c.Range = e.DefRange
		}
		r.file.Cases = append(r.file.Cases, c)
	}
}

// unique reports a label that is empty, or that another case of the kind has.
func (r *reader) unique(kind Kind, label string, block *hcl.Block) {
	if label == "" {
		r.add(block.LabelRanges[0], "missing-name", "Missing name",
			fmt.Sprintf("The label of a %s cannot be empty.", kind))
		return
	}
	if r.seen[kind] == nil {
		r.seen[kind] = map[string]hcl.Range{}
	}
	if first, taken := r.seen[kind][label]; taken {
		r.add(block.DefRange, "duplicate-case", "Duplicate case",
			fmt.Sprintf("Another %s in this file has the same label, on line %d. %s", kind, first.Start.Line, whatToDo(kind)))
		return
	}
	r.seen[kind][label] = block.DefRange
}

func whatToDo(kind Kind) string {
	switch kind {
	case Link:
		return "Remove one of them."
	case Snapshot:
		return "Put the expect blocks of both into one."
	}
	return "Rename one of them."
}

// variables notes the block with values for variables.
func (r *reader) variables(block *hcl.Block) {
	if body, ok := block.Body.(*hclsyntax.Body); ok {
		r.values = append(r.values, body.SrcRange)
	}
	if r.file.variables != nil {
		r.add(block.DefRange, "repeated-block", "Duplicate variables block",
			"A test file has one variables block. Put all values into the first one.")
		return
	}
	r.file.variables = block
	_, diags := block.Body.JustAttributes()
	r.diags = append(r.diags, diags...)
}

// Variables returns the block variables as a file of values, in which every value is where
// it is in the test file, and the names of the variables. Without the block, it is nil.
func (f *File) Variables() (values []byte, names []string) {
	if f.variables == nil {
		return nil, nil
	}
	attributes, _ := f.variables.Body.JustAttributes() // what is wrong was reported
	for _, a := range slices.SortedFunc(maps.Values(attributes), func(a, b *hcl.Attribute) int { return cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte) }) {
		names = append(names, a.Name)
	}
	body, ok := f.variables.Body.(*hclsyntax.Body)
	if !ok {
		return nil, nil
	}
	values = blank(f.Source)
	from, to := body.SrcRange.Start.Byte, body.SrcRange.End.Byte
	inner := bytes.TrimSuffix(bytes.TrimPrefix(f.Source[from:to], []byte("{")), []byte("}"))
	copy(values[from+bytes.Index(f.Source[from:to], inner):], inner)
	return values, names
}

// blank returns a text of blanks with the same lines.
func blank(src []byte) []byte {
	out := bytes.Repeat([]byte(" "), len(src))
	for i, b := range src {
		if b == '\n' {
			out[i] = '\n'
		}
	}
	return out
}
