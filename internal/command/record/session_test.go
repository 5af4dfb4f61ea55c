package record

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli"
)

// TestUpstream: the proxy behind that of record is the one that clients would take.
func TestUpstream(t *testing.T) {
	for _, c := range []struct {
		environ, want, failed string
	}{
		{"HTTPS_PROXY=http://proxy.example:3128", "http://proxy.example:3128", ""},
		{"HTTPS_PROXY=proxy.example:3128", "http://proxy.example:3128", ""},
		{"ALL_PROXY=socks5://mona:secret@proxy.example:1080", "socks5://mona:secret@proxy.example:1080", ""},
		{"ALL_PROXY=socks5://proxy.example https_proxy=http://other.example", "http://other.example", ""},
		{"HTTPS_PROXY=http://proxy.example NO_PROXY=.github.com", "", ""},
		{"ALL_PROXY=socks4://mona:secret@proxy.example", "", "ALL_PROXY"},
		{"HTTP_PROXY=http://mona:secret@:99999 HTTPS_PROXY=http://proxy.example", "", "HTTP_PROXY"},
		{"GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.proxy GIT_CONFIG_VALUE_0=socks4://mona:secret@proxy.example", "", "http.proxy"},
	} {
		e := &cli.Env{Dir: t.TempDir(), Environ: append(strings.Fields(c.environ), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")}
		upstream, err := upstreamOf(context.Background(), e)
		if c.failed != "" {
			if err == nil || !strings.Contains(err.Error(), c.failed) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: the error is %v", c.environ, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.environ, err)
			continue
		}
		got, err := upstream(&url.URL{Scheme: "https", Host: "api.github.com"})
		if err != nil || got == nil && c.want != "" || got != nil && got.String() != c.want {
			t.Errorf("%s: the proxy is %v, %v", c.environ, got, err)
		}
	}
}
