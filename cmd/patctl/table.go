package main

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// table is a result of rows and columns. Its cells are single printable lines.
type table struct {
	columns []column
	rows    [][]string
	links   []string // addresses that the first cells of the rows open; nil: none
}

// column is a column of a table.
type column struct {
	title    string
	shrink   bool                         // its cells may be cut where the terminal is too narrow
	optional bool                         // it may be left out there; the first one goes first
	paint    func(*stream, string) string // colours a cell, which may be cut; nil: not
}

const (
	columnGap      = "  "
	minColumnWidth = 16 // in cells; what is cut further says little
	ellipsis       = "..."
)

// table writes the table: aligned, with titles and as wide as the terminal, or
// for another program a line a row with a tab between two cells.
func (v *view) table(t table) {
	if !v.stdout.terminal {
		for _, row := range t.rows {
			v.printf("%s\n", strings.Join(row, "\t"))
		}
		return
	}
	fitting, widths, fits := t.fit(v.stdout.width)
	if !fits {
		v.stacked(t)
		return
	}
	titles := make([]string, len(fitting.columns))
	for i, c := range fitting.columns {
		titles[i] = c.title
	}
	plain := func(_ int, text string) string { return text }
	v.printf("%s\n", v.stdout.bold(alignedRow(titles, widths, plain)))
	for i, row := range fitting.rows {
		v.printf("%s\n", alignedRow(row, widths, func(column int, text string) string { return v.cell(fitting, i, column, text) }))
	}
}

// cell styles the text of a cell.
func (v *view) cell(t table, row, column int, text string) string {
	if paint := t.columns[column].paint; paint != nil {
		text = paint(v.stdout, text)
	}
	if column == 0 && t.links != nil {
		return v.stdout.link(t.links[row], text)
	}
	return text
}

// stacked writes the rows of a table that is too wide one below the other, with
// a line for each cell.
func (v *view) stacked(t table) {
	for i, row := range t.rows {
		v.printf("%s\n", v.stdout.bold(v.cell(t, i, 0, row[0])))
		for column := 1; column < len(row); column++ {
			if row[column] != "" {
				title := v.stdout.dim(strings.ToLower(t.columns[column].title) + ":")
				v.text([]byte("  " + title + " " + v.cell(t, i, column, row[column]) + "\n"))
			}
		}
	}
}

// fit returns the columns that there is room for, and their widths in cells, or
// false where what may not be left out does not fit.
func (t table) fit(available int) (fitting table, widths []int, fits bool) {
	for {
		if widths, fits = t.widths(available, minColumnWidth); fits {
			return t, widths, true
		}
		optional := slices.IndexFunc(t.columns, func(c column) bool { return c.optional })
		if optional < 0 {
			return t, nil, false
		}
		t = t.without(optional)
	}
}

// widths returns the widths of the columns, and whether they fit. Where they
// are too wide together, the widest of those that may be cut gives way, cell by
// cell, down to the given width.
func (t table) widths(available, narrowest int) (widths []int, fit bool) {
	total := len(columnGap) * (len(t.columns) - 1)
	for i, c := range t.columns {
		width := uniseg.StringWidth(c.title)
		for _, row := range t.rows {
			width = max(width, uniseg.StringWidth(row[i]))
		}
		widths, total = append(widths, width), total+width
	}
	for ; total > available; total-- {
		widest := -1
		for i, c := range t.columns {
			if c.shrink && widths[i] > narrowest && (widest < 0 || widths[i] > widths[widest]) {
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
func (t table) without(index int) table {
	rest := table{columns: slices.Delete(slices.Clone(t.columns), index, index+1), links: t.links}
	for _, row := range t.rows {
		rest.rows = append(rest.rows, slices.Delete(slices.Clone(row), index, index+1))
	}
	return rest
}

// alignedRow puts the cells below those of other rows with the same widths, each
// styled after it was cut. A line does not end in spaces.
func alignedRow(cells []string, widths []int, styled func(column int, text string) string) string {
	aligned := slices.Clone(cells)
	for i, cell := range aligned {
		cell = cut(cell, widths[i])
		aligned[i] = styled(i, cell) + strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
	}
	return strings.TrimRight(strings.Join(aligned, columnGap), " ")
}

// cut shortens text to a width in cells, with an ellipsis at its end.
func cut(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	var b strings.Builder
	room := width - len(ellipsis)
	for graphemes := uniseg.NewGraphemes(text); graphemes.Next(); {
		if room -= graphemes.Width(); room < 0 {
			break
		}
		b.WriteString(graphemes.Str())
	}
	return strings.TrimRight(b.String(), " ") + ellipsis
}
