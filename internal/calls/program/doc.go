// Package program is what the readers of programming languages have in common:
// expressions and scopes without the words of one language, what the value of an
// expression is where the text says it, functions that make the requests of those who
// call them, whose host an address names, and commands that a program runs.
//
// It runs nothing and knows no file system. A value that is not in the text, or of
// which there are several, stands in braces: "/repos/{owner}/{repo}/pulls".
package program
