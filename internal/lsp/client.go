package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
)

// clientChannel is a channel to a client, with answers that the library gives by itself changed to those
// of the protocol.
type clientChannel struct {
	channel.Channel
	sending *sync.Mutex
}

func newClientChannel(c channel.Channel) clientChannel { return clientChannel{c, &sync.Mutex{}} }

// Send sends a message. The library answers a request that is canceled before its handler begins,
// and its code for that is not the one of the protocol.
func (c clientChannel) Send(message []byte) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	// In a text of a message, the quotes have backslashes.
	return c.Channel.Send(bytes.Replace(message, errorCode(jrpc2.Cancelled), errorCode(codeCancelled), 1))
}

// Recv returns the next message. What is no message and has no ID is answered here: the library
// takes it for a notification, and panics if the input ends before its answer.
func (c clientChannel) Recv() ([]byte, error) {
	for {
		message, err := c.Channel.Recv()
		if err != nil {
			return nil, err
		}
		refusal := refused(message)
		if refusal == nil {
			return message, nil
		}
		if err := c.Send(refusal); err != nil {
			return nil, err
		}
	}
}

// refused is the answer to a message, or a batch, that is malformed and has no ID, or nil.
func refused(message []byte) []byte {
	parsed, err := jrpc2.ParseRequests(message)
	if err != nil {
		return nil // the library answers
	}
	for _, r := range parsed {
		if r.Error != nil && r.ID == "" {
			reason, _ := json.Marshal(r.Error) // of the library, which always can be
			return fmt.Appendf(nil, `{"jsonrpc":"2.0","id":null,"error":%s}`, reason)
		}
	}
	return nil
}

func errorCode(code jrpc2.Code) []byte { return fmt.Appendf(nil, `"error":{"code":%d,`, code) }
