package mcp

import (
	"context"
	"encoding/json"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	protocol "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/patctl/patctl/internal/cli"
)

// maxOpen is how many requests are answered at the same time. The answers wait in memory for a
// client that reads slowly.
const maxOpen = 16

// exchange is a connection that knows which requests of the client have no answer yet. The end of the input
// is not passed on before all have theirs: a client may send what it has and close. Nor is more
// passed on while there are many.
type exchange struct {
	protocol.Connection

	mu       sync.Mutex
	open     map[jsonrpc.ID]bool
	answered sync.Cond // there are fewer open requests, or nothing can be written
	dead     bool
}

func newExchange(c protocol.Connection) *exchange {
	x := &exchange{Connection: c, open: map[jsonrpc.ID]bool{}}
	x.answered.L = &x.mu
	return x
}

// cancelled is a message after which a request has no answer.
const cancelled = "notifications/cancelled"

func (x *exchange) Read(ctx context.Context) (jsonrpc.Message, error) {
	defer context.AfterFunc(ctx, x.end)()
	x.settle(maxOpen - 1)
	message, err := x.Connection.Read(ctx)
	if err != nil {
		x.settle(0)
		return nil, err
	}
	switch request, ok := message.(*jsonrpc.Request); {
	case !ok:
	case request.IsCall():
		x.mu.Lock()
		x.open[request.ID] = true
		x.mu.Unlock()
	case request.Method == cancelled:
		var params struct {
			RequestID any `json:"requestId"`
		}
		if json.Unmarshal(request.Params, &params) == nil { // else the library reports it
			id, _ := jsonrpc.MakeID(params.RequestID) // the zero value, where it is none
			x.close(id)
		}
	}
	return message, nil
}

func (x *exchange) Write(ctx context.Context, message jsonrpc.Message) error {
	err := x.Connection.Write(ctx, message)
	if err != nil {
		x.end()
	}
	if response, ok := message.(*jsonrpc.Response); ok {
		x.close(response.ID)
	}
	return err
}

func (x *exchange) Close() error {
	x.end()
	return x.Connection.Close()
}

// close notes that a request waits no longer for its answer.
func (x *exchange) close(id jsonrpc.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.open, id)
	x.answered.Broadcast()
}

// settle waits until at most some requests have no answer.
func (x *exchange) settle(most int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for len(x.open) > most && !x.dead {
		x.answered.Wait()
	}
}

// end lets nobody wait any longer.
func (x *exchange) end() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.dead = true
	x.answered.Broadcast()
}

// transport is standard input and output.
type transport struct{ *cli.Env }

func (t transport) Connect(ctx context.Context) (protocol.Connection, error) {
	streams := &protocol.IOTransport{Reader: io.NopCloser(t.Stdin), Writer: output{t.Stdout}, MaxLineLength: maxMessage}
	c, err := streams.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return newExchange(c), nil
}

// output is standard output, written through at once.
type output struct{ *cli.Stream }

func (o output) Write(b []byte) (int, error) {
	n, err := o.Stream.Write(b)
	o.Flush()
	if err == nil {
		err = o.Err
	}
	return n, err
}

func (o output) Close() error { return nil }
