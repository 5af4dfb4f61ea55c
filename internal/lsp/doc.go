// Package lsp is a language server for the files of patctl. It keeps the documents that an
// editor has open, asks the packages below it about them, and speaks the Language Server
// Protocol. It writes no files and calls no network.
package lsp
