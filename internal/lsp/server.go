package lsp

import (
	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/creachadair/jrpc2/handler"
)

var _ = jrpc2.NewServer(handler.Map{}, nil)
var _ = channel.LSP
