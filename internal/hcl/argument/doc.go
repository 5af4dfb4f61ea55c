// Package argument holds the arguments of blocks: their expressions, and their values as Go
// values. It reports what is wrong with the type of a value, and knows no kind of block.
package argument
