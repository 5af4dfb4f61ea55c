package renewal

import (
	"fmt"
	"slices"
	"strings"
)

// Table is a file of facts: cells separated by tabs, with a line of column names. It
// keeps the order of its rows.
type Table struct {
	columns []string
	rows    []row
}

// row are the cells by column.
type row map[string]string

// ParseTable reads a file of facts.
func ParseTable(text string) (*Table, error) {
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	t := &Table{columns: strings.Split(lines[0], "\t")}
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(t.columns) {
			return nil, fmt.Errorf("line %d: %d cells, not %d", i+2, len(cells), len(t.columns))
		}
		r := row{}
		for c, column := range t.columns {
			r[column] = cells[c]
		}
		t.rows = append(t.rows, r)
	}
	return t, nil
}

// String gives the file.
func (t *Table) String() string {
	var b strings.Builder
	b.WriteString(strings.Join(t.columns, "\t") + "\n")
	for _, r := range t.rows {
		cells := make([]string, len(t.columns))
		for i, column := range t.columns {
			cells[i] = strings.Map(oneLine, r[column])
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}

// oneLine keeps what would end a cell out of it.
func oneLine(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return ' '
	}
	return r
}

func (t *Table) add(r row) { t.rows = append(t.rows, r) }

// remove takes out a row, by identity of its key column or columns.
func (t *Table) remove(same func(row) bool) { t.rows = slices.DeleteFunc(t.rows, same) }

// find returns the row that the function accepts, or nil.
func (t *Table) find(wanted func(row) bool) row {
	if i := slices.IndexFunc(t.rows, wanted); i >= 0 {
		return t.rows[i]
	}
	return nil
}
