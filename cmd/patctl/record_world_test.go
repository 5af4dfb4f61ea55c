package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// githubBehind is a GitHub that can be reached only through a proxy, as in many companies: the
// proxy of the environment leads each host to it, and a certificate authority of its own vouches
// for it.
type githubBehind struct {
	t         *testing.T
	server    *httptest.Server
	proxy     *httptest.Server
	ca        string // file
	repos     string // directory of repositories
	mu        sync.Mutex
	seen      []seenCall
	others    int // requests to hosts that are not GitHub's
	tunnels   int
	authority *x509.Certificate
	key       *ecdsa.PrivateKey
}

// seenCall is a call in GitHub's own log.
type seenCall struct {
	method, host, path, token string
	proto                     int
}

func newGitHubBehind(t *testing.T) *githubBehind {
	t.Helper()
	g := &githubBehind{t: t}
	g.makeAuthority()
	g.server = httptest.NewUnstartedServer(http.HandlerFunc(g.serve))
	g.server.EnableHTTP2 = true
	g.server.TLS = &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) { return g.certificate(hello.ServerName) }}
	g.server.Config.ErrorLog = discardLog
	g.server.StartTLS()
	t.Cleanup(g.server.Close)
	g.proxy = httptest.NewServer(http.HandlerFunc(g.tunnel))
	t.Cleanup(g.proxy.Close)
	g.makeRepository()
	return g
}

func (g *githubBehind) makeAuthority() {
	g.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "octo-org"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &g.key.PublicKey, g.key)
	if err != nil {
		g.t.Fatal(err)
	}
	g.authority, _ = x509.ParseCertificate(der)
	g.ca = filepath.Join(g.t.TempDir(), "octo-org.pem")
	if err := os.WriteFile(g.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		g.t.Fatal(err)
	}
}

func (g *githubBehind) certificate(host string) (*tls.Certificate, error) {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	template := &x509.Certificate{
		SerialNumber: serial, DNSNames: []string{host}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
		SubjectKeyId: []byte{1},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, g.authority, &g.key.PublicKey, g.key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: g.key}, err
}

// tunnel leads every host to the server.
func (g *githubBehind) tunnel(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only tunnels", http.StatusMethodNotAllowed)
		return
	}
	g.mu.Lock()
	g.tunnels++
	g.mu.Unlock()
	far, err := net.Dial("tcp", g.server.Listener.Addr().String())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	near, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		_, _ = io.Copy(far, buffered)
		_ = far.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(near, far)
	_ = near.Close()
	_ = far.Close()
}

// acceptedIssues is what GitHub says of the permissions of its issues.
const acceptedIssues = "issues=write; pull_requests=write"

func (g *githubBehind) serve(w http.ResponseWriter, r *http.Request) {
	host := strings.ToLower(r.Host)
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if !strings.HasSuffix(host, "github.com") && host != "localhost" {
		g.mu.Lock()
		g.others++
		g.mu.Unlock()
		return
	}
	g.mu.Lock()
	g.seen = append(g.seen, seenCall{r.Method, host, r.URL.Path, r.Header.Get("Authorization"), r.ProtoMajor})
	g.mu.Unlock()
	w.Header().Set("X-Accepted-GitHub-Permissions", "metadata=read")
	w.Header().Set("Set-Cookie", "session=cookie-secret")
	switch {
	case host == "github.com":
		g.git(w, r)
	case r.URL.Path == "/repos/octo-org/secret-project":
		w.WriteHeader(http.StatusForbidden)
	case strings.HasSuffix(r.URL.Path, "/tarball/main"):
		http.Redirect(w, r, "https://codeload.github.com/octo-org/api/legacy.tar.gz/refs/heads/main", http.StatusFound)
	case strings.HasSuffix(r.URL.Path, "/hang"):
		_, _ = io.WriteString(w, "x")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	case r.Method == http.MethodPost:
		w.Header().Set("X-Accepted-GitHub-Permissions", acceptedIssues)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"data":{}}`)
	default:
		_, _ = io.WriteString(w, `{"private":"answer-secret"}`)
		w.(http.Flusher).Flush()
		_, _ = io.WriteString(w, "\n")
	}
}

// git serves repositories with Git's own program.
func (g *githubBehind) git(w http.ResponseWriter, r *http.Request) {
	path, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	handler := &cgi.Handler{
		Path: filepath.Join(string(bytes.TrimSpace(path)), "git-http-backend"), Logger: discardLog, Stderr: io.Discard,
		Env: []string{"GIT_PROJECT_ROOT=" + g.repos, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=mona", "HOME=" + g.repos},
	}
	handler.ServeHTTP(w, r)
}

func (g *githubBehind) makeRepository() {
	g.repos = g.t.TempDir()
	repository := filepath.Join(g.repos, "octo-org", "api.git")
	for _, args := range [][]string{
		{"init", "-q", "--bare", "-b", "main", repository},
		{"-C", repository, "-c", "user.name=mona", "-c", "user.email=mona@example.com", "commit-tree", "-m", "first", "4b825dc642cb6eb9a060e54bf8d69288fbee4904"},
	} {
		cmd := exec.Command("git", args...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null")
		out, err := cmd.CombinedOutput()
		if err != nil && args[0] == "init" {
			g.t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}

// calls are what GitHub saw since the last time.
func (g *githubBehind) calls() []seenCall {
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := g.seen
	g.seen = nil
	return seen
}
