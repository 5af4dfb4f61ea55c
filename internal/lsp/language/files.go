package language

import (
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
)

// Suffixes are the ends of the names of files that the package reads.
var Suffixes = []string{".pat.hcl", ".pat.json", testSuffix, ".patvars", ".patvars.json"}

const testSuffix = ".pattest.hcl"

// Reads reports whether the package reads a file with the base name.
func Reads(name string) bool {
	return !strings.HasPrefix(name, ".") && slices.ContainsFunc(Suffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// IsTest reports whether a file has test cases.
func IsTest(name string) bool { return strings.HasSuffix(name, testSuffix) }

// Heads are the types of the blocks that a file can have at its top, for outline.New. nil:
// the file has no such parts.
func Heads(name string) []string {
	switch {
	case isJSON(name):
		return nil
	case IsTest(name):
		return []string{"request", "token", "link", "snapshot", "variables"}
	case strings.HasSuffix(path.Base(name), ".patvars"):
		return []string{}
	}
	var heads []string
	for _, b := range schema.File.Blocks {
		heads = append(heads, b.Type)
	}
	return heads
}
