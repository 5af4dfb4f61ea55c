package lsp

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

type output struct{ bytes.Buffer }

func (*output) Close() error { return nil }

// TestFrames: the headers of all clients are understood, and what is no message ends the session,
// however long it says it is.
func TestFrames(t *testing.T) {
	for _, header := range []string{"Content-Length: 2\r\n", "content-length:2\n", "Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: 2\r\n", "Content-Length: 2\r\nX: y:z\r\n"} {
		got, err := newFramed(strings.NewReader(header+"\r\n{}more"), nil).Recv()
		if err != nil || string(got) != "{}" {
			t.Errorf("%q: %q, %v", header, got, err)
		}
	}
	for _, bad := range []string{"", "\r\n{}", "{}\r\n", "Content-Length: 3\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Content-Length: 40000000000\r\n\r\n{}", "Content-Length: 9000000000000000000\r\n\r\n{}", "Content-Length: x\r\n\r\n", strings.Repeat("x", 1<<20)} {
		if got, err := newFramed(strings.NewReader(bad), nil).Recv(); err == nil {
			t.Errorf("%.40q is the message %q", bad, got)
		}
	}
	for size, ok := range map[int]bool{maxBatch: true, maxBatch + 1: false} {
		batch := " [" + strings.Repeat(" ", size-3) + "]"
		if _, err := newFramed(strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", size, batch)), nil).Recv(); (err == nil) != ok {
			t.Errorf("a batch of %d bytes: %v", size, err)
		}
	}
	var out output
	if err := newFramed(nil, &out).Send([]byte("{}")); err != nil || out.String() != "Content-Length: 2\r\n\r\n{}" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
