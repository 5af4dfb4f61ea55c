package page_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/page"
)

const token = "correct horse"

func handler(secret string, p page.Page, err error, failed *error) http.Handler {
	return page.Handler(page.Options{
		Token: credential.NewSecret(secret), Page: func(context.Context) (page.Page, error) { return p, err },
		Failed: func(err error) { *failed = err },
	})
}

func ask(h http.Handler, method, target string, prepare func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	if prepare != nil {
		prepare(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func basic(password string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth("anybody", password) }
}

func authorization(value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", value) }
}

// TestAccess: nobody without the token sees anything, and without one configured nobody does.
func TestAccess(t *testing.T) {
	for name, test := range map[string]struct {
		secret, method, target string
		prepare                func(*http.Request)
		want                   int
	}{
		"no token configured":  {"", "GET", "/", basic(""), 404},
		"empty bearer":         {"", "GET", "/", authorization("Bearer "), 404},
		"nothing":              {token, "GET", "/", nil, 401},
		"wrong":                {token, "GET", "/", basic("wrong"), 401},
		"empty":                {token, "GET", "/", basic(""), 401},
		"a part":               {token, "GET", "/", basic(token[:5]), 401},
		"as the user":          {token, "GET", "/", func(r *http.Request) { r.SetBasicAuth(token, "") }, 401},
		"another scheme":       {token, "GET", "/", authorization("Digest " + token), 401},
		"without a scheme":     {token, "GET", "/", authorization(token), 401},
		"in the query":         {token, "GET", "/?token=" + strings.ReplaceAll(token, " ", "+"), nil, 401},
		"password":             {token, "GET", "/", basic(token), 200},
		"bearer":               {token, "GET", "/", authorization("bearer " + token), 200},
		"head":                 {token, "HEAD", "/", basic(token), 200},
		"another page":         {token, "GET", "/admin", basic(token), 404},
		"another page, wrong":  {token, "GET", "/admin", basic("wrong"), 401},
		"another method":       {token, "POST", "/", basic(token), 405},
		"a query that is none": {token, "GET", "/?organization=%zz&refresh=%", basic(token), 200},
	} {
		w := ask(handler(test.secret, busy("x"), nil, nil), test.method, test.target, test.prepare)
		if w.Code != test.want {
			t.Errorf("%s: %d, want %d", name, w.Code, test.want)
		}
		if got := w.Header().Get("WWW-Authenticate"); (w.Code == 401) != strings.HasPrefix(got, `Basic realm="patctl"`) {
			t.Errorf("%s: %d with WWW-Authenticate %q", name, w.Code, got)
		}
		if shows := strings.Contains(w.Body.String(), "octo-org"); shows != (w.Code == 200) {
			t.Errorf("%s: %d, and names organizations: %v", name, w.Code, shows)
		}
		if strings.Contains(w.Body.String(), token) {
			t.Errorf("%s: the token is shown", name)
		}
		for header, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Frame-Options": "DENY"} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %s: %q", name, header, got)
			}
		}
		if got := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; ") {
			t.Errorf("%s: policy %q", name, got)
		}
	}
}

// TestGuard: what is guarded is called with the token only.
func TestGuard(t *testing.T) {
	called := 0
	h := page.Guard(credential.NewSecret(token), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called++ }))
	ask(h, "GET", "/metrics", basic("wrong"))
	ask(h, "GET", "/metrics", basic(token))
	if called != 1 {
		t.Errorf("called %d times", called)
	}
}

// TestPolicy computes the hash of the style from the page, as a browser does.
func TestPolicy(t *testing.T) {
	w := ask(handler(token, busy("x"), nil, nil), "GET", "/", basic(token))
	style := formattest.Part(t, w.Body.String(), regexp.MustCompile(`(?s)<style>(.*?)</style>`))
	sum := sha256.Sum256([]byte(style))
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	if got := w.Header().Get("Content-Security-Policy"); got != want {
		t.Errorf("the policy is %q, want %q", got, want)
	}
}

// TestFailure: why there is no page is for the log, not for the client.
func TestFailure(t *testing.T) {
	var told error
	w := ask(handler(token, page.Page{}, errors.New("dial postgres://user:secret@db"), &told), "GET", "/", basic(token))
	if w.Code != 503 || strings.Contains(w.Body.String(), "postgres") || told == nil {
		t.Errorf("%d %q, told %v", w.Code, w.Body, told)
	}
}

// TestView: the address chooses what is shown, and whether the browser reloads it.
func TestView(t *testing.T) {
	h := handler(token, busy("x"), nil, nil)
	if html := ask(h, "GET", "/", basic(token)).Body.String(); strings.Contains(html, `http-equiv="refresh"`) {
		t.Error("the page reloads without being asked to")
	}
	html := ask(h, "GET", "/?refresh=on&organization=Octo-Org", basic(token)).Body.String()
	for _, want := range []string{`<meta http-equiv="refresh" content="30">`, `<a href="/?organization=Octo-Org">Stop</a>`, "Only <bdi>Octo-Org</bdi> is shown"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
