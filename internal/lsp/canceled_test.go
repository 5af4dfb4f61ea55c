package lsp

import (
	"context"
	"errors"
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
	s := jrpc2.NewServer(handler.Map{"canceled": handler.New(canceled)}, nil).Start(canceling{server})
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
	go func() { _ = canceling{server}.Send([]byte(message)) }()
	if got, err := client.Recv(); err != nil || string(got) != message {
		t.Errorf("got %s, %v", got, err)
	}
}
