package webhook_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/webhook"
)

const request = `{"action": "created", "organization": {"login": "octo-org"}}`

const request401 = "the signature is missing or wrong\n"

// TestDelivery: what each delivery is answered, and which organizations are looked at.
func TestDelivery(t *testing.T) {
	for name, c := range map[string]row{
		"a request is made": {
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
		"an action that is new": {
			body:   `{"action": "expedited", "organization": {"login": "octo-org"}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
		"the login in other letters": {
			body:   `{"action": "created", "organization": {"login": "OCTO-labs"}}`,
			status: 202, answer: "accepted\n", added: []string{"Octo-Labs"}, observed: "personal_access_token_request accepted",
		},
		"the older secret": {
			change: func(r *http.Request) { r.Header.Set(webhook.SignatureHeader, webhook.Sign(older, []byte(request))) },
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
		"an installation": {
			event: "installation", body: `{"action": "suspend", "installation": {"id": 1, "account": {"login": "octo-org", "type": "Organization"}}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "installation accepted",
		},
		"an installation of an enterprise": {
			event: "installation", body: `{"action": "created", "installation": {"id": 1, "account": {"slug": "octo-business"}}}`,
			status: 202, answer: "ignored: not configured\n", observed: "installation unconfigured",
		},
		"repositories of an installation": {
			event: "installation_repositories", body: `{"action": "added", "installation": {"account": {"login": "octo-org"}}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "installation_repositories accepted",
		},
		"a member is removed": {
			event: "organization", body: `{"action": "member_removed", "organization": {"login": "octo-org"}, "membership": {"user": {"login": "mona"}}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "organization accepted",
		},
		"a member is invited": {
			event: "organization", body: `{"action": "member_invited", "organization": {"login": "octo-org"}}`,
			status: 202, answer: "ignored: the event is not needed\n", observed: "organization ignored",
		},
		"an organization that has another name now": {
			event: "organization", body: `{"action": "renamed", "organization": {"login": "octo-inc"}, "changes": {"login": {"from": "octo-org"}}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "organization accepted",
		},
		"a member of a team": {
			event: "membership", body: `{"action": "added", "scope": "team", "organization": {"login": "octo-org"}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "membership accepted",
		},
		"a team": {
			event: "team", body: `{"action": "edited", "changes": {"name": {"from": "octocats"}}, "organization": {"login": "octo-org"}}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "team accepted",
		},
		"ping":             {event: "ping", body: `{"zen": "Design for failure."}`, status: 200, answer: "pong\n", observed: "ping pong"},
		"another event":    {event: "push", body: `{"ref": "refs/heads/main"}`, status: 202, answer: "ignored: the event is not needed\n", observed: "other ignored"},
		"no event":         {change: func(r *http.Request) { r.Header.Del("X-GitHub-Event") }, status: 202, answer: "ignored: the event is not needed\n", observed: "other ignored"},
		"an invented name": {event: "unverified", body: `{}`, status: 202, answer: "ignored: the event is not needed\n", observed: "other ignored"},
		"an organization that is not configured": {
			body:   `{"action": "created", "organization": {"login": "octo-inc"}}`,
			status: 202, answer: "ignored: not configured\n", observed: "personal_access_token_request unconfigured",
		},
		"two logins":           malformed(`{"organization": {"login": "octo-org", "login": "octo-labs"}}`),
		"two organizations":    malformed(`{"organization": {"login": "octo-org"}, "Organization": {"login": "octo-labs"}}`),
		"an escaped duplicate": malformed(`{"organization": {"login": "octo-org", "logi\u006e": "octo-labs"}}`),
		"no login":             malformed(`{"action": "created", "organization": {}}`),
		"a path as login":      malformed(`{"action": "created", "organization": {"login": "octo-org/../x"}}`),
		"a long login":         malformed(`{"action": "created", "organization": {"login": "` + strings.Repeat("o", 40) + `"}}`),
		"a number as login":    malformed(`{"action": "created", "organization": {"login": 7}}`),
		"no JSON":              malformed(`action=created`),
		"two documents":        malformed(request + request),
		"an empty body":        malformed(``),

		"no signature":       unsigned(func(r *http.Request) { r.Header.Del(webhook.SignatureHeader) }),
		"two signatures":     unsigned(func(r *http.Request) { r.Header.Add(webhook.SignatureHeader, webhook.Sign(newer, []byte(request))) }),
		"an empty signature": unsigned(func(r *http.Request) { r.Header.Set(webhook.SignatureHeader, "sha256=") }),
		"a short signature": unsigned(func(r *http.Request) {
			r.Header.Set(webhook.SignatureHeader, webhook.Sign(newer, []byte(request))[:47])
		}),
		"a signature by SHA-1": unsigned(func(r *http.Request) { r.Header.Set(webhook.SignatureHeader, "sha1="+strings.Repeat("a", 40)) }),
		"no digits":            unsigned(func(r *http.Request) { r.Header.Set(webhook.SignatureHeader, "sha256="+strings.Repeat("x", 64)) }),
		"a wrong signature":    unsigned(func(r *http.Request) { r.Header.Set(webhook.SignatureHeader, "sha256="+strings.Repeat("a", 64)) }),
		"another secret": unsigned(func(r *http.Request) {
			r.Header.Set(webhook.SignatureHeader, webhook.Sign(credential.NewSecret("guess"), []byte(request)))
		}),
		"signed without a key": unsigned(func(r *http.Request) {
			r.Header.Set(webhook.SignatureHeader, webhook.Sign(credential.Secret{}, []byte(request)))
		}),
		"one byte is different": unsigned(func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(strings.Replace(request, "o", "0", 1))) }),
		"one byte more":         unsigned(func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader(request+" ")), -1 }),
		"a ping of a stranger":  unsigned(func(r *http.Request) { r.Header.Set("X-GitHub-Event", "ping"); r.Header.Del(webhook.SignatureHeader) }),
		"no JSON of a stranger": unsigned(func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader("{")), 1 }),
		"it is another method":  refused(405, "send deliveries by POST\n", "method", func(r *http.Request) { r.Method = http.MethodGet }),
		"it is a form":          refused(415, wrongType, "type", func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }),
		"it has no type":        refused(415, wrongType, "type", func(r *http.Request) { r.Header.Del("Content-Type") }),
		"it has two types":      refused(415, wrongType, "type", func(r *http.Request) { r.Header.Add("Content-Type", "application/json") }),
		"it is in another code": refused(415, wrongType, "type", func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-16") }),
		"it has odd parameters": refused(415, wrongType, "type", func(r *http.Request) { r.Header.Set("Content-Type", "application/json; q=1") }),
		"it declares too much":  refused(413, "the body is too large\n", "too_large", func(r *http.Request) { r.ContentLength = webhook.MaxBody + 1 }),
		"it is too large": refused(413, "the body is too large\n", "too_large", func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(io.LimitReader(zeros{}, webhook.MaxBody+1)), -1
		}),
		"it is shorter":         refused(400, "the body is incomplete\n", "incomplete", func(r *http.Request) { r.ContentLength++ }),
		"the sender hangs up":   refused(400, "the body is incomplete\n", "incomplete", func(r *http.Request) { r.Body = io.NopCloser(broken{r.Body, io.ErrUnexpectedEOF}) }),
		"the sender takes long": refused(408, "the body took too long\n", "slow", func(r *http.Request) { r.Body = io.NopCloser(broken{r.Body, os.ErrDeadlineExceeded}) }),
		"an upper case signature": {
			change: func(r *http.Request) {
				r.Header.Set(webhook.SignatureHeader, "sha256="+strings.ToUpper(webhook.Sign(newer, []byte(request))[7:]))
			},
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
		"UTF-8 is named": {
			change: func(r *http.Request) { r.Header.Set("Content-Type", `application/JSON; charset="UTF-8"`) },
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
		"in chunks": {
			change: func(r *http.Request) { r.ContentLength = -1 },
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
		"a large body": {
			body:   `{"action": "created", "organization": {"login": "octo-org"}, "more": "` + strings.Repeat("x", 3<<20) + `"}`,
			status: 202, answer: "accepted\n", added: []string{"octo-org"}, observed: "personal_access_token_request accepted",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			event, body := c.event, c.body
			if event == "" {
				event = "personal_access_token_request"
			}
			if body == "" && c.observed != "personal_access_token_request malformed" {
				body = request
			}
			r := delivery(event, body)
			if c.change != nil {
				c.change(r)
			}
			response := w.serve(r)
			if response.Code != c.status || response.Body.String() != c.answer {
				t.Errorf("got %d %q, want %d %q", response.Code, response.Body, c.status, c.answer)
			}
			if diff := cmp.Diff(c.added, w.added); diff != "" {
				t.Errorf("organizations (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{c.observed}, w.observed); diff != "" {
				t.Errorf("observed (-want +got):\n%s", diff)
			}
			if got := strings.Count(w.log.String(), "\n"); got != 1 {
				t.Errorf("%d lines are logged:\n%s", got, &w.log)
			}
		})
	}
}

const wrongType = "set the webhook's content type to application/json\n"

// row is a row of the table of TestDelivery.
type row struct {
	event, body string // "": a request for a token that is made
	change      func(*http.Request)
	status      int
	answer      string
	added       []string
	observed    string
}

func malformed(body string) row {
	return row{body: body, status: 400, answer: "the body is not a delivery of this event\n", observed: "personal_access_token_request malformed"}
}

func unsigned(change func(*http.Request)) row {
	return refused(401, request401, "unsigned", change)
}

func refused(status int, answer, outcome string, change func(*http.Request)) row {
	return row{change: change, status: status, answer: answer, observed: "unverified " + outcome}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestAnswerOfFailure: GitHub shows the delivery as failed, so it can be sent again.
func TestAnswerOfFailure(t *testing.T) {
	w := newWorld(t)
	w.addFail = errors.New("connect to 192.0.2.1: refused\x1b[2J")
	response := w.serve(delivery("personal_access_token_request", request))
	if response.Code != 503 || response.Header().Get("Retry-After") == "" || strings.Contains(response.Body.String(), "192.0.2.1") {
		t.Errorf("got %d %v %s", response.Code, response.Header(), response.Body)
	}
	for _, want := range []string{"level=ERROR", "192.0.2.1", "organization=octo-org"} {
		if !strings.Contains(w.log.String(), want) {
			t.Errorf("the log has no %s: %s", want, &w.log)
		}
	}
	if strings.Contains(w.log.String(), "\x1b") {
		t.Errorf("the log has control characters: %q", &w.log)
	}
}

// TestHeadersOfAnswers: no browser takes an answer for a page, and 405 names the method.
func TestHeadersOfAnswers(t *testing.T) {
	r := delivery("ping", `{}`)
	r.Method = http.MethodPut
	header := newWorld(t).serve(r).Header()
	want := http.Header{
		"Allow": {"POST"}, "Cache-Control": {"no-store"}, "Connection": {"close"},
		"Content-Type": {"text/plain; charset=utf-8"}, "X-Content-Type-Options": {"nosniff"},
	}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

// TestTimeOfDelivery: the time is when it came, and the body has ten seconds.
func TestTimeOfDelivery(t *testing.T) {
	w := newWorld(t)
	response := w.serve(delivery("personal_access_token_request", request))
	if diff := cmp.Diff([]time.Time{w.now}, w.at); diff != "" {
		t.Errorf("times (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]time.Time{w.now.Add(10 * time.Second), {}}, response.deadlines); diff != "" {
		t.Errorf("deadlines (-want +got):\n%s", diff)
	}
}

// TestWithoutDeadlines: a writer that hides the connection is noticed at once.
func TestWithoutDeadlines(t *testing.T) {
	w, response := newWorld(t), httptest.NewRecorder()
	w.ServeHTTP(response, delivery("personal_access_token_request", request))
	if response.Code != 503 || w.added != nil {
		t.Errorf("got %d, and %v", response.Code, w.added)
	}
}

// TestNewNeedsSecrets: without a secret, or with an empty one, anybody could sign.
func TestNewNeedsSecrets(t *testing.T) {
	for _, secrets := range [][]credential.Secret{nil, {newer, credential.NewSecret("")}, {credential.Secret{}}} {
		if h, err := webhook.New(webhook.Config{Secrets: secrets}); err == nil || h != nil {
			t.Errorf("%d secrets are accepted", len(secrets))
		}
	}
}

// TestSign is GitHub's documented example.
func TestSign(t *testing.T) {
	got := webhook.Sign(credential.NewSecret("It's a Secret to Everybody"), []byte("Hello, World!"))
	if want := "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
