// Package cases is the command test: it runs the cases in test files.
package cases
