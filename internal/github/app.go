package github

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"sync"
	"time"

	gh "github.com/google/go-github/v66/github"
)

// appKey is the private key of a GitHub App.
type appKey struct {
	id           string
	key          *rsa.PrivateKey
	pem          secret
	installation int64 // 0: looked up for each organization
}

// parseKey reads the file that GitHub gives for an App's key. The error is the
// rest of a sentence, without anything of the key.
func parseKey(data []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("holds no private key in PEM, which begins with -----BEGIN RSA PRIVATE KEY-----")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return nil, errors.New("holds no RSA private key that can be read, as GitHub makes them for Apps")
	}
	return key, nil
}

// A clock may be a minute ahead of GitHub's, and an assertion may be valid for
// ten minutes at most.
//
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const (
	assertionBackdate = time.Minute
	assertionLifetime = 9 * time.Minute
	assertionReuse    = 5 * time.Minute
)

// assertion is the signed statement by which an App is known.
func (a *appKey) assertion(now time.Time) (secret, error) {
	claims, err := json.Marshal(map[string]any{
		"iat": now.Add(-assertionBackdate).Unix(),
		"exp": now.Add(assertionLifetime).Unix(),
		"iss": a.id,
	})
	if err != nil {
		return secret{}, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, a.key, crypto.SHA256, digest[:])
	if err != nil {
		return secret{}, fmt.Errorf("sign with the key of App %s: %w", a.id, err)
	}
	return newSecret(signed + "." + encode(signature)), nil
}

// assertions gives assertions of an App, each used for a few minutes.
type assertions struct {
	of  Credentials // with the key of an App
	now func() time.Time

	mu      sync.Mutex
	current secret
	made    time.Time
}

func (a *assertions) token(context.Context, secret) (secret, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if age := now.Sub(a.made); !a.current.isZero() && age >= 0 && age < assertionReuse {
		return a.current, nil
	}
	var err error
	a.current, err = a.of.assertion(now)
	a.made = now
	return a.current, err
}

// renewBefore is how long before its end an installation token is renewed.
const renewBefore = 2 * time.Minute

// installationTokens gives the access tokens of one installation of an App. They
// live for an hour, which a long run outlives.
type installationTokens struct {
	apps *gh.AppsService
	id   int64
	now  func() time.Time

	mu      sync.Mutex
	current secret
	expires time.Time
}

func (t *installationTokens) token(ctx context.Context, refused secret) (secret, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	wasRefused := !refused.isZero() && refused.equal(t.current)
	if !t.current.isZero() && !wasRefused && t.now().Before(t.expires.Add(-renewBefore)) {
		return t.current, nil
	}
	made, _, err := t.apps.CreateInstallationToken(ctx, t.id, &gh.InstallationTokenOptions{})
	if err != nil {
		return secret{}, &installationError{err}
	}
	if !tokenText.MatchString(made.GetToken()) {
		return secret{}, &installationError{errors.New("GitHub answered without a token")}
	}
	t.current, t.expires = newSecret(made.GetToken()), made.GetExpiresAt().Time
	return t.current, nil
}

// installationError means that an App got no access to an organization.
type installationError struct{ err error }

func (e *installationError) Error() string {
	return "get access as an installation: " + e.err.Error()
}

func (e *installationError) Unwrap() error { return e.err }
