package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"

	"github.com/patctl/patctl/internal/cli"
)

// maxOpen is how many requests may have no answer yet when more are read. Answers wait in memory for a client
// that reads slowly.
const maxOpen = 16

// exchange counts the requests of a client that have no answer yet. The end of the input is
// not passed on before all have theirs: a client may send what it has and close.
type exchange struct {
	mu       sync.Mutex
	open     map[jsonrpc.ID]bool
	answered sync.Cond // there are fewer open requests, or nothing can be written
	dead     bool
}

func newExchange() *exchange {
	x := &exchange{open: map[jsonrpc.ID]bool{}}
	x.answered.L = &x.mu
	return x
}

// listen is a request that has no answer until the client cancels it.
const listen = "subscriptions/listen"

// errBatch refuses a batch. The library answers none that has a notification.
var errBatch = fmt.Errorf("a batch may have at most %d messages, all of them requests", maxOpen)

// received notes a line that came in: a message, or a batch of them. What is neither, the library reports.
func (x *exchange) received(line []byte) error {
	messages := messagesOf(line)
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, m := range messages {
		message, _ := jsonrpc.DecodeMessage(m)
		request, ok := message.(*jsonrpc.Request)
		ok = ok && request.IsCall()
		if len(messages) > 1 && (!ok || len(messages) > maxOpen) {
			return errBatch
		}
		if ok && request.Method != listen {
			x.open[request.ID] = true
		}
	}
	return nil
}

// sent notes a line that goes out.
func (x *exchange) sent(line []byte) {
	for _, m := range messagesOf(line) {
		message, _ := jsonrpc.DecodeMessage(m)
		if response, ok := message.(*jsonrpc.Response); ok {
			x.mu.Lock()
			delete(x.open, response.ID)
			x.mu.Unlock()
			x.answered.Broadcast()
		}
	}
}

// messagesOf returns the messages of a line.
func messagesOf(line []byte) []json.RawMessage {
	var batch []json.RawMessage
	if bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) && json.Unmarshal(line, &batch) == nil {
		return batch
	}
	return []json.RawMessage{line}
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

// input is standard input, whose end comes after the answers.
type input struct {
	io.Reader
	*exchange
	line []byte
}

func (i *input) Read(b []byte) (int, error) {
	i.settle(maxOpen - 1)
	n, err := i.Reader.Read(b)
	if n > 0 && err == io.EOF {
		err = nil // comes once more
	}
	for part := range bytes.SplitAfterSeq(b[:n], []byte("\n")) {
		if len(i.line)+len(part) <= maxMessage {
			i.line = append(i.line, part...)
		}
		if bytes.HasSuffix(part, []byte("\n")) {
			if err := i.received(i.line); err != nil {
				return 0, err
			}
			i.line = i.line[:0]
		}
	}
	if err == io.EOF {
		if err := i.received(i.line); err != nil {
			return 0, err
		}
		i.settle(0)
	}
	return n, err
}

func (i *input) Close() error {
	i.end()
	return nil
}

// output is standard output, written through at once.
type output struct {
	*cli.Stream
	*exchange
}

func (o output) Write(b []byte) (int, error) {
	n, err := o.Stream.Write(b)
	o.Flush()
	if err == nil {
		err = o.Err
	}
	for line := range bytes.SplitSeq(b, []byte("\n")) {
		o.sent(line)
	}
	if err != nil {
		o.end()
	}
	return n, err
}

func (o output) Close() error {
	o.end()
	return nil
}
