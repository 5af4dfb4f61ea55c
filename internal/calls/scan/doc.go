// Package scan gives the tokens of programs: names, strings with their values,
// templates with the tokens of their expressions, numbers, punctuation, each with
// its place. Comments are gone, and whether a slash begins a regular expression
// is decided by what stands before it. On top of tokens it has what every reader
// of programs needs: brackets that belong together, arguments and properties,
// values of constants, and whose host an address names.
//
// It parses no language: whoever reads calls looks for a few shapes in the
// tokens. It takes every text, is linear in it, and fails never.
package scan
