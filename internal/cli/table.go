package cli

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/patctl/patctl/internal/diag"
)

// Table is a result of rows and columns. Its cells are single printable lines.
type Table struct {
	Columns []Column
	Rows    [][]string
	Links   []string // addresses that the first cells of the rows open; nil: none
}

// Column is a column of a table.
type Column struct {
	Title    string
	Shrink   bool                         // its cells may be cut where the terminal is too narrow
	Optional bool                         // it may be left out there; the first one goes first
	Paint    func(*Stream, string) string // colours a cell, which may be cut; nil: not
}

const (
	columnGap      = "  "
	minColumnWidth = 16 // in cells; what is cut further says little
	// Ellipsis represents what is cut.
	Ellipsis = "..."
)

// Table writes the table: aligned, with titles and as wide as the terminal, or
// for another program a line a row with a tab between two cells.
func (v *View) Table(t Table) {
	if !v.Stdout.Terminal {
		for _, row := range t.Rows {
			v.Printf("%s\n", strings.Join(row, "\t"))
		}
		return
	}
	fitting, widths, fits := t.fit(v.Stdout.Width)
	if !fits {
		v.stacked(t)
		return
	}
	titles := make([]string, len(fitting.Columns))
	for i, c := range fitting.Columns {
		titles[i] = c.Title
	}
	plain := func(_ int, text string) string { return text }
	v.Printf("%s\n", v.Stdout.Bold(alignedRow(titles, widths, plain)))
	for i, row := range fitting.Rows {
		v.Printf("%s\n", alignedRow(row, widths, func(column int, text string) string { return v.cell(fitting, i, column, text) }))
	}
}

// cell styles the text of a cell.
func (v *View) cell(t Table, row, column int, text string) string {
	if paint := t.Columns[column].Paint; paint != nil {
		text = paint(v.Stdout, text)
	}
	if column == 0 && t.Links != nil {
		return v.Stdout.link(t.Links[row], text)
	}
	return text
}

// stacked writes the rows of a table that is too wide one below the other, with
// a line for each cell.
func (v *View) stacked(t Table) {
	for i, row := range t.Rows {
		v.Printf("%s\n", v.Stdout.Bold(v.cell(t, i, 0, row[0])))
		for column := 1; column < len(row); column++ {
			if row[column] != "" {
				title := v.Stdout.dim(strings.ToLower(t.Columns[column].Title) + ":")
				v.Text([]byte("  " + title + " " + v.cell(t, i, column, row[column]) + "\n"))
			}
		}
	}
}

// fit returns the columns that fit, and their widths in cells, or
// false where what may not be left out does not fit.
func (t Table) fit(available int) (fitting Table, widths []int, fits bool) {
	for {
		if widths, fits = t.widths(available, minColumnWidth); fits {
			return t, widths, true
		}
		optional := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Optional })
		if optional < 0 {
			return t, nil, false
		}
		t = t.without(optional)
	}
}

// widths returns the widths of the columns, and whether they fit. Where they
// are too wide together, the widest of those that may be cut gives way, cell by
// cell, down to the given width.
func (t Table) widths(available, narrowest int) (widths []int, fit bool) {
	total := len(columnGap) * (len(t.Columns) - 1)
	for i, c := range t.Columns {
		width := uniseg.StringWidth(c.Title)
		for _, row := range t.Rows {
			width = max(width, uniseg.StringWidth(row[i]))
		}
		widths, total = append(widths, width), total+width
	}
	for ; total > available; total-- {
		widest := -1
		for i, c := range t.Columns {
			if c.Shrink && widths[i] > narrowest && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return widths, false
		}
		widths[widest]--
	}
	return widths, true
}

// without returns the table without a column.
func (t Table) without(index int) Table {
	rest := Table{Columns: slices.Delete(slices.Clone(t.Columns), index, index+1), Links: t.Links}
	for _, row := range t.Rows {
		rest.Rows = append(rest.Rows, slices.Delete(slices.Clone(row), index, index+1))
	}
	return rest
}

// alignedRow puts the cells below those of other rows with the same widths, each
// styled after it was cut. A line does not end in spaces.
func alignedRow(cells []string, widths []int, styled func(column int, text string) string) string {
	aligned := slices.Clone(cells)
	for i, cell := range aligned {
		cell = Cut(cell, widths[i])
		aligned[i] = styled(i, cell) + strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
	}
	return strings.TrimRight(strings.Join(aligned, columnGap), " ")
}

// Cut shortens text to a width in cells, with an ellipsis at its end.
func Cut(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	var b strings.Builder
	room := width - len(Ellipsis)
	for graphemes := uniseg.NewGraphemes(text); graphemes.Next(); {
		if room -= graphemes.Width(); room < 0 {
			break
		}
		b.WriteString(graphemes.Str())
	}
	return strings.TrimRight(b.String(), " ") + Ellipsis
}

// SourceText prints a source byte for byte, except on a terminal, which must
// not obey it. As with terraform fmt the last line ends in any case.
func (v *View) SourceText(src []byte) {
	text := string(src)
	if v.Stdout.Terminal {
		text = diag.PrintableText(text)
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	v.Printf("%s", text)
}
