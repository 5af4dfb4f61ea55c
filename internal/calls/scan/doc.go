// Package scan splits programs into tokens: names, strings with their values, templates
// with the tokens of their expressions, numbers, and punctuation, each with its place.
// It removes comments, and decides by the token before a slash whether the slash begins
// a regular expression. It also has what every reader of programs needs: pairs of
// brackets, arguments and properties, values of constants, and the owners of addresses.
//
// It does not parse: readers look for a few patterns in the tokens. It accepts every
// text, takes linear time, and never fails.
package scan
