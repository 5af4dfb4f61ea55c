// Package console holds the command console: the values of expressions.
package console
