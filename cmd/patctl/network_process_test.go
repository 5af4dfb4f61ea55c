package main

import (
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// emptyLists answers every call with an empty list.
func emptyLists(w http.ResponseWriter, _ *http.Request) {
	w.Header()["Date"] = nil // the process has a clock of its own
	_, _ = io.WriteString(w, "[]")
}

// pullFrom runs a pull of an address as a process, and returns its exit code and all that it printed.
func pullFrom(t *testing.T, address string, env ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(limited(t), "patctl", "pull", "--organization", "octo-org", "--max-wait", "0s")
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GITHUB_API_URL="+address, "GH_TOKEN=ghu_1", "GITHUB_APP_ID=", "HOME=", "XDG_CACHE_HOME=", "PATCTL_LOG=debug",
		"HTTPS_PROXY=", "https_proxy=", "HTTP_PROXY=", "http_proxy=", "NO_PROXY=", "no_proxy=", "SSL_CERT_FILE=", "SSL_CERT_DIR=")
	cmd.Env = append(cmd.Env, env...)
	out, _ := cmd.CombinedOutput() // its exit code tells
	return cmd.ProcessState.ExitCode(), string(out)
}

// TestPullOverIPv6 reads from an address of IPv6, without a home directory.
func TestPullOverIPv6(t *testing.T) {
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Logf("this machine has no IPv6: %v", err)
		return
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(emptyLists)}}
	server.Start()
	defer server.Close()
	if code, out := pullFrom(t, server.URL); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// tunnel is a proxy that asks for a password, and leads every connection to one address.
func tunnel(t *testing.T, to, password string) *httptest.Server {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Header.Get("Proxy-Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte("mona:"+password)) {
			w.Header().Set("X-Sent", r.Header.Get("Proxy-Authorization"))
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		out, err := net.Dial("tcp", to)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusOK)
		in, sent, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		go func() { _, _ = io.Copy(out, sent); _ = out.Close() }() // which may have some bytes of it already
		go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
	}))
	t.Cleanup(proxy.Close)
	return proxy
}

// TestPullThroughAProxy: a proxy with a password, before a server whose certificate is signed by
// an authority of its own. No output has the password.
func TestPullThroughAProxy(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // elsewhere, Go asks the system for its authorities
	}
	server := newBehindProxies(t)
	authority := server.authority
	proxy := strings.TrimPrefix(tunnel(t, server.Listener.Addr().String(), "hunter2").URL, "http://")
	const address = "https://example.com" // which the certificate names
	for _, test := range []struct {
		password, authority string
		code                int
		says                string
	}{
		{"hunter2", authority, 0, "Read 0 requests and 0 tokens"},
		{"hunter2", "", 4, "The certificate of example.com is not trusted"},
		{"hunter3", authority, 4, "Proxy Authentication Required"},
	} {
		env := []string{"HTTPS_PROXY=http://mona:" + test.password + "@" + proxy}
		if test.authority != "" {
			env = append(env, "SSL_CERT_FILE="+test.authority)
		}
		code, out := pullFrom(t, address, env...)
		if code != test.code || !strings.Contains(out, test.says) {
			t.Errorf("exit code %d, want %d with %q\n%s", code, test.code, test.says, out)
		}
		if secret := base64.StdEncoding.EncodeToString([]byte("mona:" + test.password)); strings.Contains(out, test.password) || strings.Contains(out, secret) {
			t.Errorf("the password of the proxy is in\n%s", out)
		}
	}
}
