// Package syntax reads the text of configuration files, native and JSON. It refuses
// what would exhaust a parser, words what parsers say, and finds where secrets may be
// written in a text.
package syntax
