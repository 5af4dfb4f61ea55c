package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// row is a line of a file of facts.
type row struct {
	place string // file:line
	cells map[string]string
}

// placed is a row whose place alone matters.
func placed(file string, line int) row { return row{place: fmt.Sprintf("%s:%d", file, line)} }

// errorf gives an error that begins with the place of the row.
func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %s", r.place, fmt.Sprintf(format, args...))
}

// oneOf reports a cell that is none of the words.
func (r row) oneOf(column string, words ...string) error {
	if slices.Contains(words, r.cells[column]) {
		return nil
	}
	return r.errorf("%s is %q, not one of %s", column, r.cells[column], strings.Join(words, ", "))
}

// readRows reads a file of tab-separated lines. The first line names the
// columns, which must be those that are given.
func readRows(facts fs.FS, name string, columns ...string) ([]row, error) {
	text, err := fs.ReadFile(facts, name)
	if err != nil {
		return nil, err
	}
	unix := strings.ReplaceAll(string(text), "\r\n", "\n") // a checkout on Windows may differ
	lines := strings.Split(strings.TrimSuffix(unix, "\n"), "\n")
	if lines[0] != strings.Join(columns, "\t") {
		return nil, fmt.Errorf("%s:1: the columns are %q, not %q", name, strings.Split(lines[0], "\t"), columns)
	}
	var rows []row
	var errs []error
	for i, line := range lines[1:] {
		r := placed(name, i+2)
		r.cells = map[string]string{}
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			errs = append(errs, r.errorf("%d cells, not %d", len(cells), len(columns)))
			continue
		}
		for c, column := range columns {
			r.cells[column] = cells[c]
		}
		rows = append(rows, r)
	}
	return rows, errors.Join(errs...)
}
