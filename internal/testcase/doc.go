// Package testcase reads test files and runs their cases: requests and tokens that are
// written out, links, and those of a snapshot, each with the verdict that is expected.
// Package audit judges them; this package has no rules and no clock of its own.
package testcase
