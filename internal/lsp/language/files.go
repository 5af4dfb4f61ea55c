package language

import (
	"slices"
	"strings"
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
