// Package lsp is the command lsp, which runs the language server.
package lsp
