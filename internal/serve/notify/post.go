package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/serve/notify/message"
	"github.com/patctl/patctl/internal/serve/webhook"
)

const (
	// postTimeout ends an attempt.
	postTimeout = 10 * time.Second
	// maxAnswer is how much of an answer is read, in bytes.
	maxAnswer = 64 << 10
	// longestAfter bounds how long a target can put off its messages.
	longestAfter = time.Hour
)

// post sends a message to the address of a target.
func (l *line) post(ctx context.Context, t *Target, m *message.Message, delivery string) *failure {
	u, err := url.Parse(t.URL.Reveal())
	if err != nil || u.Host == "" || !github.MayCarryToken(u) {
		return &failure{why: "The URL is not an https URL.", final: true}
	}
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	body := bodyOf(t.Kind, m)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return &failure{why: "The URL cannot be used.", final: true}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "patctl/"+l.options.Version)
	if t.Kind == Webhook {
		req.Header.Set("X-Patctl-Delivery", delivery)
		if !t.Secret.IsZero() {
			req.Header.Set("X-Patctl-Signature-256", webhook.Sign(t.Secret, body))
		}
	}
	if password, ok := u.User.Password(); ok {
		req.SetBasicAuth(u.User.Username(), password)
	}
	// Without a client there are no redirects to follow, and no errors with the URL in them.
	resp, err := l.options.HTTP.RoundTrip(req)
	if err != nil {
		return &failure{why: explain(ctx, err)}
	}
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer)) // the status tells enough
	_ = resp.Body.Close()
	return l.judge(t, resp, answer)
}

func bodyOf(kind Kind, m *message.Message) []byte {
	switch kind {
	case Slack:
		return m.Slack()
	case Teams:
		return m.Teams()
	}
	return m.Document()
}

// slackError is how Slack names what is wrong.
//
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
var slackError = lazyregexp.New(`^[a-z][a-z_]{2,49}$`)

// judge says what an answer means.
func (l *line) judge(t *Target, resp *http.Response, answer []byte) *failure {
	status := resp.StatusCode
	f := &failure{why: fmt.Sprintf("The target answered %d.", status)}
	switch {
	case status >= 200 && status < 300:
		return nil
	case status >= 300 && status < 400:
		f.why += " patctl does not follow redirects."
		f.final = true
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		f.after = retryAfter(resp.Header.Get("Retry-After"), l.options.Now())
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		f.final = true
	}
	word := string(answer)
	if t.Kind == Slack && slackError.MatchString(word) && !strings.Contains(t.URL.Reveal(), word) {
		f.why += " Slack says: " + word + "."
	}
	return f
}

// retryAfter reads the header of that name, in seconds or as a time.
func retryAfter(value string, now time.Time) time.Duration {
	after := time.Duration(0)
	if seconds, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32); err == nil {
		after = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		after = at.Sub(now)
	}
	return min(max(after, 0), longestAfter)
}

// explain says why there was no answer. It repeats nothing of the error, in which the
// URL may be.
func explain(ctx context.Context, err error) string {
	var (
		dns       *net.DNSError
		untrusted *tls.CertificateVerificationError
		op        *net.OpError
	)
	switch {
	case errors.Is(err, context.DeadlineExceeded), ctx.Err() != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Sprintf("The target did not answer within %s.", postTimeout)
	case errors.Is(err, context.Canceled):
		return "patctl ended before the target answered."
	case errors.As(err, &dns):
		return "The host of the target cannot be found."
	case errors.As(err, &untrusted):
		return "The certificate of the target is not trusted."
	case errors.As(err, &op) && op.Op == "dial":
		return "The target cannot be reached."
	}
	return "The connection to the target failed."
}
