// Package functions is the library that expressions can call: that of go-cty under
// Terraform's names, what Terraform has beside it, patctl's own functions, and those
// that read files. A function draws on a budget, never panics, and has a value for
// known arguments, or an error.
package functions
