// Package expression holds the expressions of a configuration with what they refer
// to: whether it exists, what was meant where it does not, and what else is wrong
// with an expression or its value.
package expression
