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

// maxMended bounds the diagnostics that fixes are looked for: each takes a look at the whole text,
// and a list of more is read by nobody.
const maxMended = 50

// Fixes are changes of a document that mend those of its diagnostics that are in a range, the best of
// each first, and the first of many. The diagnostics are those of this text, of any file that patctl reads.
func Fixes(doc *outline.Document, diags []protocol.Diagnostic, at protocol.Range) []Fix {
	var fixes []Fix
	looked := 0
	for _, d := range diags {
		if before(d.Range.End, at.Start) || before(at.End, d.Range.Start) {
			continue
		}
		if looked++; looked > maxMended {
			break
		}
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

func before(a, b protocol.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

func changesFor(doc *outline.Document, d protocol.Diagnostic) []change {
	changes := correctWord(doc, d)
	switch d.Code {
	case "unused-variable", "unused-local":
		changes = append(changes, remove(doc, d)...)
	case "missing-argument", "":
		changes = append(changes, addArgument(doc, d)...)
	case "invalid-reference":
		changes = append(changes, addQuotes(doc, d)...)
	case "no-lifetime":
		changes = append(changes, addLifetime(doc, d)...)
	case "uncovered-endpoint":
		changes = append(changes, addPermissions(doc, d)...)
	}
	return changes
}
