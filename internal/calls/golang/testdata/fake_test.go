package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-github/v66/github"
)

// The server of a test answers, and calls nothing.
func TestTopics(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/repos/octo-org/api/topics", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("GET /api/v3/user", func(w http.ResponseWriter, r *http.Request) {})
	server := httptest.NewServer(mux)
	defer server.Close()
	want := "https://api.github.com/repos/octo-org/api"
	if got := (&github.Repository{URL: github.String(want)}).GetURL(); got != want {
		t.Errorf("GetURL() = %q, not %q: see https://api.github.com/rate_limit", got, want)
	}
	var _ = []string{"gh", "pr", "create"}
}
