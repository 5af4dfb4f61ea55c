package transport

import (
	"context"
	"errors"
	"sync"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github/credential"
)

// A clock may be a minute ahead of GitHub's, and an assertion may be valid for
// ten minutes at most.
//
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const (
	assertionReuse = 5 * time.Minute
)

// Assertions gives assertions of an App, each used for a few minutes.
type Assertions struct {
	Of  credential.Credentials // with the key of an App
	Now func() time.Time

	mu      sync.Mutex
	current credential.Secret
	made    time.Time
}

// Token returns an assertion that is valid for some minutes, and another one where that was
// refused: the machine may have been suspended, or its clock set, after it was signed.
func (a *Assertions) Token(_ context.Context, refused credential.Secret) (credential.Secret, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Now().Round(0) // by the clock that GitHub compares with its own, which may have been set
	wasRefused := !refused.IsZero() && refused.Equal(a.current)
	if age := now.Sub(a.made); !a.current.IsZero() && !wasRefused && age >= 0 && age < assertionReuse {
		return a.current, nil
	}
	var err error
	a.current, err = a.Of.Assertion(now)
	a.made = now
	return a.current, err
}

// renewBefore is how long before its end an installation token is renewed.
const renewBefore = 2 * time.Minute

// InstallationTokens gives the access tokens of one installation of an App. They
// live for an hour, which a long run outlives.
type InstallationTokens struct {
	Apps   *gh.AppsService
	Id     int64
	Now    func() time.Time
	Kept   *Kept
	Failed func() // called when GitHub gives no token
}

// Kept is the access token at hand of one installation, which clients share.
type Kept struct {
	turn    chan struct{} // full while a token is looked at or made, which may take as long as GitHub wants
	current credential.Secret
	expires time.Time
}

// NewKept has no token yet.
func NewKept() *Kept { return &Kept{turn: make(chan struct{}, 1)} }

// Token returns the token at hand, or a new one where that is about to end or was refused.
func (t *InstallationTokens) Token(ctx context.Context, refused credential.Secret) (credential.Secret, error) {
	k := t.Kept
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return credential.Secret{}, ctx.Err()
	}
	wasRefused := !refused.IsZero() && refused.Equal(k.current)
	if !k.current.IsZero() && !wasRefused && t.Now().Before(k.expires.Add(-renewBefore)) {
		return k.current, nil
	}
	made, _, err := t.Apps.CreateInstallationToken(ctx, t.Id, &gh.InstallationTokenOptions{})
	if err != nil {
		t.Failed()
		return credential.Secret{}, &InstallationError{err}
	}
	if !credential.TokenText.MatchString(made.GetToken()) {
		return credential.Secret{}, &InstallationError{errors.New("GitHub's response does not contain a token")}
	}
	k.current, k.expires = credential.NewSecret(made.GetToken()), made.GetExpiresAt().Time
	return k.current, nil
}

// InstallationError means that an App got no access to an organization.
type InstallationError struct{ Err error }

func (e *InstallationError) Error() string {
	return "get access as an installation: " + e.Err.Error()
}

func (e *InstallationError) Unwrap() error { return e.Err }
