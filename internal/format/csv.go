package format

import (
	"bytes"
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
func (t CSVTable) Row(cells []string) { _ = t.Write(harmless(slices.Clone(cells))) } // the writer keeps the error

// harmless makes cells harmless in place, and returns them.
func harmless(cells []string) []string {
	for i, cell := range cells {
		cells[i] = csvCell(cell)
	}
	return cells
}

// CSVCells makes parts of rows, so that what many rows have in common is made once.
type CSVCells struct {
	b bytes.Buffer
	w *csv.Writer
}

// NewCSVCells returns what makes parts of rows as CSVTable does.
func NewCSVCells() *CSVCells {
	c := &CSVCells{}
	c.w = csv.NewWriter(&c.b)
	return c
}

// Append appends two or more cells, with commas between them. It makes them harmless in place.
func (c *CSVCells) Append(out []byte, cells []string) []byte {
	c.b.Reset()
	_ = c.w.Write(harmless(cells)) // a Buffer takes everything
	c.w.Flush()
	return append(out, bytes.TrimSuffix(c.b.Bytes(), []byte("\n"))...)
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
	if s == "" || 'a' <= s[0] && s[0] <= 'z' || 'A' <= s[0] && s[0] <= 'Z' || '0' <= s[0] && s[0] <= '9' {
		return false // as nearly all cells
	}
	s = strings.TrimLeft(s, " \u00A0\u3000\"'`")
	return s != "" && strings.ContainsAny(firstRune(s), formulaStart)
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
