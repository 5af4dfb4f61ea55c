package page

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/patctl/patctl/internal/github/credential"
)

// Guard lets only callers with the token through to next: as the password of HTTP Basic
// authentication, with any user name, or as a bearer token. Without a token configured it
// answers 404, as if there were nothing.
func Guard(token credential.Secret, next http.Handler) http.Handler {
	if token.IsZero() {
		return http.HandlerFunc(notFound)
	}
	want := sha256.Sum256([]byte(token.Reveal()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, ok := presented(r)
		got := sha256.Sum256([]byte(given))
		if same := subtle.ConstantTimeCompare(want[:], got[:]) == 1; !same || !ok {
			w.Header().Set("WWW-Authenticate", `Basic realm="patctl", charset="UTF-8"`)
			refuse(w, http.StatusUnauthorized, "Authentication required: use the value of PATCTL_SERVE_TOKEN as the password, with any user name.")
			return
		}
		protect(w.Header())
		next.ServeHTTP(w, r)
	})
}

// presented is the token that a request has.
func presented(r *http.Request) (string, bool) {
	if _, password, ok := r.BasicAuth(); ok {
		return password, true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "bearer")
}

func notFound(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusNotFound, "Not found.") }

// refuse answers in plain text, which no cache keeps.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	protect(w.Header())
	w.WriteHeader(status)
	_, _ = w.Write([]byte(message + "\n")) // a client that left needs no answer
}
