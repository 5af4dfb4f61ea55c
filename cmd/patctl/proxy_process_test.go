package main

import (
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// behindProxies is a server with a certificate of its own authority, which counts connections.
type behindProxies struct {
	*httptest.Server
	authority   string // file with its certificate, which proxies use as well
	connections atomic.Int32
}

func newBehindProxies(t *testing.T) *behindProxies {
	t.Helper()
	b := &behindProxies{Server: httptest.NewUnstartedServer(http.HandlerFunc(emptyLists)), authority: filepath.Join(t.TempDir(), "authority.pem")}
	b.Config.ErrorLog = log.New(io.Discard, "", 0) // it is told that the certificate is not trusted
	b.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			b.connections.Add(1)
		}
	}
	b.StartTLS()
	t.Cleanup(b.Close)
	if err := os.WriteFile(b.authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// via makes a proxy of a handler, and returns what follows the scheme of its address.
func via(t *testing.T, server *httptest.Server) string {
	t.Helper()
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(server.Close)
	_, address, _ := strings.Cut(server.URL, "://")
	return address
}

// TestProxyThatCannotBeUsed: no command connects without a proxy that was set, and no message has
// its password.
func TestProxyThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	config := "organization \"octo-org\" {\n  review {\n    approve = [\"conforming\"]\n  }\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.pat.hcl"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ command, variable string }{
		{"pull", "HTTPS_PROXY=http://mona:hunter2@127.0.0.1:port"},
		{"audit", "HTTPS_PROXY=http://mona:hunter2%zz@127.0.0.1:1"},
		{"plan --live", "HTTPS_PROXY=http://"},
		{"apply --auto-approve", "https_proxy=http://mona:hunter2@127.0.0.1:99999"},
		{"doctor", "https_proxy=ftp://mona:hunter2@127.0.0.1:1"},
		{"serve --check", "HTTPS_PROXY=hunter2@"}, {"doctor --json", "HTTPS_PROXY=:hunter2"},
	} {
		cmd := exec.CommandContext(limited(t), "patctl", strings.Fields(test.command)...)
		cmd.Dir = dir
		name, _, _ := strings.Cut(test.variable, "=")
		cmd.Env = append(os.Environ(), "GITHUB_API_URL=https://patctl.invalid", "GH_TOKEN=ghu_1", "GITHUB_APP_ID=", "PATCTL_LOG=debug",
			"PATCTL_WEBHOOK_SECRET=0123456789abcdef0123456789abcdef", "HTTPS_PROXY=", "https_proxy=", test.variable)
		out, _ := cmd.CombinedOutput() // its exit code tells
		said := strings.Join(strings.Fields(string(out)), " ")
		if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(said, "read the variable "+name+": it") || strings.Contains(said, "hunter2") || strings.Contains(said, "msg=call") {
			t.Errorf("%s with %s: exit code %d\n%s", test.command, test.variable, code, out)
		}
		if strings.Contains(said, "problem") && !strings.Contains(said, "problem address:") && !strings.Contains(said, `"name": "address"`) {
			t.Errorf("%s finds another problem:\n%s", test.command, out)
		}
	}
}

// TestProxyWithoutConnection: the message is about the proxy, and says what to do. A refusal is not
// asked for again.
func TestProxyWithoutConnection(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, test := range []struct {
		status int // 0: nobody listens
		says   string
	}{
		{http.StatusProxyAuthRequired, "The proxy answered 407 Proxy Authentication Required. Check the user name and the password of the proxy in HTTPS_PROXY."},
		{http.StatusForbidden, "The proxy answered 403 Forbidden. Check whether the proxy in HTTPS_PROXY allows connections to the API of GitHub."},
		{http.StatusBadGateway, "The proxy answered 502 Bad Gateway, after 1 attempt; the time limit for waiting (--max-wait) is exceeded."},
		{0, "The connection to the proxy failed: dial tcp " + closed.Listener.Addr().String()},
	} {
		var asked atomic.Int32
		address := closed.Listener.Addr().String()
		if test.status != 0 {
			address = via(t, httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				http.Error(w, "Authorization "+r.Header.Get("Proxy-Authorization"), test.status)
			})))
		}
		code, out := pullFrom(t, "https://patctl.invalid", "HTTPS_PROXY=http://mona:hunter2@"+address)
		said := strings.Join(strings.Fields(out), " ")
		if code != 4 || !strings.Contains(said, test.says) || strings.Contains(said, "hunter2") || strings.Contains(said, "bW9uYTpodW50ZXIy") {
			t.Errorf("%d: exit code %d\n%s", test.status, code, out)
		}
		if n := asked.Load(); n > 2 { // once for each list
			t.Errorf("%d: the proxy was asked %d times", test.status, n)
		}
	}
}

// TestKindsOfProxies: one that speaks TLS, and one at an address of IPv6. Proxies of HTTP are not for
// GitHub on this machine.
func TestKindsOfProxies(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // elsewhere, Go asks the system for its authorities
	}
	b := newBehindProxies(t)
	handler := tunnel(t, b.Listener.Addr().String(), "hunter2").Config.Handler
	secure := httptest.NewUnstartedServer(handler)
	secure.StartTLS() // with the certificate of the other server
	secured := "HTTPS_PROXY=https://mona:hunter2@" + via(t, secure)
	const address = "https://example.com" // which the certificate names
	if code, out := pullFrom(t, address, secured, "SSL_CERT_FILE="+b.authority); code != 0 || b.connections.Load() == 0 {
		t.Errorf("exit code %d, %d connections\n%s", code, b.connections.Load(), out)
	}
	code, out := pullFrom(t, address, secured)
	said := strings.Join(strings.Fields(out), " ")
	if code != 4 || !strings.Contains(said, "The connection to the proxy failed: tls: failed to verify certificate") || strings.Contains(said, "example.com is not trusted") || strings.Contains(out, "hunter2") {
		t.Errorf("without its authority: exit code %d\n%s", code, out)
	}
	if listener, err := net.Listen("tcp", "[::1]:0"); err != nil {
		t.Logf("this machine has no IPv6: %v", err)
	} else {
		six := &httptest.Server{Listener: listener, Config: &http.Server{Handler: handler}}
		six.Start()
		if code, out := pullFrom(t, address, "HTTPS_PROXY=http://mona:hunter2@"+via(t, six), "SSL_CERT_FILE="+b.authority); code != 0 || strings.Contains(out, "hunter2") {
			t.Errorf("exit code %d\n%s", code, out)
		}
	}
	local := httptest.NewServer(http.HandlerFunc(emptyLists))
	defer local.Close()
	if code, out := pullFrom(t, local.URL, "HTTP_PROXY=http://mona:hunter2@127.0.0.1:port"); code != 0 || strings.Contains(out, "hunter2") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestNoProxy: hosts that NO_PROXY names are reached without the proxy, and no others.
func TestNoProxy(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // elsewhere, the address 0.0.0.0 is not this machine
	}
	b := newBehindProxies(t)
	var asked atomic.Int32
	proxy := "HTTPS_PROXY=http://" + via(t, httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusForbidden)
	})))
	_, port, _ := net.SplitHostPort(b.Listener.Addr().String())
	here := "https://0.0.0.0:" + port
	for _, test := range []struct {
		address, noProxy string
		direct           bool
	}{
		{here, "", false},
		{here, "0.0.0.0", true}, {here, "10.0.0.0/8, 0.0.0.0/8", true}, {here, "10.0.0.0/8", false},
		{here, "0.0.0.0:" + port, true}, {here, "0.0.0.0:1", false}, {here, "*", true},
		{"https://api.patctl.invalid", "api.patctl.invalid", true}, {"https://api.patctl.invalid", "patctl.invalid", true},
		{"https://api.patctl.invalid", ".patctl.invalid", true}, {"https://patctl.invalid", ".patctl.invalid", false},
		{"https://api.patctl.invalid", "ctl.invalid", false}, {"https://api.patctl.invalid", "api.patctl.invalid:8443", false},
	} {
		before, connections := asked.Load(), b.connections.Load()
		code, out := pullFrom(t, test.address, proxy, "NO_PROXY="+test.noProxy)
		proxied, reached := asked.Load() > before, b.connections.Load() > connections
		if code != 4 || proxied == test.direct || reached != (test.direct && test.address == here) {
			t.Errorf("%s with NO_PROXY=%s: exit code %d, the proxy was asked: %t, the server: %t\n%s", test.address, test.noProxy, code, proxied, reached, out)
		}
	}
}
