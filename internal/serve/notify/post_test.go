package notify_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/notify"
)

// received is a request to a server on loopback.
type received struct {
	path   string
	header http.Header
	body   []byte
}

// listen is a server that answers, and passes on what it received.
func listen(t *testing.T, answer func(http.ResponseWriter, *http.Request, []byte)) (address string, requests chan received) {
	t.Helper()
	requests = make(chan received, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if answer != nil {
			answer(w, r, body)
		}
		requests <- received{r.URL.Path, r.Header, body}
	}))
	t.Cleanup(server.Close)
	return server.URL, requests
}

// deliver tells targets of a look over the network, and returns the log once all results came.
func deliver(t *testing.T, results int, l notify.Look, targets ...notify.Target) string {
	t.Helper()
	log := &syncBuffer{}
	var all sync.WaitGroup
	all.Add(results)
	d := notify.New(notify.Options{
		Targets: targets, Told: newMemory(), Version: "1.2.3", Now: time.Now, Sleep: sleep,
		Log:     slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(notify.Kind, notify.Result) { all.Done() },
	})
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		d.Run(ctx)
	}()
	d.Tell(l)
	all.Wait()
	cancel()
	<-over
	return log.String()
}

func TestSignedDelivery(t *testing.T) {
	address, requests := listen(t, nil)
	target := notify.Target{Kind: notify.Webhook, Name: "siem", URL: credential.NewSecret(address + "/hook?token=hunter2"), Secret: credential.NewSecret("hunter3")}
	deliver(t, 1, look(pending(42)), target)
	got := <-requests
	mac := hmac.New(sha256.New, []byte("hunter3"))
	mac.Write(got.body)
	if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); got.header.Get("X-Patctl-Signature-256") != want || got.header.Get("User-Agent") != "patctl/1.2.3" ||
		got.header.Get("Content-Type") != "application/json; charset=utf-8" || len(got.header.Get("X-Patctl-Delivery")) != 32 {
		t.Errorf("header %v, want the signature %s", got.header, want)
	}
	target.Secret, target.URL = credential.Secret{}, credential.NewSecret(strings.Replace(address, "://", "://mona:hunter4@", 1))
	deliver(t, 1, look(pending(42)), target)
	if again := <-requests; again.header.Get("X-Patctl-Signature-256") != "" || again.header.Get("Authorization") != "Basic bW9uYTpodW50ZXI0" || string(again.body) != string(got.body) {
		t.Errorf("without a secret: %v", again.header)
	}
}

func TestSlackAndTeamsReceive(t *testing.T) {
	address, requests := listen(t, nil)
	var targets []notify.Target
	for _, kind := range []notify.Kind{notify.Slack, notify.Teams} {
		targets = append(targets, notify.Target{Kind: kind, Name: "x", URL: credential.NewSecret(address + "/" + string(kind))})
	}
	n := pending(42, "<!channel>")
	n.Name = "<!channel> @octo-org/team"
	deliver(t, 2, look(n), targets...)
	for range 2 {
		got := <-requests
		if !json.Valid(got.body) || got.header.Get("X-Patctl-Delivery") != "" ||
			strings.Contains(string(got.body), "Adaptive") != (got.path == "/teams") || strings.Contains(string(got.body), `"blocks"`) != (got.path == "/slack") {
			t.Errorf("%s: %s", got.path, got.body)
		}
	}
}

// TestRedirectsAndEchoes: a URL is a secret, and a message goes where it says and nowhere else.
func TestRedirectsAndEchoes(t *testing.T) {
	elsewhere, strangers := listen(t, nil)
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request, []byte){
		"a redirect": func(w http.ResponseWriter, r *http.Request, _ []byte) {
			http.Redirect(w, r, elsewhere+r.URL.String(), http.StatusPermanentRedirect)
		},
		"an echo": func(w http.ResponseWriter, r *http.Request, body []byte) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, "%s %s %s", r.URL, r.Header, body)
		},
		"an echo of a word": func(w http.ResponseWriter, _ *http.Request, _ []byte) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, "secret_path")
		},
		"without an end": func(w http.ResponseWriter, _ *http.Request, _ []byte) {
			w.WriteHeader(http.StatusForbidden)
			for range 1000 {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		},
	} {
		for _, kind := range []notify.Kind{notify.Slack, notify.Teams, notify.Webhook} {
			address, requests := listen(t, answer)
			log := deliver(t, 1, look(pending(42)), notify.Target{Kind: kind, Name: "x", URL: credential.NewSecret(address + "/secret_path?sig=hunter2"), Secret: credential.NewSecret("hunter3")})
			<-requests
			if strings.Contains(log, "secret_path") || strings.Contains(log, "hunter") || strings.Contains(log, strings.TrimPrefix(address, "http://")) || !strings.Contains(log, "level=ERROR") {
				t.Errorf("%s, %s: the log is\n%s", name, kind, log)
			}
		}
	}
	if len(strangers) > 0 {
		t.Error("a redirect was followed")
	}
}

func TestAddressesThatMustNotGetAMessage(t *testing.T) {
	for _, address := range []string{"http://hooks.example.com/hunter2", "hooks.example.com/hunter2", "ftp://hunter2", "", "https://", "https://\x7fhunter2"} {
		log := deliver(t, 1, look(pending(42)), notify.Target{Kind: notify.Slack, Name: "x", URL: credential.NewSecret(address)})
		if !strings.Contains(log, "The URL is not an https URL.") || strings.Contains(log, "hunter2") {
			t.Errorf("%q: %s", address, log)
		}
	}
}

func TestConnectionThatFails(t *testing.T) {
	log := deliver(t, 1, look(pending(42)), notify.Target{Kind: notify.Slack, Name: "x", URL: credential.NewSecret("http://127.0.0.1:1/hunter2")})
	if !strings.Contains(log, "The target cannot be reached.") || strings.Contains(log, "hunter2") || strings.Contains(log, "127.0.0.1") {
		t.Errorf("%s", log)
	}
}
