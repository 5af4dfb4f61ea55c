package github_test

import (
	"testing"

	"github.com/patctl/patctl/internal/github"
)

func TestAPIURL(t *testing.T) {
	for _, test := range []struct{ host, override, want string }{
		{"github.com", "", "https://api.github.com/"},
		{"GitHub.com", "", "https://api.github.com/"},
		{"octo-org.ghe.com", "", "https://api.octo-org.ghe.com/"},
		{"github.example.com", "", "https://github.example.com/api/v3/"},
		{"github.com", "https://proxy.example.com/github", "https://proxy.example.com/github/"},
		{"github.com", "https://api.github.com/", "https://api.github.com/"},
		{"github.com", "http://127.0.0.1:8080", "http://127.0.0.1:8080/"},
		{"github.com", "http://localhost:8080", "http://localhost:8080/"},
		{"github.com", "http://[::1]:8080", "http://[::1]:8080/"},
		{"octo-org.ghe.com", "https://api.octo-org.ghe.com", "https://api.octo-org.ghe.com/"},
		{"github.example.com", "https://internal.example.com/api/v3", "https://internal.example.com/api/v3/"},
	} {
		got, err := github.APIURL(test.host, test.override)
		if err != nil || got != test.want {
			t.Errorf("APIURL(%q, %q) = %q, %v", test.host, test.override, got, err)
		}
	}
}

func TestAPIURLThatMustNotGetAToken(t *testing.T) {
	for _, test := range []struct{ host, override string }{
		{"github.com", "http://api.github.com"},
		{"github.com", "http://localhost.example.com"},
		{"github.com", "http://127.0.0.1.example.com"},
		{"github.com", "ftp://api.github.com"},
		{"github.com", "https://mona@api.github.com"},
		{"github.com", "https://api.github.com/?x=1"},
		{"github.com", "api.github.com"},
		{"github.com", "https://"},
		// Of another host, as runners set it.
		{"github.example.com", "https://api.github.com"},
		{"octo-org.ghe.com", "https://API.github.com/"},
		{"github.com", "https://api.octo-org.ghe.com"},
		{"octodemo.ghe.com", "https://api.octo-org.ghe.com"},
		{"github.com", "https://github.example.com/api/v3"},
		{"github.com/evil", ""},
		{"github.com@example.com", ""},
		{"", ""},
	} {
		if got, err := github.APIURL(test.host, test.override); err == nil {
			t.Errorf("APIURL(%q, %q) = %q, want an error", test.host, test.override, got)
		}
	}
}
