package lsp

import (
	"bytes"
	"fmt"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
)

// canceling is a channel to a client. The library answers a request that is canceled before
// its handler begins, and its code for that is not the one of the protocol.
type canceling struct{ channel.Channel }

// Send sends a message, with the code of the protocol for a request that was canceled.
func (c canceling) Send(message []byte) error {
	// In a text of a message, the quotes have backslashes.
	return c.Channel.Send(bytes.Replace(message, errorCode(jrpc2.Cancelled), errorCode(codeCancelled), 1))
}

func errorCode(code jrpc2.Code) []byte { return fmt.Appendf(nil, `"error":{"code":%d,`, code) }
