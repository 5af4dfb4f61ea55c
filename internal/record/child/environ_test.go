package child

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/record"
)

func TestEnviron(t *testing.T) {
	hosts := record.NewHosts("https://ghes.octo-org.example:8443/api/v3")
	d := &Directory{ProxyAddress: "127.0.0.1:8080", path: "/t", bundle: "/t/ca.pem", preload: `/t/a "b"/preload.cjs`, hosts: hosts.Is, gitHosts: append([]string{"github.com"}, hosts.Servers...), trustStore: "/t/trust.p12"}
	got := d.Environ(Environ{
		"NO_PROXY=localhost,.github.com,api.github.com:443,*.octo-org.example,10.0.0.0/8", "no_proxy=*", "NODE_OPTIONS=--trace-warnings", "GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=a.b", "GIT_CONFIG_VALUE_0=c", "HTTPS_PROXY=http://proxy.example:3128", "PATH=" + t.TempDir(),
	})
	for name, want := range map[string]string{
		"NO_PROXY": "localhost,*.octo-org.example,10.0.0.0/8", "no_proxy": "", "HTTPS_PROXY": "http://127.0.0.1:8080", "https_proxy": "http://127.0.0.1:8080",
		"NODE_OPTIONS": `--trace-warnings --require "/t/a \"b\"/preload.cjs"`, "GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "c",
		"GIT_CONFIG_KEY_1": "http.https://github.com/.proxy", "GIT_CONFIG_VALUE_1": "http://127.0.0.1:8080", "GIT_CONFIG_KEY_2": "http.https://ghes.octo-org.example:8443/.proxy",
		"CURL_CA_BUNDLE": "/t/ca.pem", "NODE_EXTRA_CA_CERTS": "/t/ca.pem", "GH_CONFIG_DIR": "",
	} {
		if value := got.Get(name); value != want {
			t.Errorf("%s is %q, not %q", name, value, want)
		}
	}
	if !strings.Contains(got.Get("JAVA_TOOL_OPTIONS"), "-Dhttps.proxyPort=8080") {
		t.Errorf("Java gets %q", got.Get("JAVA_TOOL_OPTIONS"))
	}
}

// TestDetours: settings that win over the environment are told, others are not.
func TestDetours(t *testing.T) {
	for _, c := range []struct {
		file, text string
		want       int
	}{
		{".curlrc", "", 0}, {".curlrc", "silent\nuser-agent = \"proxy\"\n", 0}, {".curlrc", "# proxy = x\n", 0},
		{".curlrc", "proxy = http://127.0.0.1:1\n", 1}, {".curlrc", "--noproxy *\n", 1}, {".curlrc", "-x http://127.0.0.1:1", 1},
		{".curlrc", "silent\n cacert=/x.pem\n", 1}, {".curlrc", "socks5 = x", 1}, {".config/curlrc", "noproxy = github.com", 1},
		{".wgetrc", "# https_proxy = x\ntries = 3\nuse_proxy = on\n", 0}, {".wgetrc", "https_proxy = http://127.0.0.1:1\n", 1}, {".wgetrc", "useproxy=off", 1},
		{"rc", "No_Proxy = github.com\n", 1}, {".wget2rc", "ca-certificate = /x.pem", 1},
		{".npmrc", "registry=https://proxy.example\n", 0}, {".npmrc", "https-proxy=http://127.0.0.1:1\n", 1}, {".npmrc", "noproxy = npm.pkg.github.com\n", 1},
	} {
		home := t.TempDir()
		if err := os.Mkdir(filepath.Join(home, ".config"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, c.file), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		e := Environ{"HOME=" + home}
		if c.file == "rc" {
			e = append(e, "WGETRC=rc")
		}
		if got := Detours(e, home); len(got) != c.want {
			t.Errorf("%s with %q: %v", c.file, c.text, got)
		}
	}
	if got := Detours(Environ{"HOME=" + t.TempDir(), "npm_config_https_proxy=http://127.0.0.1:1"}, ""); len(got) != 1 {
		t.Errorf("a variable of npm: %v", got)
	}
}

// TestBundleHoldsNoKey: people keep keys beside certificates in one file.
func TestBundleHoldsNoKey(t *testing.T) {
	const key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"
	const certificate = "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
	if got := string(certificatesOf([]byte("# octo-org\n" + key + certificate))); got != certificate {
		t.Errorf("it holds %q", got)
	}
}
