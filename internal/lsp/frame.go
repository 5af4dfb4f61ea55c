package lsp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
)

// maxMessage bounds a message in bytes. The largest file has 16 MiB, and a letter of it takes up
// to six bytes in JSON.
const maxMessage = 128 << 20

// maxBatch bounds a batch of messages in bytes, which JSON-RPC has, and the protocol has not.
const maxBatch = 1 << 20

// framed are messages behind headers with their lengths, as the protocol frames them.
type framed struct {
	in  *bufio.Reader
	out io.WriteCloser
}

func newFramed(in io.Reader, out io.WriteCloser) framed { return framed{bufio.NewReader(in), out} }

// Send writes a message.
func (f framed) Send(message []byte) error {
	_, err := f.out.Write(append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(message)), message...))
	return err
}

// Recv reads a message.
func (f framed) Recv() ([]byte, error) {
	length := ""
	for {
		line, err := f.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, errors.New("the input has no header of a message")
		}
		if err != nil {
			return nil, err
		}
		key, value, ok := strings.Cut(strings.TrimSpace(string(line)), ":")
		if key == "" && !ok {
			break
		}
		if !ok {
			return nil, errors.New("the input has no header of a message")
		}
		if textproto.CanonicalMIMEHeaderKey(key) == "Content-Length" {
			length = strings.TrimSpace(value)
		}
	}
	size, err := strconv.Atoi(length)
	if err != nil || size < 0 || size > maxMessage {
		return nil, fmt.Errorf("a message has the length %q, which must be a number up to %d", length, maxMessage)
	}
	message := make([]byte, size)
	if _, err = io.ReadFull(f.in, message); err == nil && size > maxBatch && bytes.HasPrefix(bytes.TrimSpace(message), []byte("[")) {
		return nil, fmt.Errorf("a batch of messages has %d bytes, and at most %d are read", size, maxBatch)
	}
	return message, err
}

// Close closes the output.
func (f framed) Close() error { return f.out.Close() }
