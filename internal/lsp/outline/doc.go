// Package outline holds the text of a document as its parts: the blocks and arguments at its
// top, each with the comments before it. An edit makes new parts where the text changes, and
// keeps the others, so that what is known about a part can be kept as well.
package outline
