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
}

// column is a column of a table.
type column struct {
	title    string
	shrink   bool // its cells may be cut where the terminal is too narrow
	optional bool // it may be left out there; the first one goes first
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
	t, widths := t.fit(v.stdout.width)
	titles := make([]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = c.title
	}
	v.printf("%s\n", v.stdout.bold(alignedRow(titles, widths)))
	for _, row := range t.rows {
		v.printf("%s\n", alignedRow(row, widths))
	}
}

// fit returns the columns that there is room for, and their widths in cells.
func (t table) fit(available int) (table, []int) {
	for {
		widths, fits := t.widths(available, minColumnWidth)
		if fits {
			return t, widths
		}
		optional := slices.IndexFunc(t.columns, func(c column) bool { return c.optional })
		if optional < 0 {
			widths, _ = t.widths(available, len(ellipsis))
			return t, widths
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
	rest := table{columns: slices.Delete(slices.Clone(t.columns), index, index+1)}
	for _, row := range t.rows {
		rest.rows = append(rest.rows, slices.Delete(slices.Clone(row), index, index+1))
	}
	return rest
}

// alignedRow puts the cells below those of other rows with the same widths. A
// line does not end in spaces.
func alignedRow(cells []string, widths []int) string {
	aligned := slices.Clone(cells)
	for i, cell := range aligned {
		cell = cut(cell, widths[i])
		aligned[i] = cell + strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
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
