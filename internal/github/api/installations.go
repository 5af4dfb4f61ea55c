package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/transport"
)

// session returns the way to an organization: with a token always the same one,
// with an App that of its installation there. An installation that is known, and that GitHub
// knows no more, is looked up once again: the App may have been installed anew.
func (c *Client) session(ctx context.Context, organization string) (*session, error) {
	if c.shared != nil {
		return c.shared, nil
	}
	if known := c.common.known(organization, c.options.Now()); known != nil {
		s, err := c.sessionOf(ctx, organization, known)
		var answered *gh.ErrorResponse
		if err == nil || !errors.As(err, &answered) || answered.Response == nil || answered.Response.StatusCode != http.StatusNotFound {
			return s, err
		}
	}
	installation, err := c.installation(ctx, organization)
	if err != nil {
		return nil, err
	}
	return c.sessionOf(ctx, organization, c.common.grant(organization, installation, c.options.Now()))
}

// sessionOf is the way through an installation. Its access token tells whether the installation can be
// used at all. Where there is none at hand, one is made.
func (c *Client) sessionOf(ctx context.Context, organization string, a *access) (*session, error) {
	forget := func(age time.Duration) func() {
		return func() { c.common.forget(organization, a, age, c.options.Now()) }
	}
	source := &transport.InstallationTokens{Apps: c.app.api.Apps, Id: a.installation.GetID(), Now: c.options.Now, Kept: a.kept, Failed: forget(0)}
	s := c.newSession(fmt.Sprintf("%s installation %d", c.credentials.Fingerprint(), a.installation.GetID()), source,
		func(next http.RoundTripper) http.RoundTripper {
			return &transport.Refusals{Next: next, Refused: forget(doubtedAfter)}
		})
	s.installation = a.installation
	_, err := source.Token(ctx, credential.Secret{})
	return s, err
}

func (c *Client) installation(ctx context.Context, organization string) (*gh.Installation, error) {
	if id := c.credentials.InstallationID(); id != 0 {
		return &gh.Installation{ID: &id}, nil
	}
	found, _, err := c.app.api.Apps.FindOrganizationInstallation(ctx, organization)
	if err != nil {
		return nil, &transport.InstallationError{Err: err}
	}
	if found.GetID() <= 0 {
		return nil, &transport.InstallationError{Err: errors.New("GitHub's response does not contain the ID of the installation")}
	}
	return found, nil
}

// Installations returns the logins of the organizations that have installed the
// App, sorted. An enterprise can have installed it, too: that has no tokens of members, and Options.Warn
// is told. Without the key of an App, or where the list could not be read whole, it is an error.
//
// https://docs.github.com/en/rest/apps/apps
func (c *Client) Installations(ctx context.Context) ([]string, error) {
	if c.app == nil {
		return nil, fmt.Errorf("list the installations: this requires the private key of a GitHub App, but the credentials are %s", c.credentials)
	}
	c.watch.reading("installations of the App")
	l := list{c: c, s: c.app, what: "installations", path: "app/installations",
		why: func(err error) string { return c.explain(err, reading{}) }}
	elements, gaps := l.read(ctx)
	if len(gaps) > 0 {
		return nil, fmt.Errorf("list the installations: %s", gaps[0].Why)
	}
	var logins []string
	for i, element := range elements {
		var installation gh.Installation
		if err := json.Unmarshal(element, &installation); err != nil || installation.GetID() <= 0 {
			return nil, fmt.Errorf("list the installations: installation %d of the list does not have an ID", i+1)
		}
		login := installation.GetAccount().GetLogin()
		switch {
		case installation.GetTargetType() == "User":
			continue // has no tokens of members
		case installation.GetTargetType() == "Enterprise" || login == "" && hasSlug(element):
			c.options.Warn("Installation skipped", fmt.Sprintf(
				"Installation %d of the App is in an enterprise. Only organizations have requests and tokens of members.", installation.GetID()))
			continue
		case login == "": // an organization without a name must not be left out
			return nil, fmt.Errorf("list the installations: installation %d of the list does not have an account", i+1)
		}
		logins = append(logins, login)
		c.common.grant(login, &installation, c.options.Now())
	}
	slices.Sort(logins)
	return logins, nil
}

// hasSlug reports whether the account of an installation has a slug, as only an enterprise has.
func hasSlug(installation json.RawMessage) bool {
	var of struct {
		Account struct {
			Slug string `json:"slug"`
		} `json:"account"`
	}
	return json.Unmarshal(installation, &of) == nil && of.Account.Slug != ""
}
