// Package assist says what can be written at a place of a document, and what is known about
// what is there: completion, hover, and signatures, from the text of a part of the document,
// the table of the language, and the catalog. What the module declares is handed in. It
// evaluates nothing.
package assist
