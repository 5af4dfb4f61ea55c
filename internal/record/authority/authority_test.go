package authority

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func newAuthority(t *testing.T) *Authority {
	t.Helper()
	a, err := New([]string{"github.com", "octo-org.example"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestNames: a certificate counts for the permitted domains and what is below them, and for
// nothing else.
func TestNames(t *testing.T) {
	a := newAuthority(t)
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(a.Certificate()) {
		t.Fatal("the certificate is not PEM")
	}
	for host, want := range map[string]bool{
		"github.com": true, "api.github.com": true, "ghes.octo-org.example": true,
		"example.com": false, "github.com.example.com": false, "notgithub.com": false, "com": false, "*.com": false,
	} {
		leaf, err := a.For(host)
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := x509.ParseCertificate(leaf.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		_, err = certificate.Verify(x509.VerifyOptions{DNSName: strings.Replace(host, "*", "x", 1), Roots: roots})
		if (err == nil) != want {
			t.Errorf("a certificate for %s: %v", host, err)
		}
		if len(certificate.SubjectKeyId) == 0 || len(certificate.AuthorityKeyId) == 0 {
			t.Errorf("a certificate for %s has no key identifiers, which Python 3.13 and later refuse", host)
		}
	}
}

// TestClientsRefuseOtherHosts: what signs for GitHub in this run cannot be used to read what
// clients send to another host.
func TestClientsRefuseOtherHosts(t *testing.T) {
	a := newAuthority(t)
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, a.Certificate(), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.TLS = &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) { return a.For(hello.ServerName) }}
	server.StartTLS()
	defer server.Close()
	address := server.Listener.Addr().(*net.TCPAddr)
	const python = "import socket,ssl,sys; c=ssl.create_default_context(cafile=sys.argv[1]); c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[2]))),server_hostname=sys.argv[3])"
	const node = "require('tls').connect({host:'127.0.0.1',port:+process.argv[2],servername:process.argv[3],ca:require('fs').readFileSync(process.argv[1])},function(){this.end()}).on('error',()=>process.exit(1))"
	for _, client := range []struct {
		program string
		args    func(host string) []string
	}{
		{"curl", func(host string) []string {
			return []string{"-sS", "--noproxy", "*", "--cacert", file, "--resolve", fmt.Sprintf("%s:%d:127.0.0.1", host, address.Port), fmt.Sprintf("https://%s:%d/", host, address.Port)}
		}},
		{"python3", func(host string) []string { return []string{"-c", python, file, fmt.Sprint(address.Port), host} }},
		{"node", func(host string) []string { return []string{"-e", node, file, fmt.Sprint(address.Port), host} }},
	} {
		t.Run(client.program, func(t *testing.T) {
			if _, err := exec.LookPath(client.program); err != nil {
				t.Skip("it is not installed")
			}
			if out, err := exec.Command(client.program, client.args("api.github.com")...).CombinedOutput(); err != nil {
				t.Errorf("it does not trust the certificate for GitHub: %v\n%s", err, out)
			}
			if exec.Command(client.program, client.args("example.com")...).Run() == nil {
				t.Error("it trusts a certificate for example.com")
			}
		})
	}
}
