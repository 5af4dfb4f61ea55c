package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
)

// The permissions that an App needs to read more, as GitHub's settings show them.
const (
	administrationPermission = `"Administration: read"`
	insightsPermission       = `"API Insights: read"`
)

// readMore reads what the options ask for beside requests and tokens.
func (c *Client) readMore(ctx context.Context, s *session, o *github.Organization) {
	var classic, insights, public []github.Gap
	var all sync.WaitGroup
	if c.options.Classic {
		all.Go(func() { o.Credentials, classic = c.authorizations(ctx, s, o) })
	}
	if c.options.Use || c.options.Public {
		all.Go(func() { o.PublicRepositories, public = c.publicRepositories(ctx, s, o.Login) })
	}
	if c.options.Use {
		all.Go(func() { o.Insights, insights = c.insights(ctx, s, o.Login) })
	}
	all.Wait()
	for _, gaps := range [][]github.Gap{classic, insights, public} {
		o.Incomplete = append(o.Incomplete, gaps...)
	}
}

// authorizations reads the classic tokens that are authorized for single sign-on. They are nil
// if nothing could be read.
//
// https://docs.github.com/enterprise-cloud@latest/rest/orgs/orgs#list-saml-sso-authorizations-for-an-organization
func (c *Client) authorizations(ctx context.Context, s *session, o *github.Organization) ([]pat.ClassicToken, []github.Gap) {
	c.watch.reading(o.Login + ": classic tokens")
	l := list{c: c, s: s, what: github.WhatCredentials, path: authorizationsPath(o.Login), id: idBy("credential_id"),
		why: func(err error) string { return c.explainClassic(err, s, o.Login) }}
	elements, gaps := l.read(ctx)
	if len(elements) == 0 && len(gaps) > 0 {
		return nil, gaps
	}
	tokens, bad := github.DecodeCredentials(elements, o.FineGrained())
	return tokens, append(gaps, bad...)
}

func authorizationsPath(organization string) string {
	return "orgs/" + url.PathEscape(organization) + "/credential-authorizations"
}

// publicRepositories reads how many repositories of an organization everybody can see.
//
// https://docs.github.com/en/rest/orgs/orgs#get-an-organization
func (c *Client) publicRepositories(ctx context.Context, s *session, organization string) (*int, []github.Gap) {
	missing := func(why string) (*int, []github.Gap) {
		return nil, []github.Gap{{What: github.WhatPublic, Why: why}}
	}
	req, err := s.request("orgs/" + url.PathEscape(organization))
	if err != nil {
		return missing(sentence(err))
	}
	var data bytes.Buffer
	resp, err := s.api.Do(ctx, req, &data)
	if err == nil {
		err = wholeAnswer(resp.Response)
	}
	if err != nil {
		return missing(c.explain(err, reading{organization: organization, session: s}))
	}
	var body struct {
		PublicRepositories *int `json:"public_repos"`
	}
	switch err := exactjson.Unmarshal(data.Bytes(), &body); {
	case err != nil:
		return missing(fmt.Sprintf("patctl cannot read GitHub's response: %v.", err))
	case body.PublicRepositories == nil || *body.PublicRepositories < 0:
		return missing("GitHub's response does not contain their number.")
	}
	return body.PublicRepositories, nil
}

func (c *Client) explainClassic(err error, s *session, organization string) string {
	return c.explainMore(err, s, organization, "To read classic tokens", administrationPermission, "and to use SAML single sign-on there")
}

func (c *Client) explainInsights(err error, s *session, organization string) string {
	return c.explainMore(err, s, organization, "To read API Insights", insightsPermission, "")
}

// explainMore says why something could not be read that takes a permission and GitHub
// Enterprise Cloud. GitHub answers 404 if either is missing.
func (c *Client) explainMore(err error, s *session, organization, purpose, permission, also string) string {
	text := c.explain(err, reading{organization: organization, session: s})
	var answered *gh.ErrorResponse
	if !errors.As(err, &answered) || answered.Response == nil || errors.As(err, new(*transport.InstallationError)) {
		return text
	}
	switch answered.Response.StatusCode {
	case http.StatusNotFound:
		text = "GitHub answered 404."
	case http.StatusForbidden:
	default:
		return text
	}
	text += fmt.Sprintf(" %s, the App needs the organization permission %s in %s. The organization needs to be on GitHub Enterprise Cloud", purpose, permission, organization)
	if also != "" {
		text += ", " + also
	}
	return text + "."
}

// checkMore is about what the options ask for beside requests and tokens.
func (c *Client) checkMore(ctx context.Context, s *session, organization string) []Check {
	var checks []Check
	if c.options.Classic {
		checks = append(checks, c.checkOne(ctx, s, organization, "classic", "classic tokens", authorizationsPath(organization)+"?per_page=1", c.explainClassic))
	}
	if c.options.Use {
		checks = append(checks, c.checkOne(ctx, s, organization, "use", "API Insights", insightsPath(organization, "subject-stats")+"?"+c.insightsRange().query()+"per_page=1", c.explainInsights))
	}
	return checks
}

// checkOne is about a list, and reads one element of it.
func (c *Client) checkOne(ctx context.Context, s *session, organization, name, what, path string, explain func(error, *session, string) string) Check {
	req, err := s.request(path)
	var data bytes.Buffer
	if err == nil {
		_, err = s.api.Do(ctx, req, &data)
	}
	if err == nil {
		_, err = decodePage(data.Bytes())
	}
	if err != nil {
		return Check{name, organization, CheckProblem, explain(err, s, organization)}
	}
	return Check{name, organization, CheckOK, fmt.Sprintf("patctl can read %s.", what)}
}
