package githubtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/github/githubtest/issue"
	"github.com/patctl/patctl/internal/pat"
)

// ParseWorld reads a World from JSON. A field that does not exist is an error,
// so that a test does not ask in vain.
func ParseWorld(data []byte) (World, error) {
	var w World
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&w); err != nil {
		return World{}, fmt.Errorf("read world: %w", err)
	}
	if _, err := w.complete(); err != nil {
		return World{}, err
	}
	return w, nil
}

// complete returns a copy with the defaults filled in, or says what cannot be.
func (w World) complete() (World, error) {
	if w.Now.IsZero() {
		w.Now = DefaultNow
	}
	if w.RateLimit == 0 {
		w.RateLimit = 5000
	}
	if w.App != nil || len(w.Credentials) == 0 {
		app := w.App.complete()
		w.App = &app
	}
	w.Organizations = slices.Clone(w.Organizations)
	seen := make(map[string]bool, len(w.Organizations))
	for i := range w.Organizations {
		o := &w.Organizations[i]
		if o.Login == "" || seen[strings.ToLower(o.Login)] {
			return World{}, fmt.Errorf("organization %d has no login, or that of another: %q", i+1, o.Login)
		}
		seen[strings.ToLower(o.Login)] = true
		if err := o.complete(int64(i), &w); err != nil {
			return World{}, fmt.Errorf("organization %s: %w", o.Login, err)
		}
	}
	return w, checkReferences(w, seen)
}

func (a *App) complete() App {
	app := App{}
	if a != nil {
		app = *a
	}
	if app.ID == 0 {
		app.ID = 1
	}
	if app.Slug == "" {
		app.Slug = "octo-reviewer"
	}
	if app.TokenLifetime == 0 {
		app.TokenLifetime = 3600
	}
	if app.Permissions == nil {
		app.Permissions = map[string]string{RequestsPermission: "write", TokensPermission: "write"}
	}
	return app
}

func (o *Organization) complete(index int64, w *World) error {
	if o.ID == 0 {
		o.ID = 652551 + index
	}
	if w.App == nil || o.NotInstalled {
		o.Installation = nil
	} else {
		installation := Installation{Permissions: w.App.Permissions}
		if o.Installation != nil {
			installation = *o.Installation
		}
		if installation.ID == 0 {
			installation.ID = 7001 + index
		}
		o.Installation = &installation
	}
	o.Insights = slices.Clone(o.Insights)
	for i := range o.Insights {
		o.Insights[i].complete()
	}
	var err error
	if o.Issues, err = issue.Complete(o.Issues, w.Now); err != nil {
		return err
	}
	if o.Requests, err = completeGrants(o.Requests, pat.KindRequest, w.Now); err != nil {
		return err
	}
	o.Tokens, err = completeGrants(o.Tokens, pat.KindToken, w.Now)
	return err
}

func checkReferences(w World, logins map[string]bool) error {
	kinds := []CredentialKind{InstallationToken, AppUserToken, ClassicToken, FineGrainedToken, OAuthToken}
	for i, c := range w.Credentials {
		switch {
		case c.Token == "":
			return fmt.Errorf("credential %d has no token", i+1)
		case !slices.Contains(kinds, c.Kind):
			return fmt.Errorf("credential %d has the kind %q, which is none of %q", i+1, c.Kind, kinds)
		case c.Kind == InstallationToken && !logins[strings.ToLower(c.Organization)]:
			return fmt.Errorf("credential %d is of an organization that does not exist: %q", i+1, c.Organization)
		}
	}
	for i, f := range w.Faults {
		if err := f.check(); err != nil {
			return fmt.Errorf("fault %d: %w", i+1, err)
		}
	}
	return nil
}
