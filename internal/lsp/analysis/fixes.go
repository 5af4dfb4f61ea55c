package analysis

import (
	"slices"

	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Fix is a change of a document that mends diagnostics.
type Fix struct {
	Title       string
	Diagnostics []protocol.Diagnostic
	Preferred   bool
	Edits       []protocol.TextEdit
}

// change is what a fix replaces.
type change struct {
	title      string
	start, end int // in bytes
	text       string
	preferred  bool
}

// Fixes are changes of a document that mend its diagnostics in a range. The text is that which was
// read.
func (r *Result) Fixes(file string, doc *outline.Document, at protocol.Range) []Fix {
	var touched []protocol.Diagnostic
	for _, d := range r.files[file] {
		if !before(d.Range.End, at.Start) && !before(at.End, d.Range.Start) {
			touched = append(touched, d)
		}
	}
	return FixesOf(doc, touched)
}

func before(a, b protocol.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// FixesOf are changes of a document that mend diagnostics, in their order, the best of each first.
// The diagnostics are those of this text, of any file that patctl reads.
func FixesOf(doc *outline.Document, diags []protocol.Diagnostic) []Fix {
	var fixes []Fix
	for _, d := range diags {
		for _, c := range changesFor(doc, d) {
			edit := protocol.TextEdit{Range: doc.Range(c.start, c.end), NewText: c.text}
			i := slices.IndexFunc(fixes, func(f Fix) bool { return f.Title == c.title && f.Edits[0] == edit })
			if i >= 0 { // another diagnostic has the same
				fixes[i].Diagnostics = append(fixes[i].Diagnostics, d)
				continue
			}
			fixes = append(fixes, Fix{Title: c.title, Diagnostics: []protocol.Diagnostic{d}, Preferred: c.preferred, Edits: []protocol.TextEdit{edit}})
		}
	}
	return fixes
}

func changesFor(doc *outline.Document, d protocol.Diagnostic) []change {
	changes := correctWord(doc, d)
	switch d.Code {
	case "unused-variable", "unused-local":
		changes = append(changes, remove(doc, d)...)
	case "missing-argument", "":
		changes = append(changes, addArgument(doc, d)...)
	case "no-lifetime":
		changes = append(changes, addLifetime(doc, d)...)
	case "uncovered-endpoint":
		changes = append(changes, addPermissions(doc, d)...)
	}
	return changes
}
