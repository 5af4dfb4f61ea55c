// Package program has what the readers of programming languages share: expressions and
// scopes that are independent of the language, the values of expressions as far as the
// text has them, functions that make requests for their callers, the owners of addresses,
// and commands that a program runs.
//
// It runs no code and reads no files. A value that is not in the text, or that is one of
// several, is a name in braces: "/repos/{owner}/{repo}/pulls".
package program
