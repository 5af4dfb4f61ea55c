package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// vagueNames say nothing about what a package holds.
var vagueNames = []string{"util", "utils", "common", "helpers", "types", "models", "core"}

// Beyond these a folder of Go code is too large to be kept in mind. Tests are not
// counted.
const maxFiles, maxLines = 25, 3000

func TestFoldersAreSmall(t *testing.T) {
	files, lines := map[string]int{}, map[string]int{}
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		source, err := os.ReadFile(filepath.Join(moduleRoot, filepath.FromSlash(f)))
		if err != nil {
			t.Fatal(err)
		}
		files[path.Dir(f)]++
		lines[path.Dir(f)] += bytes.Count(source, []byte("\n"))
	}
	for dir, n := range files {
		if n > maxFiles || lines[dir] > maxLines {
			t.Errorf("%s has %d files and %d lines; at most %d and %d", dir, n, lines[dir], maxFiles, maxLines)
		}
	}
}

func TestPackageNamesSaySomething(t *testing.T) {
	for _, f := range goFiles(t) {
		if name := path.Base(path.Dir(f)); slices.Contains(vagueNames, name) {
			t.Errorf("%s: a package is called %s", f, name)
		}
	}
}
