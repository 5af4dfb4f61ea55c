// Package facts holds what was recorded about GitHub and about how people call it,
// one table per file, with its sources in README.md. Tables are compiled in
// compressed (directory compact, written by go generate ./internal/catalog) and
// unpacked when somebody asks for them: a command that needs none pays for none.
//
// It knows nothing of what the tables mean. The packages beside it do, and each
// keeps what it made of its tables.
package facts

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed compact
var compact embed.FS

// opened are the names of the tables that were unpacked.
var opened struct {
	sync.Mutex
	names []string
}

// Opened returns the names of the tables that this process has unpacked so far, in
// the order in which it did.
func Opened() []string {
	opened.Lock()
	defer opened.Unlock()
	return slices.Clone(opened.names)
}

// Rows unpacks the table with this name, without .tsv, and returns its rows in the
// order of the file, each with the cells of the named columns. A table or a column
// that does not exist is a mistake in this program, and panics.
func Rows(name string, columns ...string) [][]string {
	opened.Lock()
	opened.names = append(opened.names, name)
	opened.Unlock()
	header, body, _ := strings.Cut(unpack(name), "\n")
	at := positions(name, strings.Split(header, "\t"), columns)
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	rows := make([][]string, len(lines))
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		row := make([]string, len(at))
		for c, position := range at {
			row[c] = cells[position]
		}
		rows[i] = row
	}
	return rows
}

func unpack(name string) string {
	packed, err := compact.ReadFile("compact/" + name + ".tsv.gz")
	if err != nil {
		panic("facts: " + err.Error())
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("facts: " + name + ": " + err.Error())
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		panic("facts: " + name + ": " + err.Error())
	}
	return string(text)
}

func positions(name string, header, columns []string) []int {
	at := make([]int, len(columns))
	for i, column := range columns {
		if at[i] = slices.Index(header, column); at[i] < 0 {
			panic("facts: " + name + " has no column " + column)
		}
	}
	return at
}
