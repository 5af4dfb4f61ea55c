// Package protocol has the shapes of the Language Server Protocol that patctl uses, with the
// names of the specification. Lines and characters begin at 0; characters are UTF-16 code units.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
package protocol
