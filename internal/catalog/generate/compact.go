package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"path"
	"strings"
)

// compactTables are the tables that package facts unpacks on demand. What is
// needed at almost every start has a form of its own.
var compactTables = []string{
	"octokit-methods", "octokit-old-methods", "go-github-methods", "pygithub-methods", "octokit-rb-methods",
	"gh-commands", "gh-flags", "graphql", "actions", "scopes", "endpoint-scopes",
}

// writeCompact gives the compressed tables by their place below package catalog.
func writeCompact(facts fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	var errs []error
	for _, name := range compactTables {
		text, err := fs.ReadFile(facts, name+".tsv")
		if err != nil {
			errs = append(errs, err)
			continue
		}
		unix := strings.ReplaceAll(string(text), "\r\n", "\n") // a checkout on Windows may differ
		errs = append(errs, checkTable(name+".tsv", unix))
		packed, err := compress(unix)
		errs = append(errs, err)
		files[path.Join("facts", "compact", name+".tsv.gz")] = packed
	}
	return files, errors.Join(errs...)
}

// checkTable wants as many cells in each row as there are columns.
func checkTable(name, text string) error {
	var errs []error
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	columns := strings.Count(lines[0], "\t") + 1
	for i, line := range lines {
		if cells := strings.Count(line, "\t") + 1; cells != columns {
			errs = append(errs, placed(name, i+1).errorf("%d cells, not %d", cells, columns))
		}
	}
	return errors.Join(errs...)
}

func compress(text string) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, writeErr := w.Write([]byte(text))
	if err := errors.Join(writeErr, w.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
