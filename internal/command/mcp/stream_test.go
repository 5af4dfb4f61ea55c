package mcp

import (
	"context"
	"encoding/json"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	protocol "github.com/modelcontextprotocol/go-sdk/mcp"
)

// eager is a client that sends requests without an end.
type eager struct {
	protocol.Connection
	sent atomic.Int64
}

func (e *eager) Read(context.Context) (jsonrpc.Message, error) {
	return &jsonrpc.Request{ID: id(int(e.sent.Add(1))), Method: "tools/list"}, nil
}

func (e *eager) Write(context.Context, jsonrpc.Message) error { return nil }

func id(n int) jsonrpc.ID {
	id, _ := jsonrpc.MakeID(float64(n)) // a number always is one
	return id
}

// TestRequestsWaitForAnswers: of a client that sends and does not read, only some requests are taken,
// so that their answers don't fill the memory. With each answer, it goes on.
func TestRequestsWaitForAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		client := &eager{}
		x := newExchange(client)
		go func() {
			for ctx.Err() == nil {
				_, _ = x.Read(ctx)
			}
		}()
		for answers := range 20 {
			synctest.Wait()
			if got := int(client.sent.Load()); got != maxOpen+answers {
				t.Errorf("after %d answers, %d requests were taken", answers, got)
			}
			if err := x.Write(ctx, &jsonrpc.Response{ID: id(answers + 1), Result: json.RawMessage("{}")}); err != nil {
				t.Error(err)
			}
		}
	})
}
