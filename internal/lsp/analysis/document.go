package analysis

import (
	"path"
	"strings"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/testcase"
)

// IsDocument reports whether a file of a name is one that patctl reads: configuration, tests,
// or values of variables.
func IsDocument(name string) bool {
	return IsConfiguration(name) || IsTest(name) || IsValues(name)
}

// IsConfiguration reports whether a file of a name is configuration.
func IsConfiguration(name string) bool {
	base := path.Base(name)
	return !strings.HasPrefix(base, ".") && (strings.HasSuffix(base, hcl.NativeSuffix) || strings.HasSuffix(base, hcl.JSONSuffix))
}

// IsTest reports whether a file of a name has test cases.
func IsTest(name string) bool {
	return strings.HasSuffix(name, testcase.Suffix) && !strings.HasPrefix(path.Base(name), ".")
}

// IsValues reports whether a file of a name has values of variables.
func IsValues(name string) bool {
	base := strings.TrimSuffix(path.Base(name), ".json")
	return strings.HasSuffix(base, hcl.ValuesSuffix) && !strings.HasPrefix(base, ".")
}
