// Package argument reads one argument of a command line. People expect more of it
// than of a line in a file: the name of a method, of an action, or of a command alone.
// Where an argument is no call, or nearly one, it says so in words.
package argument
