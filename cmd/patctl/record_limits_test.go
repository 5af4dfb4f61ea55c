package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/record"
)

// TestRecordKeepsLogins: "gh auth login" in a record writes the token where gh keeps it without
// one, and never into a temporary file.
func TestRecordKeepsLogins(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"curl", "go"})
	r.build()
	hosts := filepath.Join(r.dir, "config", "gh", "hosts.yml")
	r.env = append(r.env, "GH_CONFIG_DIR="+filepath.Dir(hosts))
	got := r.run(nil, curl+apiURL+"/user")
	if _, err := os.Stat(filepath.Join(r.dir, "config")); err == nil {
		t.Error("a directory is left of gh, to which nobody signed in")
	}
	r.nothingLeaks(got)
	got = r.run(nil, `./client go-gh-login && test -L "$GH_CONFIG_DIR/hosts.yml" && ! find "$TMPDIR" -type f -exec grep -l "$SECRET" {} + && `+curl+apiURL+"/user")
	if got.code != 0 {
		t.Errorf("it ended with %d:\n%s", got.code, got.output)
	}
	r.nothingLeaks(got)
	text, err := os.ReadFile(hosts)
	if err != nil || !strings.Contains(string(text), secretToken) {
		t.Errorf("the login is lost: %s, %v", text, err)
	}
	if strings.Contains(got.output, "settings of gh") {
		t.Errorf("it says that settings were changed:\n%s", got.output)
	}
	if got = r.run(nil, "./client go-gh-settings && "+curl+apiURL+"/user"); !strings.Contains(got.output, "changed the settings of gh") {
		t.Errorf("it does not say that settings were changed:\n%s", got.output)
	}
}

// TestRecordOfAccounts: servers that gh is signed in to are recorded without GH_HOST.
func TestRecordOfAccounts(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"curl"})
	if err := os.Mkdir(filepath.Join(r.dir, "gh"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("gh/hosts.yml", "github.com:\n  oauth_token: "+secretToken+"\nghes-github.com:\n  oauth_token: "+secretToken+"\n")
	got := r.run(nil, curl+"https://ghes-github.com/api/v3/user")
	if len(got.Calls) != 1 || got.Calls[0].Host != "ghes-github.com" || got.Calls[0].Route != "/user" {
		t.Errorf("the record is %s\n%s", got.text, got.output)
	}
	r.nothingLeaks(got)
}

// TestRecordWithFewFiles: with a low limit of open files, no call that GitHub has seen is
// missing, and a call that failed is a gap.
func TestRecordWithFewFiles(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"curl", "go"})
	r.build()
	file := filepath.Join(r.dir, "few.json")
	for _, limit := range []string{"64", "32", "8"} {
		_ = os.Remove(file)
		cmd := exec.Command("sh", "-c", "ulimit -n "+limit+"; exec patctl record -o few.json -- sh -c './client crowd "+apiURL+"/user & ./client crowd "+apiURL+"/user & wait'")
		cmd.Dir, cmd.Env = r.dir, r.env
		output, _ := cmd.CombinedOutput()
		text, err := os.ReadFile(file)
		if err != nil && cmd.ProcessState.ExitCode() != 0 && !strings.Contains(string(output), "panic") {
			continue // it has said why it could not start
		}
		var document record.Record
		if document, err = record.Read(text); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		calls := 0
		for _, c := range document.Calls {
			calls += c.Count
		}
		if seen := len(r.calls()); calls < seen || calls < 2 && document.Complete {
			t.Errorf("with %s files, GitHub saw %d calls, and the record is %s\n%s", limit, seen, text, output)
		}
	}
}

// TestRecordSaysNothingOfGarbage: what a server sends beside its answers is not printed.
func TestRecordSaysNothingOfGarbage(t *testing.T) {
	r := newRecorder(t)
	r.needs([]string{"curl"})
	r.server.TLS.NextProtos = []string{"http/1.1"}
	r.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 answer-secret\r\n\r\n")
	})
	got := r.run(nil, strings.Repeat(curl+apiURL+"/user; ", 3))
	if strings.Contains(got.output, "secret") || len(got.Calls) == 0 {
		t.Errorf("it printed\n%s", got.output)
	}
}
