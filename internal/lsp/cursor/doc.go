// Package cursor finds what is around a place in the text of a configuration: the blocks,
// objects, lists, calls, and strings, and what comes before the place in them. It reads any
// text, including one that is half written. What the words mean is for others to know.
package cursor
