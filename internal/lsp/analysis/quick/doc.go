// Package quick reads a configuration again after an edit within one template block, without
// most of the other templates: those that nothing is wrong with, and that what remains does not
// name, are left out, and only their lines are counted. The diagnostics are those that reading all
// of it gives. Where that is not certain, it reads nothing.
package quick
