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

// CheckStatus is what became of a check of Diagnose.
type CheckStatus string

// The statuses of checks. Skipped is one that could not be made because of a
// problem before it.
const (
	CheckOK      CheckStatus = "ok"
	CheckProblem CheckStatus = "problem"
	CheckSkipped CheckStatus = "skipped"
)

// Check is one step on the way to reading organizations.
type Check struct {
	Name         string // credentials, address, clock, identity, organizations, installation, requests, tokens, teams, limit
	Organization string // "": the check is about none
	Status       CheckStatus
	Detail       string // whole sentences: what was found, and of a problem what to do
}

// Diagnose tries, step by step, what reading organizations needs, and says of
// each step how it went. It reads no more than an element of each list, and
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
			"There is none to read: declare one with an organization block, or name it with --organization."})
	}
	for _, name := range distinct(organizations) {
		checks = append(checks, c.checkOrganization(ctx, name)...)
	}
	return append(checks, c.checkLimit())
}

func skipped(name, organization string) Check {
	return Check{name, organization, CheckSkipped, "Not checked because of the problem before."}
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
	return resp.Response, "the holder of a token", err
}

// checkAddress is about whether GitHub's API answers at all, in whatever way.
func (c *Client) checkAddress(resp *http.Response, err error) Check {
	byGitHub := resp != nil && resp.Header.Get("X-GitHub-Request-Id") != ""
	if err != nil && !byGitHub {
		return Check{"address", "", CheckProblem, fmt.Sprintf("%s does not answer as GitHub's API does. %s", c.base, c.explain(err, reading{}))}
	}
	return Check{"address", "", CheckOK, fmt.Sprintf("%s answers.", c.base)}
}

func (c *Client) checkClock(resp *http.Response) Check {
	skew, ok := c.skew(resp)
	switch {
	case !ok:
		return Check{"clock", "", CheckSkipped, "GitHub did not say what time it is."}
	case skew.Abs() > maxSkew:
		return Check{"clock", "", CheckProblem, transport.SkewText(skew) + " Lifetimes are judged wrongly, and what an App signs is refused: set the clock, best by NTP."}
	}
	return Check{"clock", "", CheckOK, "The clock of this machine agrees with GitHub's."}
}

func (c *Client) checkIdentity(who string, err error) Check {
	if err != nil {
		return Check{"identity", "", CheckProblem, c.explain(err, reading{})}
	}
	return Check{"identity", "", CheckOK, "GitHub knows the credentials: " + who + "."}
}

// checkOrganization is about access to one organization and its two lists.
func (c *Client) checkOrganization(ctx context.Context, name string) []Check {
	if !login.MatchString(name) {
		return []Check{{"organizations", name, CheckProblem, "This is no name of an organization: it has letters, digits and hyphens."}}
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
	return append(checks, c.checkTeams(ctx, s, name)...)
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
	return Check{name, organization, CheckOK, fmt.Sprintf("The list of %s can be read.%s", name, mayReview(s.installation, kind))}
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
		return fmt.Sprintf(" The App may %s, too.", act)
	}
	return fmt.Sprintf(" To %s, the App needs the permission %s with the level write.", act, permissionFor(kind))
}

func (c *Client) checkLimit() Check {
	u := c.Usage()
	switch {
	case u.Limit == 0:
		return Check{"limit", "", CheckSkipped, "GitHub did not say how many calls are left."}
	case u.Remaining == 0:
		return Check{"limit", "", CheckProblem, fmt.Sprintf("The %d calls of this hour are used up. The next begins at %s.", u.Limit, u.Reset.UTC().Format("15:04:05 UTC"))}
	}
	return Check{"limit", "", CheckOK, fmt.Sprintf("%d of %d calls are left until %s.", u.Remaining, u.Limit, u.Reset.UTC().Format("15:04:05 UTC"))}
}
