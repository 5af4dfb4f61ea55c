package githubtest_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// reader is a token that may review, for tests that are not about who may.
const reader = "ghs_reader"

// octoOrg is a World of one organization, with the token reader.
func octoOrg(org githubtest.Organization, faults ...githubtest.Fault) githubtest.World {
	org.Login = "octo-org"
	return githubtest.World{
		App:           &githubtest.App{},
		Organizations: []githubtest.Organization{org},
		Credentials:   []githubtest.Credential{{Token: reader, Kind: githubtest.InstallationToken, Organization: "octo-org"}},
		Faults:        faults,
	}
}

// tokens are n tokens with the ids 1 to n, newest first.
func tokens(n int) githubtest.Organization {
	var org githubtest.Organization
	for i := range n {
		org.Tokens = append(org.Tokens, githubtest.Grant{Grant: pat.Grant{ID: int64(i + 1)}})
	}
	return org
}

const (
	tokensPath   = "/orgs/octo-org/personal-access-tokens"
	requestsPath = "/orgs/octo-org/personal-access-token-requests"
)

// reply is an answer as a client sees it.
type reply struct {
	status int
	header http.Header
	body   string
	err    error // of the call, or of reading the body
}

// call makes a call with the token reader, unless another header is given.
func call(t *testing.T, s *githubtest.Server, method, path, body string, header ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+reader)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
		if header[i+1] == "" {
			req.Header.Del(header[i])
		}
	}
	return do(req)
}

func do(req *http.Request) reply {
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(raw), err}
}

func get(t *testing.T, s *githubtest.Server, path string, header ...string) reply {
	t.Helper()
	return call(t, s, http.MethodGet, path, "", header...)
}

// ids returns the ids of an answer's elements.
func (r reply) ids(t *testing.T) []int64 {
	t.Helper()
	var elements []struct {
		ID int64 `json:"id"`
	}
	if err := json.Unmarshal([]byte(r.body), &elements); err != nil {
		t.Fatalf("%d %s: %v", r.status, r.body, err)
	}
	out := []int64{}
	for _, e := range elements {
		out = append(out, e.ID)
	}
	return out
}

// message returns that of an error, after its status.
func (r reply) message(t *testing.T) string {
	t.Helper()
	var e struct {
		Message          string `json:"message"`
		DocumentationURL string `json:"documentation_url"`
		Status           string `json:"status"`
	}
	if err := json.Unmarshal([]byte(r.body), &e); err != nil {
		t.Fatalf("%d %s: %v", r.status, r.body, err)
	}
	if e.Status != strconv.Itoa(r.status) || !strings.HasPrefix(e.DocumentationURL, "https://docs.github.com/") {
		t.Errorf("an error lacks its status or its documentation: %s", r.body)
	}
	return fmt.Sprintf("%d %s", r.status, e.Message)
}

// appToken signs a JSON web token with the key of the server's App.
func appToken(t *testing.T, s *githubtest.Server, issuer any, issued, expires time.Time) string {
	t.Helper()
	block, _ := pem.Decode(s.AppPEM())
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := json.Marshal(map[string]any{"iss": issuer, "iat": issued.Unix(), "exp": expires.Unix()})
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	unsigned := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(claims)
	sum := sha256.Sum256([]byte(unsigned))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return "Bearer " + unsigned + "." + encode(signature)
}

// goodAppToken is one that GitHub takes.
func goodAppToken(t *testing.T, s *githubtest.Server) string {
	t.Helper()
	return appToken(t, s, "1", s.Now().Add(-time.Minute), s.Now().Add(5*time.Minute))
}

// TestCloseWaitsForAnswers: a call that is being answered gets its whole answer.
func TestCloseWaitsForAnswers(t *testing.T) {
	s, err := githubtest.Start(octoOrg(tokens(100)), nil)
	if err != nil {
		t.Fatal(err)
	}
	arrived, goOn := make(chan struct{}), make(chan struct{})
	s.Latency = func(*http.Request) { close(arrived); <-goOn }
	answer, closed := make(chan reply), make(chan struct{})
	go func() { answer <- get(t, s, tokensPath+"?per_page=100") }()
	<-arrived
	go func() { s.Close(); close(closed) }()
	close(goOn)
	if r := <-answer; r.err != nil || len(r.ids(t)) != 100 {
		t.Errorf("the answer is %d with %v", r.status, r.err)
	}
	<-closed
	if r := get(t, s, tokensPath); r.err == nil {
		t.Error("a call after the end is answered")
	}
}
