package child

import (
	"bytes"
	"context"
	"crypto/x509"
	_ "embed"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

//go:embed preload.cjs
var preloadScript string

// Directory holds the files that lead the clients of a command to the proxy. None of them
// holds a key or a token.
type Directory struct {
	ProxyAddress string // HOST:PORT

	path       string
	bundle     string // certificates that clients trust: the user's, and that of the authority
	preload    string // for Node.js
	ghConfig   string // "": gh is not configured
	ghSettings []byte
	made       []string // directories of the user's configuration of gh, the deepest first
	emptyHosts string   // file of gh that was made without accounts
	trustStore string   // for Java; "": there is none
	hosts      func(string) bool
	gitHosts   []string // hosts of repositories
	roots      []byte   // the user's certificates
}

// Settings are what the files of a directory depend on.
type Settings struct {
	Environ     Environ
	Dir         string   // of the command, to which names of files are relative
	GitHosts    []string // hosts of repositories, with the port if it is not the usual one
	IsGitHub    func(host string) bool
	Certificate []byte // of the authority, in PEM
	// GitSetting returns a setting of Git's configuration, or "".
	GitSetting func(ctx context.Context, name string) string
}

// pathOf is the path of a file that a variable of the command names.
func (s Settings) pathOf(file string) string {
	if file == "" || filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(s.Dir, file)
}

// trustStorePassword protects nothing: what is in the store is public. Java wants one.
const trustStorePassword = "changeit"

// MakeDirectory makes a temporary directory, which only the user can read. The caller
// removes it.
func MakeDirectory(ctx context.Context, s Settings) (*Directory, error) {
	path, err := os.MkdirTemp("", "patctl-record-")
	if err != nil {
		return nil, err
	}
	d := &Directory{path: path, hosts: s.IsGitHub, gitHosts: s.GitHosts}
	if err := errors.Join(d.writeBundle(ctx, s), d.writeGHConfig(s), d.writeTrustStore(s)); err != nil {
		return nil, errors.Join(err, d.Remove())
	}
	return d, nil
}

// Remove removes the directory with all that is in it.
func (d *Directory) Remove() error {
	d.removeUnused()
	return os.RemoveAll(d.path)
}

// Roots are the certificates that the user trusts, apart from that of the authority; nil:
// those of the system.
func (d *Directory) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	if len(d.roots) == 0 || !pool.AppendCertsFromPEM(d.roots) {
		return nil
	}
	return pool
}

// SocketPath is where gh expects the proxy.
func (d *Directory) SocketPath() string { return filepath.Join(d.path, "gh.sock") }

// systemBundles are the files in which systems keep the certificates that they trust.
//
// https://go.dev/src/crypto/x509/root_linux.go
var systemBundles = []string{
	"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/cacert.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem", "/usr/local/etc/ssl/cert.pem", "/usr/local/share/certs/ca-root-nss.crt",
}

// writeBundle collects the certificates of the system and of the user.
func (d *Directory) writeBundle(ctx context.Context, s Settings) error {
	var files []string
	add := func(file string) {
		file = s.pathOf(file)
		if file != "" && !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	for _, name := range append(slices.Clone(caFiles), nodeCAFile) {
		add(s.Environ.Get(name))
	}
	add(s.GitSetting(ctx, "http.sslCAInfo"))
	for _, file := range systemBundles {
		if _, err := os.Stat(file); err == nil {
			add(file)
			break
		}
	}
	var roots bytes.Buffer
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil && !slices.Contains(systemBundles, file) {
			return fmt.Errorf("read the certificates that a variable of the environment names: %w", err)
		}
		roots.Write(certificatesOf(text))
	}
	d.roots = roots.Bytes()
	d.bundle = filepath.Join(d.path, "ca.pem")
	return os.WriteFile(d.bundle, slices.Concat(d.roots, s.Certificate), 0o600)
}

// certificatesOf are the certificates in a text of PEM. Whatever else is in the text, such
// as a key, is left out.
func certificatesOf(text []byte) []byte {
	var kept bytes.Buffer
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" || block.Type == "TRUSTED CERTIFICATE" {
			kept.Write(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes}))
		}
	}
	return kept.Bytes()
}

// WritePreload writes the script that leads Node.js to the proxy.
func (d *Directory) WritePreload(host string, port int, domains []string) error {
	settings, err := json.Marshal(map[string]any{"host": host, "port": port, "domains": domains})
	if err != nil {
		return err
	}
	d.preload = filepath.Join(d.path, "preload.cjs")
	return os.WriteFile(d.preload, []byte(strings.Replace(preloadScript, "SETTINGS", string(settings), 1)), 0o600)
}

// writeTrustStore writes the certificates for Java, where there is Java.
func (d *Directory) writeTrustStore(s Settings) error {
	if !found(s.Environ, "java") {
		return nil
	}
	var certificates []*x509.Certificate
	bundle := slices.Concat(d.roots, s.Certificate)
	for block, rest := pem.Decode(bundle); block != nil; block, rest = pem.Decode(rest) {
		if certificate, err := x509.ParseCertificate(block.Bytes); err == nil {
			certificates = append(certificates, certificate)
		}
	}
	store, err := pkcs12.Passwordless.EncodeTrustStore(certificates, "")
	if err != nil {
		return fmt.Errorf("write the certificates for Java: %w", err)
	}
	d.trustStore = filepath.Join(d.path, "trust.p12")
	return os.WriteFile(d.trustStore, store, 0o600)
}
