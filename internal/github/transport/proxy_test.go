package transport_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github/transport"
)

// TestCheckProxy: an address that can't be used is refused, and its password is not said.
func TestCheckProxy(t *testing.T) {
	for address, want := range map[string]string{
		"http://proxy.example:3128": "", "https://proxy.example": "", "proxy.example:3128": "", "socks5://mona:secret@127.0.0.1:1080": "", "socks5h://proxy.example": "",
		"mona:secret@proxy.example:3128": "", "http://[2001:db8::1]:3128": "",
		"socks4://mona:secret@proxy.example": "kind of proxy", "secret://proxy.example": "kind of proxy", "http://mona:secret@": "not the address",
		"http://mona:se%zzcret@proxy.example": "not the address", "http://mona:secret\x7f@proxy.example": "not the address", "http://mona:secret@proxy.example:port": "not the address",
		"http://mona:secret@proxy.example:99999": "port", "http://:3128": "not the address", "//proxy.example:3128": "not the address", "http:///secret": "not the address",
		"http://": "not the address", ":": "not the address", "http:127.0.0.1:1": "not the address", "ftp://proxy.example": "kind of proxy",
	} {
		err := transport.CheckProxy(address)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error has the password: %v", address, err)
		}
	}
}
