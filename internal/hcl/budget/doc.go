// Package budget bounds what evaluation may cost. It counts steps, so that the same
// input ends in the same way on every machine: meters in the tree of an expression
// draw on a budget, and so do functions.
package budget
