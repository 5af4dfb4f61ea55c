package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
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

// TestBatches: a batch that would fill the memory, or that the library does not answer, ends the input.
func TestBatches(t *testing.T) {
	const ping, notification = `{"jsonrpc":"2.0","id":№,"method":"ping"}`, `{"jsonrpc":"2.0","method":"notifications/initialized"}`
	pings := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = strings.Replace(ping, "№", fmt.Sprint(i), 1)
		}
		return "[" + strings.Join(all, ",") + "]\n"
	}
	for line, want := range map[string]error{
		pings(maxOpen):     nil,
		pings(maxOpen + 1): errBatch,
		"[" + strings.Replace(ping, "№", "1", 1) + "," + notification + "]\n": errBatch,
		notification + "\n": nil,
		"[\n":               nil, // the library reports it
	} {
		if err := newExchange().received([]byte(line)); !errors.Is(err, want) {
			t.Errorf("%.200s: %v", line, err)
		}
	}
}

// TestCanceledAfterTheEnd: Ctrl-C ends a session whose client has closed its end and waits for an answer.
func TestCanceledAfterTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupted := errors.New("interrupted")
	e := clitest.NewEnv(t, io.Discard, io.Discard)
	e.Stdin = strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"validate","arguments":{}}}
`)
	run := func(ctx context.Context, _ []string, _ *cli.Env) int {
		cancel(interrupted)
		<-ctx.Done()
		return cli.ExitError
	}
	if err := runMCP(ctx, e, run); !errors.Is(err, interrupted) {
		t.Errorf("the session ended with %v", err)
	}
}
