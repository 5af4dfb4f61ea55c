package lsp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/creachadair/jrpc2/handler"
)

// TestCanceledBeforeItBegan answers as the library does if a request is canceled before its
// handler begins: with the error of the context.
func TestCanceledBeforeItBegan(t *testing.T) {
	toServer, server := channel.Direct()
	canceled := func(context.Context) error { return context.Canceled }
	s := jrpc2.NewServer(handler.Map{"canceled": handler.New(canceled)}, nil).Start(newClientChannel(server))
	client := jrpc2.NewClient(toServer, nil)
	defer s.Stop()
	defer func() { _ = client.Close() }()

	_, err := client.Call(t.Context(), "canceled", nil)
	var answer *jrpc2.Error
	if !errors.As(err, &answer) || answer.Code != codeCancelled {
		t.Errorf("the answer is %v, expected the code %d", err, codeCancelled)
	}
}

func TestTextsAreNotChanged(t *testing.T) {
	client, server := channel.Direct()
	message := `{"jsonrpc":"2.0","method":"x","params":["\"error\":{\"code\":-32097,"]}`
	go func() { _ = newClientChannel(server).Send([]byte(message)) }()
	if got, err := client.Recv(); err != nil || string(got) != message {
		t.Errorf("got %s, %v", got, err)
	}
}

// TestMalformedMessages: what is no message is answered, also where the input ends behind it.
func TestMalformedMessages(t *testing.T) {
	for _, message := range []string{
		`{"jsonrpc":"2.0","id":[1],"method":"x"}`, `{"jsonrpc":"2.0","id":{},"method":"initialized"}`, `{"jsonrpc":"2.0","id":true,"result":{}}`,
		`{"method":"x"}`, `{"jsonrpc":"2.0","method":5}`, `[{"jsonrpc":"2.0","method":"x"},{"jsonrpc":"2.0","id":[1],"method":"x"}]`,
	} {
		var out written
		in := fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(message), message)
		if err := Serve(t.Context(), strings.NewReader(in), &out, Options{}); err != nil {
			t.Errorf("%s: %v", message, err)
		}
		if !strings.Contains(out.String(), `"id":null,"error":{"code":-32`) {
			t.Errorf("%s: the answer is %q", message, out.String())
		}
	}
}

// written is an output.
type written struct{ strings.Builder }

func (*written) Close() error { return nil }
