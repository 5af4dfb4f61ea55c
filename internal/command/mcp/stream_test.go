package mcp

import (
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// requests are calls of a client that never ends, one for each read.
type requests struct{ sent atomic.Int64 }

func (r *requests) Read(b []byte) (int, error) {
	return copy(b, fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/list"}`+"\n", r.sent.Add(1))), nil
}

// TestRequestsWaitForAnswers: of a client that sends and does not read, only some requests are taken,
// so that their answers don't fill the memory. With each answer, it goes on.
func TestRequestsWaitForAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x, client := newExchange(), &requests{}
		go func() { _, _ = io.Copy(io.Discard, io.LimitReader(&input{Reader: client, exchange: x}, 10_000)) }()
		for answers := range 20 {
			synctest.Wait()
			if got := int(client.sent.Load()); got != maxOpen+answers {
				t.Errorf("after %d answers, %d requests were taken", answers, got)
			}
			x.sent(fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%d,"result":{}}`, answers+1))
		}
		x.end()
	})
}
