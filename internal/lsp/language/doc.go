// Package language answers what an editor asks about the text of a configuration, from its
// syntax alone: completion, hover, and signatures (with package assist), symbols, tokens, and
// where names are declared and used. It reads a part of a document (package outline) at a
// time, so that the size of the rest does not matter, and evaluates nothing.
package language
