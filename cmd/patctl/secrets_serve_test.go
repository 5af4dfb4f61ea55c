package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest/spelling"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/postgres/pgtest"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// The secrets of a server.
const (
	echoWebhookSecret = "hunter2WebhookSecretOfTheRun0001"
	echoServeToken    = "hunter2PageTokenOfTheServer00001"
	echoSigningSecret = "hunter2SigningSecretOfTheTarget1"
	echoTargetPath    = "hunter2PathOfTheAddressOfTargets"
	echoVariable      = "hunter2SensitiveVariableOfConfig"
)

const echoServe = echoConfig + `
variable "internal" {
  type      = string
  sensitive = true
}

policy "internal" {
  on            = ["request", "token"]
  condition     = self.name == var.internal
  error_message = "The name of ${self.name} is not the one."
}

serve {
  slack "security" {
    url_env = "SLACK_URL"
    message = "${self.owner} asks for ${self.name} because of ${self.reason}: ${join(", ", self.findings)}"
  }
  teams "platform" {
    url_env = "TEAMS_URL"
  }
  issue "requests" {
    repository = "octo-org/token-requests"
  }
  webhook "siem" {
    url_env    = "SIEM_URL"
    secret_env = "SIEM_SECRET"
  }
}
`

// mirror is a target that tells everything back that it was sent.
type mirror struct {
	*httptest.Server
	mu     sync.Mutex
	bodies bytes.Buffer
	kinds  map[string]bool
	count  int
}

func newMirror(t *testing.T) *mirror {
	m := &mirror{kinds: map[string]bool{}}
	m.Server = httptest.NewServer(m)
	t.Cleanup(m.Close)
	return m
}

func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bodies.Write(body)
	m.kinds[strings.Split(r.URL.Path, "/")[1]] = err == nil
	m.count++
	w.Header().Set("Location", r.URL.String())
	w.Header().Set("Retry-After", r.URL.Path)
	w.Header().Set("Content-Type", r.URL.Path)
	w.WriteHeader([]int{200, 302, 500, 400, 429, 503}[m.count%6])
	fmt.Fprintf(w, "%s %v %s", r.URL, r.Header, body)
}

func (m *mirror) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bodies.String()
}

// reached reports whether every kind of target was told something.
func (m *mirror) reached() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kinds["slack"] && m.kinds["teams"] && m.kinds["siem"]
}

// output takes what a server writes while it runs.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// serving is a server before an echo, with mirrors for targets.
type serving struct {
	*testing.T
	*echo
	mirror  *mirror
	dir     string
	environ []string
	seen    *output // all that anybody can see
	hangups chan os.Signal
	address string
}

func newServing(t *testing.T, environ ...string) *serving {
	s := &serving{T: t, echo: newEcho(t), mirror: newMirror(t), dir: t.TempDir(), seen: &output{}, hangups: make(chan os.Signal)}
	address := func(kind string) string {
		return s.mirror.URL + "/" + kind + "/" + echoTargetPath + "?sig=" + echoTargetPath
	}
	s.environ = append([]string{
		"GITHUB_API_URL=" + s.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM=" + s.key, "PATCTL_LOG=debug",
		"PATCTL_WEBHOOK_SECRET=" + echoWebhookSecret, "PATCTL_SERVE_TOKEN=" + echoServeToken, "PATCTL_VAR_internal=" + echoVariable,
		"SLACK_URL=" + address("slack"), "TEAMS_URL=" + address("teams"), "SIEM_URL=" + address("siem"), "SIEM_SECRET=" + echoSigningSecret,
	}, environ...)
	s.write(echoServe)
	return s
}

func (s *serving) write(configuration string) {
	s.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, "main.pat.hcl"), []byte(configuration), 0o600); err != nil {
		s.Fatal(err)
	}
}

// command runs serve with more arguments until the context ends.
func (s *serving) command(ctx context.Context, args ...string) {
	env := clitest.NewEnv(s.T, s.seen, s.seen)
	env.Now, env.Dir, env.CacheDir, env.Environ = time.Now, s.dir, filepath.Join(s.dir, "cache"), s.environ
	env.Hangups = func() (<-chan os.Signal, func()) { return s.hangups, func() {} }
	command.Run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), env)
}

var servingAt = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// run starts a server and waits until it serves. stop ends it.
func (s *serving) run(args ...string) (stop func()) {
	s.Helper()
	ctx, cancel := context.WithCancelCause(s.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.command(ctx, args...)
	}()
	s.until("it serves", func() bool { return strings.Contains(s.seen.String(), "serving") })
	_, text, _ := strings.Cut(s.seen.String(), "serving")
	s.address = "http://" + servingAt.FindString(text)
	return sync.OnceFunc(func() { cancel(errors.New("a signal")); <-done })
}

func (s *serving) until(what string, holds func() bool) {
	s.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.Fatalf("it did not happen: %s\n%s", what, s.seen)
		}
	}
}

// send makes a request, and keeps what it is answered.
func (s *serving) send(method, path, body string, header ...string) int {
	s.Helper()
	req, err := http.NewRequest(method, s.address+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.Fatal(err)
	}
	defer resp.Body.Close()
	if err := resp.Header.Write(s.seen); err != nil {
		s.Fatal(err)
	}
	if _, err := io.Copy(s.seen, resp.Body); err != nil {
		s.Fatal(err)
	}
	return resp.StatusCode
}

func (s *serving) deliver(secret string) int {
	const body = `{"action": "created", "organization": {"login": "octo-org"}}`
	return s.send(http.MethodPost, "/webhook", body, "Content-Type", "application/json", "X-GitHub-Event", "personal_access_token_request",
		"X-Hub-Signature-256", webhook.Sign(credential.NewSecret(secret), []byte(body)))
}

// routes asks for everything that a server shows.
func (s *serving) routes() {
	for _, token := range []string{echoServeToken, "hunter2", ""} {
		for _, path := range []string{"/", "/metrics", "/readyz", "/healthz", "/?organization=octo-org"} {
			s.send(http.MethodGet, path, "", "Authorization", "Bearer "+token)
		}
	}
}

// check fails for each secret in what anybody can see, in files, and in messages.
func (s *serving) check(what string, more ...string) {
	s.Helper()
	secrets := append(s.secrets(), echoWebhookSecret, echoServeToken, echoSigningSecret, echoTargetPath, echoVariable, pgtest.Password)
	for _, name := range []string{"patctl.applied.jsonl", "patctl.notified.json"} {
		data, err := os.ReadFile(filepath.Join(s.dir, name))
		if err == nil {
			more = append(more, string(data))
		}
	}
	for i, text := range append(more, s.seen.String(), s.mirror.text()) {
		if found := spelling.Found(text, secrets...); found != "" {
			s.Errorf("%s: there is %s in text %d", what, found, i)
		}
	}
}

// exercise lets a server do everything that it does.
func (s *serving) exercise(args ...string) {
	s.Helper()
	stop := s.run(args...)
	defer stop()
	for secret, want := range map[string]int{echoWebhookSecret: http.StatusAccepted, "hunter2hunter2hunter2": http.StatusUnauthorized} {
		if code := s.deliver(secret); code != want {
			s.Errorf("a delivery got %d, want %d", code, want)
		}
	}
	s.until("targets are told", s.mirror.reached)
	s.routes()
	for _, broken := range []string{
		strings.Replace(echoServe, "SIEM_SECRET", "NOT_SET", 1),
		strings.Replace(echoServe, `"SLACK_URL"`, `"`+s.mirror.URL+"/"+echoTargetPath+`"`, 1),
		strings.Replace(echoServe, "self.name == var.internal", `self.name == var.internal ? "${var.internal}" : 1`, 1),
		echoServe + "\nlocals { " + echoVariable[:7] + " = var.internal\n x = [var.internal.x, tonumber(var.internal)] }\n",
	} {
		reloads := func() int {
			return strings.Count(s.seen.String(), "not replaced") + strings.Count(s.seen.String(), "configuration loaded")
		}
		before := reloads()
		s.write(broken)
		s.hangups <- nil
		s.until("the reload", func() bool { return reloads() > before })
		s.routes()
	}
	stop()
}

// TestServeTellsNoSecret looks for every secret of a server, in every spelling, in everything
// that it writes, answers, and sends. GitHub and the targets echo what they were sent.
func TestServeTellsNoSecret(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			s := newServing(t)
			s.exercise("--act", "--log-format", format)
			s.check("serve")
			if !strings.Contains(s.mirror.text(), "[withheld]") || !strings.Contains(s.seen.String(), "[withheld]") {
				t.Error("GitHub's secrets were not echoed in messages or on the page")
			}
		})
	}
}

// TestServeErrorsTellNoSecret: what is wrong at the start.
func TestServeErrorsTellNoSecret(t *testing.T) {
	dsn := "postgres://patctl:" + pgtest.Password + "@127.0.0.1:1/patctl"
	for name, environ := range map[string][]string{
		"unreachable":       {"PATCTL_DATABASE_URL=" + dsn},
		"wrong address":     {"PATCTL_DATABASE_URL=" + strings.Replace(dsn, "127.0.0.1:1", "127.0.0.1:x", 1)},
		"no scheme":         {"PATCTL_DATABASE_URL=patctl:" + pgtest.Password + "@127.0.0.1"},
		"secret as a file":  {"PATCTL_WEBHOOK_SECRET=", "PATCTL_WEBHOOK_SECRET_FILE=" + echoWebhookSecret},
		"token as a file":   {"PATCTL_SERVE_TOKEN=", "PATCTL_SERVE_TOKEN_FILE=" + echoServeToken},
		"address as a file": {"PATCTL_DATABASE_URL_FILE=" + dsn},
		"key as a file":     {"GITHUB_APP_PEM=", "GITHUB_APP_PEM_FILE=" + echoServeToken},
		"target, no scheme": {"SLACK_URL=hooks.example.com/" + echoTargetPath},
		"target, http":      {"SLACK_URL=http://hooks.example.com/" + echoTargetPath},
		"target, broken":    {"SLACK_URL=https://[" + echoTargetPath},
		"both":              {"PATCTL_WEBHOOK_SECRET_FILE=" + echoWebhookSecret},
		"nothing wrong":     {},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServing(t, environ...)
			s.command(t.Context(), "--check", "--act")
			s.command(t.Context(), "--check", "--json", "--act")
			s.command(t.Context(), "--migrate")
			if name != "nothing wrong" {
				s.command(t.Context(), "--act")
			}
			s.check(name)
		})
	}
}

// TestServeStoresNoSecret: the tables hold none either.
func TestServeStoresNoSecret(t *testing.T) {
	server := pgtest.Start(t)
	name, err := server.Database(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	dsn := server.URL(name)
	if err := postgres.Migrate(t.Context(), credential.NewSecret(dsn)); err != nil {
		t.Fatal(err)
	}
	s := newServing(t, "PATCTL_DATABASE_URL="+dsn)
	s.exercise("--act", "--log-format", "json")
	s.check("serve", tables(t, dsn))
}

// tables is everything in the tables of patctl.
func tables(t *testing.T, dsn string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var out strings.Builder
	for _, table := range []string{"organization", "journal", "status", "told", "river_job"} {
		rows, err := conn.Query(t.Context(), "select t::text from patctl."+table+" t")
		if err != nil {
			t.Fatal(err)
		}
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		if len(texts) == 0 && table != "journal" {
			t.Errorf("the table %s is empty", table)
		}
		out.WriteString(strings.Join(texts, "\n") + "\n")
	}
	return out.String()
}
