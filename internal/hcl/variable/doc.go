// Package variable holds the variables of a module: their types, how values become
// of those types, and where a value does not.
package variable
