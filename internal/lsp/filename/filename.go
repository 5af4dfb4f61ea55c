// Package filename knows what a document is by the name of its file. A file that begins with a
// dot is none: editors leave such files next to others.
package filename

import (
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/testcase"
)

const jsonSuffix = ".json"

// Suffixes are the ends of the names of documents.
var Suffixes = []string{hcl.NativeSuffix, hcl.JSONSuffix, testcase.Suffix, hcl.ValuesSuffix, hcl.ValuesSuffix + jsonSuffix}

// TestDirectory is where a configuration can have its test files, beside its own directory.
const TestDirectory = testcase.Dir

// IsDocument reports whether a file is one that patctl reads: configuration, tests, or values
// of variables.
func IsDocument(name string) bool { return is(name, Suffixes...) }

// IsConfiguration reports whether a file is configuration.
func IsConfiguration(name string) bool { return is(name, hcl.NativeSuffix, hcl.JSONSuffix) }

// IsTest reports whether a file has test cases.
func IsTest(name string) bool { return is(name, testcase.Suffix) }

// IsValues reports whether a file has values of variables.
func IsValues(name string) bool { return is(name, hcl.ValuesSuffix, hcl.ValuesSuffix+jsonSuffix) }

// IsJSON reports whether a document has JSON syntax.
func IsJSON(name string) bool { return strings.HasSuffix(name, jsonSuffix) }

func is(name string, suffixes ...string) bool {
	return !strings.HasPrefix(path.Base(name), ".") && slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}
