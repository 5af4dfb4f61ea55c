package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/github/githubtest/spelling"
)

// echo is a GitHub that tells everything back that it was sent, and the key of
// the App as well, in every field of its responds.
type echo struct {
	*httptest.Server
	key string

	mu       sync.Mutex
	seen     []string                                     // credentials, in their order
	spelling int                                          // the one of errors
	refuse   func(http.ResponseWriter, spelling.Spelling) // instead of a list; nil: the list
}

// installationToken is what the App gets; each time another.
const installationToken = "ghs_hunter2InstallationTokenOfTheRun"

func newEcho(t *testing.T) *echo {
	t.Helper()
	h, err := checked.NewHandler(githubtest.World{})
	if err != nil {
		t.Fatal(err)
	}
	e := &echo{key: string(h.AppPEM())}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

// secrets are the credentials of the run so far, and a line of the key.
func (e *echo) secrets() []string {
	lines := strings.Split(strings.TrimSpace(e.key), "\n")
	out := slices.Clone(e.seen)
	if strings.Contains(strings.Join(e.seen, " "), "eyJ") { // it is the App that runs
		out = append(out, lines[1], lines[len(lines)-3])
	}
	for _, s := range e.seen {
		if dot := strings.LastIndexByte(s, '.'); dot > 0 {
			out = append(out, s[dot+1:]) // the signature alone
		}
	}
	return out
}

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	said := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if said != "" && !strings.Contains(strings.Join(e.seen, " "), said) {
		e.seen = append(e.seen, said)
	}
	w.Header()["Date"] = nil
	w.Header().Set("X-GitHub-Request-Id", said)
	w.Header().Set("X-RateLimit-Resource", said)
	switch {
	case strings.HasSuffix(r.URL.Path, "/access_tokens"):
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"token":"%s","expires_at":"2030-01-01T00:00:00Z","x":%q}`, installationToken, said)
	case strings.HasSuffix(r.URL.Path, "/installation"):
		fmt.Fprintf(w, `{"id":7,"account":{"login":%q},"app_slug":%q}`, said, said)
	case r.URL.Path == "/app":
		fmt.Fprintf(w, `{"id":1,"slug":%q,"name":%q}`, said, said)
	case e.refuse != nil:
		all := spelling.Of(e.secrets()[e.spelling%len(e.secrets())])
		e.refuse(w, all[e.spelling%len(all)])
	default:
		e.list(w, r)
	}
}

// list has an element for each spelling of each secret.
func (e *echo) list(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", fmt.Sprintf("W/%q", r.Header.Get("Authorization")))
	var elements []string
	for i, secret := range e.secrets() {
		for j, s := range spelling.Of(secret) {
			elements = append(elements, fmt.Sprintf(elementsOf(r.URL.Path), i*100+j+1, s.Literal))
		}
	}
	switch path := r.URL.Path; {
	case path == "/orgs/octo-org":
		fmt.Fprint(w, elements[len(elements)/2])
	case strings.Contains(path, "-stats/") && !strings.HasSuffix(path, "/1"):
		fmt.Fprint(w, "[]") // one user and one token are enough
	default:
		fmt.Fprintf(w, "[%s]", strings.Join(elements, ","))
	}
}

// elementsOf is the format of the elements behind a path, good ones and bad ones, with a number
// and a secret.
func elementsOf(path string) string {
	for part, form := range map[string]string{
		"/credential-authorizations": `{"login":%[2]s,"credential_id":%[1]d,"credential_type":"personal access token","token_last_eight":%[2]s,"fingerprint":%[2]s,"scopes":[%[2]s],
			"authorized_credential_note":%[2]s,"authorized_credential_title":%[2]s},{"login":"mona","credential_id":%[1]d00,"credential_type":%[2]s},{"credential_id":%[2]s},
			{"login":"mona","credential_id":%[1]d01,"credential_type":"personal access token","credential_accessed_at":%[2]s}`,
		"/subject-stats": `{"subject_type":%[2]s,"subject_name":%[2]s,"subject_id":%[1]d},{"subject_id":%[2]s}`,
		"/user-stats/":   `{"actor_type":"classic_pat","actor_name":%[2]s,"actor_id":%[1]d},{"actor_type":%[2]s,"actor_id":%[1]d},{"actor_type":"classic_pat","actor_id":%[2]s}`,
		"/route-stats/": `{"http_method":%[2]s,"api_route":%[2]s,"total_request_count":%[1]d},{"http_method":"GET","api_route":"/%[1]d","total_request_count":%[2]s},
			{"http_method":"PUT","api_route":"/%[1]d","total_request_count":1,"last_request_timestamp":%[2]s}`,
	} {
		if strings.Contains(path, part) {
			return form
		}
	}
	if path == "/orgs/octo-org" {
		return `{"login":%[2]s,"public_repos":%[2]s,"id":%[1]d}`
	}
	return `{"id":%d,"owner":{"login":%[2]s},"repository_selection":"all","token_name":%[2]s,
		"reason":%[2]s,"permissions":{"repository":{%[2]s:"read","contents":%[2]s},%[2]s:{"x":%[2]s}},
		"created_at":"2026-11-20T06:49:30Z","access_granted_at":"2026-11-20T06:49:30Z","token_expires_at":"2026-12-01T06:49:30Z"},
		{"id":%[1]d00,"owner":{"login":"mona"},"repository_selection":%[2]s},{"id":%[2]s},{"id":%[1]d01,"owner":{"login":"mona"},"repository_selection":"all","token_expires_at":%[2]s}`
}

// patctl runs a command in a directory and returns all that is left of it.
func (e *echo) patctl(t *testing.T, dir string, environ []string, args ...string) string {
	t.Helper()
	e.mu.Lock()
	e.seen = nil // a credential of an earlier run is nobody's any more
	e.mu.Unlock()
	var out bytes.Buffer
	env := clitest.NewEnv(t, &out, &out)
	clock := &scriptClock{now: env.Now()}
	env.Now, env.Sleep = clock.Now, clock.Sleep
	env.Dir, env.CacheDir = dir, filepath.Join(dir, "cache")
	env.Environ = append([]string{"GITHUB_API_URL=" + e.URL, "PATCTL_LOG=debug"}, environ...)
	command.Run(t.Context(), args, env)
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		out.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Check fails for each secret that is left of a run.
func (e *echo) Check(t *testing.T, what, output string) {
	t.Helper()
	if found := spelling.Found(output, e.secrets()...); found != "" {
		t.Errorf("%s: there is %s", what, found)
	}
}

// identities are the environments of an App and of a token.
func (e *echo) identities() map[string][]string {
	return map[string][]string{
		"App":   {"GITHUB_APP_ID=1", "GITHUB_APP_PEM=" + e.key},
		"token": {"GH_TOKEN=ghu_hunter2UserAccessTokenOfTheRun0"},
	}
}

const echoConfig = `
organization "octo-org" {
  review {
    deny = ["drifted", "undeclared"]
  }
}

template "reader" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}

policy "all" {
  on            = ["request", "token"]
  condition     = false
  error_message = "${self.name} of ${self.owner} because of ${self.reason}: ${jsonencode(self.permissions)}"
}
`

// TestEchoedSecretsAreInNoOutput looks for every credential, in every spelling,
// in everything that commands print and write.
func TestEchoedSecretsAreInNoOutput(t *testing.T) {
	for identity := range newEcho(t).identities() {
		t.Run(identity, func(t *testing.T) {
			e := newEcho(t)
			environ, dir := e.identities()[identity], t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "main.pat.hcl"), []byte(echoConfig), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{
				{"pull", "-o", "snapshot.json"},
				{"pull", "--organization", "octo-org", "--all-installations"},
				{"pull", "--all-installations"},
				{"doctor"}, {"doctor", "--json"},
				{"audit", "-o", "text", "-o", "json=a.json", "-o", "markdown=a.md", "-o", "html=a.html", "-o", "sarif=a.sarif", "-o", "junit=a.xml", "-o", "csv=a.csv", "-o", "github=a.txt"},
				{"plan", "--live", "-o", "text", "-o", "markdown=p.md", "-o", "json=p.json", "--out", "saved.plan"},
				{"import", "snapshot.json", "--out", "imported.pat.hcl"},
				{"doctor", "--classic", "--use"},
				{"pull", "--classic", "--use", "-o", "used.json"}, {"show", "used.json"},
			} {
				e.Check(t, strings.Join(args, " "), e.patctl(t, dir, environ, args...))
			}
			for file, wants := range map[string][]string{
				"snapshot.json": {`[withheld]`}, "used.json": {`"authorized_credential_note": "[withheld]"`, `"actor_name": "[withheld]"`, `"api_route": "[withheld]"`, `"login": "[withheld]"`},
			} {
				data, err := os.ReadFile(filepath.Join(dir, file))
				for _, want := range wants {
					if err != nil || !bytes.Contains(data, []byte(want)) {
						t.Errorf("%s was not echoed in %s: %v", want, file, err)
					}
				}
			}
		})
	}
}

// TestEchoedSecretsAreInNoError does the same for what is said of failures.
func TestEchoedSecretsAreInNoError(t *testing.T) {
	for name, refuse := range map[string]func(http.ResponseWriter, spelling.Spelling){
		"error body": func(w http.ResponseWriter, s spelling.Spelling) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `{"message":%[1]s,"documentation_url":%[1]s,"errors":[{"code":"custom","message":%[1]s}]}`, s.Literal)
		},
		"page of HTML": func(w http.ResponseWriter, s spelling.Spelling) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprintf(w, "<html>%s %s</html>", s.Text, s.Literal)
		},
		"no list": func(w http.ResponseWriter, s spelling.Spelling) { fmt.Fprintf(w, `{"a":%s}`, s.Literal) },
		"broken":  func(w http.ResponseWriter, s spelling.Spelling) { fmt.Fprintf(w, `[%s`, s.Literal) },
		"headers": func(w http.ResponseWriter, s spelling.Spelling) {
			text := strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(s.Text)
			w.Header().Set("Link", "<https://x/?page="+text+`>; rel="next"`)
			w.Header().Set("X-GitHub-SSO", "partial-results; url="+text)
			w.Header().Set("X-RateLimit-Limit", text)
			w.Header().Set("ETag", `"`+text+`"`)
			fmt.Fprint(w, "[]")
		},
		"redirect": func(w http.ResponseWriter, s spelling.Spelling) {
			w.Header().Set("Location", "https://"+strings.NewReplacer("\n", "", "\r", "", "\t", "", " ", "").Replace(s.Text)+".example.com/")
			w.WriteHeader(http.StatusFound)
		},
		"status line": func(w http.ResponseWriter, s spelling.Spelling) {
			conn, b, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			fmt.Fprintf(b, "HTTP/1.1 %s\r\n\r\n", strings.NewReplacer("\n", "", "\r", "").Replace(s.Text))
			_ = b.Flush()
			_ = conn.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEcho(t)
			e.refuse = refuse
			for e.spelling = range len(spelling.Of("hunter2hunter2")) {
				dir := t.TempDir()
				output := e.patctl(t, dir, e.identities()["App"], "pull", "--organization", "octo-org", "-o", "snapshot.json")
				e.Check(t, fmt.Sprintf("spelling %d", e.spelling), output)
			}
		})
	}
}
