package mcp

import (
	"bytes"
	"encoding/json"
	"io"
	"sync"

	"github.com/patctl/patctl/internal/cli"
)

// exchange counts the requests of a client that have no answer yet. The end of the input is
// not passed on before all have theirs: a client may send what it has and close.
type exchange struct {
	mu   sync.Mutex
	open map[string]bool // by ID
	none sync.Cond       // there is no open request, or nothing can be written
	dead bool
}

func newExchange() *exchange {
	x := &exchange{open: map[string]bool{}}
	x.none.L = &x.mu
	return x
}

// message is what of a message tells whether it is a request or an answer.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		RequestID json.RawMessage `json:"requestId"`
	} `json:"params"`
}

// cancelled is a message after which a request has no answer.
const cancelled = "notifications/cancelled"

// note notes a line that came in or goes out.
func (x *exchange) note(line []byte, in bool) {
	var m message
	_ = json.Unmarshal(line, &m) // params of another kind are no reason to miss the rest
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case in && m.Method == cancelled:
		delete(x.open, string(m.Params.RequestID))
		x.none.Broadcast()
	case len(m.ID) == 0:
	case in && m.Method != "":
		x.open[string(m.ID)] = true
	case !in && m.Method == "":
		delete(x.open, string(m.ID))
		x.none.Broadcast()
	}
}

// settle waits until every request has its answer.
func (x *exchange) settle() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for len(x.open) > 0 && !x.dead {
		x.none.Wait()
	}
}

// end lets nobody wait any longer.
func (x *exchange) end() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.dead = true
	x.none.Broadcast()
}

// input is standard input, whose end comes after the answers.
type input struct {
	io.Reader
	*exchange
	line []byte
}

func (i *input) Read(b []byte) (int, error) {
	n, err := i.Reader.Read(b)
	if n > 0 && err == io.EOF {
		err = nil // comes once more
	}
	for part := range bytes.SplitAfterSeq(b[:n], []byte("\n")) {
		if len(i.line)+len(part) <= maxMessage {
			i.line = append(i.line, part...)
		}
		if bytes.HasSuffix(part, []byte("\n")) {
			i.note(i.line, true)
			i.line = i.line[:0]
		}
	}
	if err == io.EOF {
		i.note(i.line, true)
		i.settle()
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
		o.note(line, false)
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
