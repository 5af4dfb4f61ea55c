package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
)

// CheckStatus is what happened to a check of Diagnose.
type CheckStatus string

// The statuses of checks. Skipped is one that could not be made because of a
// problem before it, or because there is nothing to check.
const (
	CheckOK      CheckStatus = "ok"
	CheckProblem CheckStatus = "problem"
	CheckSkipped CheckStatus = "skipped"
)

// Check is one step on the way to reading organizations.
type Check struct {
	Name         string // credentials, address, clock, identity, organizations, installation, requests, tokens, teams, classic, use, limit; of serve: issues, webhook, events, deliveries
	Organization string // "": the check is about none
	Status       CheckStatus
	Detail       string // whole sentences: what was found, and of a problem what to do
}

// Diagnose tries, step by step, what reading organizations needs, and reports the
// result of each step. It reads no more than an element of each list, and
// changes nothing.
func (c *Client) Diagnose(ctx context.Context, organizations []string) []Check {
	checks := []Check{c.checkCredentials()}
	resp, who, err := c.introduce(ctx)
	address := c.checkAddress(resp, err)
	checks = append(checks, address)
	if address.Status != CheckOK {
		return append(checks, skipped("clock", ""), skipped("identity", ""), skipped("organizations", ""))
	}
	identity := c.checkIdentity(who, err)
	checks = append(checks, c.checkClock(resp), identity)
	if identity.Status != CheckOK {
		return append(checks, skipped("organizations", ""))
	}
	if len(organizations) == 0 {
		checks = append(checks, Check{"organizations", "", CheckProblem,
			"There is no organization to read. Add an organization block, or use --organization."})
	}
	for _, name := range distinct(organizations) {
		checks = append(checks, c.checkOrganization(ctx, name)...)
	}
	return append(checks, c.checkLimit())
}

func skipped(name, organization string) Check {
	return Check{name, organization, CheckSkipped, "Not checked because of the previous problem."}
}

func (c *Client) checkCredentials() Check {
	found := fmt.Sprintf("Found %s.", c.credentials)
	if c.credentials.IsPersonal() {
		return Check{"credentials", "", CheckProblem, found + " " + useApp}
	}
	return Check{"credentials", "", CheckOK, found}
}

// introduce makes a call that needs no permission, and returns who GitHub takes
// the caller for.
func (c *Client) introduce(ctx context.Context) (*http.Response, string, error) {
	if c.app != nil {
		app, resp, err := c.app.api.Apps.Get(ctx, "")
		if resp == nil {
			return nil, "", err
		}
		return resp.Response, "the App " + app.GetSlug(), err
	}
	req, err := c.shared.request("rate_limit")
	if err != nil {
		return nil, "", err
	}
	resp, err := c.shared.api.Do(ctx, req, &bytes.Buffer{})
	if resp == nil {
		return nil, "", err
	}
	return resp.Response, "the owner of a token", err
}

// checkAddress is about whether GitHub's API answers at all, in whatever way.
func (c *Client) checkAddress(resp *http.Response, err error) Check {
	byGitHub := resp != nil && resp.Header.Get("X-GitHub-Request-Id") != ""
	if err != nil && !byGitHub {
		return Check{"address", "", CheckProblem, fmt.Sprintf("%s does not respond like GitHub's API. %s", c.base, c.explain(err, reading{}))}
	}
	return Check{"address", "", CheckOK, fmt.Sprintf("%s responds.", c.base)}
}

func (c *Client) checkClock(resp *http.Response) Check {
	skew, ok := c.skew(resp)
	switch {
	case !ok:
		return Check{"clock", "", CheckSkipped, "GitHub's response does not contain the time."}
	case skew.Abs() > maxSkew:
		return Check{"clock", "", CheckProblem, transport.SkewText(skew) + " With a wrong clock, patctl calculates lifetimes incorrectly, and GitHub rejects the App's signatures. Set the clock, for example with NTP."}
	}
	return Check{"clock", "", CheckOK, "The clock of this machine matches GitHub's."}
}

func (c *Client) checkIdentity(who string, err error) Check {
	if err != nil {
		return Check{"identity", "", CheckProblem, c.explain(err, reading{})}
	}
	return Check{"identity", "", CheckOK, "GitHub accepts the credentials: " + who + "."}
}

// checkOrganization is about access to one organization and its two lists.
func (c *Client) checkOrganization(ctx context.Context, name string) []Check {
	if !login.MatchString(name) {
		return []Check{{"organizations", name, CheckProblem, "This is not an organization login. A login has letters, digits, and hyphens."}}
	}
	var checks []Check
	s, err := c.session(ctx, name)
	switch {
	case err != nil:
		return []Check{{"installation", name, CheckProblem, c.explain(err, reading{organization: name})}, skipped("requests", name), skipped("tokens", name)}
	case c.app != nil:
		checks = append(checks, Check{"installation", name, CheckOK, "The App is installed."})
	}
	checks = append(checks, c.checkList(ctx, s, name, pat.KindRequest), c.checkList(ctx, s, name, pat.KindToken))
	checks = append(checks, c.checkTeams(ctx, s, name)...)
	return append(checks, c.checkMore(ctx, s, name)...)
}

func (c *Client) checkList(ctx context.Context, s *session, organization string, kind pat.Kind) Check {
	name := string(kind) + "s"
	req, err := s.request("orgs/" + url.PathEscape(organization) + "/" + github.Collection(kind) + "?per_page=1")
	var body bytes.Buffer
	if err == nil {
		_, err = s.api.Do(ctx, req, &body)
	}
	if err == nil {
		_, err = decodePage(body.Bytes())
	}
	if err != nil {
		return Check{name, organization, CheckProblem, c.explain(err, reading{organization: organization, kind: kind, session: s})}
	}
	return Check{name, organization, CheckOK, fmt.Sprintf("patctl can read the list of %s.%s", name, mayReview(s.installation, kind))}
}

// mayReview says that an App may read a list and not act on it.
func mayReview(installation *gh.Installation, kind pat.Kind) string {
	if installation == nil || installation.Permissions == nil {
		return ""
	}
	act := "revoke"
	if kind == pat.KindRequest {
		act = "approve and deny"
	}
	if pat.Level(grantedLevel(installation, kind)).Includes(pat.Write) {
		return fmt.Sprintf(" The App can also %s.", act)
	}
	return fmt.Sprintf(" To %s, the App needs write access to %s.", act, permissionFor(kind))
}

func (c *Client) checkLimit() Check {
	u := c.Usage()
	switch {
	case u.Limit == 0:
		return Check{"limit", "", CheckSkipped, "GitHub's response does not contain the rate limit."}
	case u.Remaining == 0:
		return Check{"limit", "", CheckProblem, fmt.Sprintf("The rate limit of %d calls per hour is exceeded. It resets at %s.", u.Limit, u.Reset.UTC().Format("15:04:05 UTC"))}
	}
	return Check{"limit", "", CheckOK, fmt.Sprintf("%d of %d calls remain until %s.", u.Remaining, u.Limit, u.Reset.UTC().Format("15:04:05 UTC"))}
}
