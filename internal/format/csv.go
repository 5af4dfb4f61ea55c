package format

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// CSVTable writes rows, each in one line. What would end the line or act on a
// terminal is written as a visible escape, and what a spreadsheet would take
// for a formula gets an apostrophe before it. It keeps the error of a failed
// write; after the last row it is to be flushed.
type CSVTable struct{ *csv.Writer }

// NewCSVTable returns a table that is written to w.
func NewCSVTable(w io.Writer) CSVTable { return CSVTable{csv.NewWriter(w)} }

// Row writes a row.
func (t CSVTable) Row(cells []string) { t.Harmless(HarmlessCells(slices.Clone(cells))) }

// Harmless writes a row of cells that HarmlessCells returned.
func (t CSVTable) Harmless(cells []string) { _ = t.Write(cells) } // the writer keeps the error

// HarmlessCells makes cells harmless in place, and returns them.
func HarmlessCells(cells []string) []string {
	for i, cell := range cells {
		cells[i] = csvCell(cell)
	}
	return cells
}

// csvCell makes text harmless in a cell. A cell that begins with an apostrophe
// gets one, too, so that removing the first apostrophe from every cell that has one
// reads what diag.Printable shows.
func csvCell(s string) string {
	s = diag.Printable(s)
	if strings.HasPrefix(s, "'") || isFormula(s) {
		return "'" + s
	}
	return s
}

// formulaStart are the characters with which a spreadsheet begins a formula,
// also as typed on an East Asian keyboard. Tab and CR are among the dangerous
// ones, too, but as control characters they are gone already.
const formulaStart = "=+-@\uFF1D\uFF0B\uFF0D\uFF20"

// isFormula looks past spaces and quotation marks, which some spreadsheets take off.
func isFormula(s string) bool {
	s = strings.TrimLeft(s, " \u00A0\u3000\"'`")
	return s != "" && strings.ContainsAny(firstRune(s), formulaStart)
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
