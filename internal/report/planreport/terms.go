package planreport

import (
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/plan"
)

// termHeads explain why the blocks that follow are named.
const termHeads = "Other changes that affect how requests and tokens are compared"

// terms lists the blocks that change beside the templates: who reads only of
// templates would take a new exception for no change.
func (w textWriter) terms(d *Document) {
	if len(d.TermChanges) == 0 {
		return
	}
	w.Line("%s:", termHeads)
	for _, t := range d.TermChanges {
		w.Line("  %s %s", w.Symbol(termSymbols[t.Action]), diag.Printable(t.Block))
	}
	w.Line("")
}

var termSymbols = map[plan.Action]string{plan.Create: format.SymbolAdd, plan.Update: format.SymbolChange, plan.Delete: format.SymbolRemove}

// termTable is terms for Markdown.
func (d *Document) termTable() table {
	t := table{title: termHeads, header: "| Block | Action |\n|---|---|\n"}
	for _, c := range d.TermChanges {
		t.rows = append(t.rows, fmt.Sprintf("| %s | %s |\n", format.Clipped(c.Block), c.Action))
	}
	return t
}

// checkTerms completes what an older plan lacks, and finds what no plan holds.
func (d *Document) checkTerms() error {
	d.TermChanges = format.NotNil(d.TermChanges)
	for i, t := range d.TermChanges {
		if !slices.Contains([]plan.Action{plan.Create, plan.Update, plan.Delete}, t.Action) {
			return fmt.Errorf("term %d: there is no action %q", i+1, t.Action)
		}
	}
	return nil
}
