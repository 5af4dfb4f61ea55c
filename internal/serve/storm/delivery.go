package storm

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// Kind is how a delivery is made.
type Kind string

// The kinds of deliveries.
const (
	Genuine     Kind = "genuine"
	Dripping    Kind = "dripping"     // genuine, and its body takes some seconds
	Forged      Kind = "forged"       // the signature is that of another secret
	Unsigned    Kind = "unsigned"     // there is no signature
	Truncated   Kind = "truncated"    // the connection ends in the middle of the body
	Stalled     Kind = "stalled"      // the body never ends
	Huge        Kind = "huge"         // more than 25 MB, and it says so
	HugeChunked Kind = "huge_chunked" // more than 25 MB, and it does not say so
	Form        Kind = "form"         // the content type is that of a form
	Ambiguous   Kind = "ambiguous"    // it names two organizations
	Stranger    Kind = "stranger"     // of an organization that is not configured
	Unknown     Kind = "unknown"      // of an event that leads to nothing
	Get         Kind = "get"          // it is not sent by POST
)

// Answers are the statuses that deliveries are answered with. 0: there may be no answer.
var Answers = map[Kind][]int{
	Genuine: {http.StatusAccepted}, Dripping: {http.StatusAccepted}, Forged: {http.StatusUnauthorized}, Unsigned: {http.StatusUnauthorized},
	Truncated: {http.StatusBadRequest, 0}, Stalled: {http.StatusRequestTimeout, 0}, Huge: {http.StatusRequestEntityTooLarge},
	HugeChunked: {http.StatusRequestEntityTooLarge, http.StatusServiceUnavailable, 0}, Form: {http.StatusUnsupportedMediaType},
	Ambiguous: {http.StatusBadRequest}, Stranger: {http.StatusAccepted}, Unknown: {http.StatusAccepted}, Get: {http.StatusMethodNotAllowed},
}

// Delivery is a delivery about an organization.
type Delivery struct {
	Kind   Kind
	Login  string
	Secret credential.Secret
	Sleep  func(time.Duration)
}

// hugeBody is larger than what GitHub sends.
const hugeBody = 25<<20 + 1

// Send sends the delivery over a connection, and returns the status of the answer, or 0.
func (d Delivery) Send(ctx context.Context, c net.Conn) int {
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	go d.write(c)
	if d.Kind == Truncated {
		d.Sleep(time.Second)
		_ = c.Close()
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

func (d Delivery) body() []byte {
	login := d.Login
	if d.Kind == Stranger {
		login = "octodemo"
	}
	more := ""
	if d.Kind == Ambiguous {
		more = `,"organization":{"login":"octodemo"}`
	}
	return fmt.Appendf(nil, `{"action":"created","personal_access_token_request":{"id":1,"owner":{"login":"octocat"}},"organization":{"login":%q,"id":1}%s,"installation":{"id":7001}}`, login, more)
}

func (d Delivery) signature(body []byte) string {
	secret := d.Secret
	if d.Kind == Forged {
		secret = credential.NewSecret(secret.Reveal() + "?")
	}
	return webhook.Sign(secret, body)
}

// write writes the request. The server may hang up first.
func (d Delivery) write(c io.Writer) {
	body := d.body()
	method, kind, event, length := http.MethodPost, "application/json", "personal_access_token_request", len(body)
	switch d.Kind {
	case Get:
		method = http.MethodGet
	case Form:
		kind = "application/x-www-form-urlencoded"
	case Unknown:
		event = "star"
	case Huge:
		length = hugeBody
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "%s /webhook HTTP/1.1\r\nHost: patctl.example\r\nUser-Agent: GitHub-Hookshot/1\r\nContent-Type: %s\r\nX-GitHub-Event: %s\r\nX-GitHub-Delivery: 0b989ba4\r\n", method, kind, event)
	if d.Kind != Unsigned {
		fmt.Fprintf(&head, "%s: %s\r\n", webhook.SignatureHeader, d.signature(body))
	}
	if d.Kind == HugeChunked {
		_, _ = fmt.Fprintf(c, "%sTransfer-Encoding: chunked\r\n\r\n%x\r\n", head.Bytes(), hugeBody)
		pour(c)
		return
	}
	_, _ = fmt.Fprintf(c, "%sContent-Length: %d\r\n\r\n", head.Bytes(), length)
	switch d.Kind {
	case Huge:
		pour(c)
	case Truncated, Stalled:
		_, _ = c.Write(body[:len(body)/2])
	case Dripping:
		for part := range bytes.SplitAfterSeq(body, []byte(",")) {
			_, _ = c.Write(part)
			d.Sleep(time.Second)
		}
	default:
		_, _ = c.Write(body)
	}
}

// pour writes a body that is too large, until nobody reads it any more.
func pour(c io.Writer) {
	block := bytes.Repeat([]byte(" "), 1<<16)
	for written := 0; written < hugeBody; written += len(block) {
		if _, err := c.Write(block); err != nil {
			return
		}
	}
}
