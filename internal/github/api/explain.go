package api

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
)

// reading is what was being read when a call failed.
type reading struct {
	organization string   // "": nothing of one
	kind         pat.Kind // "": neither list
	session      *session // nil: there was none yet
	writing      bool     // a review, for which reading is not enough
}

// The permissions of an App by the names that GitHub's settings show.
//
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
const (
	requestsPermission = `"Personal access token requests"`
	tokensPermission   = `"Personal access tokens"`
)

func permissionFor(kind pat.Kind) string {
	if kind == pat.KindRequest {
		return requestsPermission
	}
	return tokensPermission
}

// explain says in whole sentences why a call failed and what to do. It holds no
// secret; what GitHub said in its own words is in it.
func (c *Client) explain(err error, r reading) string {
	var (
		limit    *transport.LimitError
		answered *gh.ErrorResponse
	)
	switch {
	case errors.Is(err, context.Canceled):
		return "The reading was interrupted."
	case errors.As(err, &limit):
		return sentence(limit) + " Run the command again later, or allow a longer wait with --max-wait."
	case errors.As(err, &answered) && answered.Response != nil:
		return c.explainAnswer(answered, r, errors.As(err, new(*transport.InstallationError)))
	case errors.As(err, new(*gh.RateLimitError)), errors.As(err, new(*gh.AbuseRateLimitError)):
		return "GitHub's limit of calls is used up. Run the command again later."
	}
	return c.explainFailure(err)
}

// explainFailure is about calls without an answer, or with one of no sense.
func (c *Client) explainFailure(err error) string {
	var (
		notJSON   *transport.NotJSONError
		dns       *net.DNSError
		untrusted *tls.CertificateVerificationError
		redirect  *transport.RedirectError
		failed    *url.Error
	)
	switch {
	case errors.As(err, &notJSON) && notJSON.Html:
		return sentence(notJSON) + " " + c.notGitHub()
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("There is no host %s. Check the host of the configuration and GITHUB_API_URL.", c.base.Hostname())
	case errors.As(err, &untrusted):
		return fmt.Sprintf("The certificate of %s is not trusted: %v. Check the host of the configuration, and whether a proxy opens encrypted connections.", c.base.Hostname(), untrusted.Err)
	case errors.As(err, &redirect):
		return sentence(redirect) + " Check the host of the configuration and GITHUB_API_URL."
	case errors.As(err, &failed):
		return sentence(failed.Err)
	}
	return sentence(err)
}

func (c *Client) notGitHub() string {
	return fmt.Sprintf("Something between here and GitHub answers in its place, or %s is not the address of GitHub's API: check the host of the configuration, GITHUB_API_URL and the proxy.", c.base)
}

// sentence makes a sentence of an error.
func sentence(err error) string {
	text := strings.TrimRight(err.Error(), ".")
	if text == "" {
		return "It failed for a reason that nobody told."
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// explainAnswer is about what GitHub refused.
func (c *Client) explainAnswer(answered *gh.ErrorResponse, r reading, installing bool) string {
	said := fmt.Sprintf("GitHub answered %d", answered.Response.StatusCode)
	if answered.Message != "" {
		said += ": " + strings.TrimRight(answered.Message, ".")
	}
	said += ". "
	if strings.HasPrefix(answered.Response.Header.Get("Content-Type"), "text/html") {
		return said + "The answer is a page of HTML. " + c.notGitHub()
	}
	switch answered.Response.StatusCode {
	case http.StatusUnauthorized:
		return said + c.explainUnauthorized(answered.Response)
	case http.StatusForbidden:
		return said + c.explainForbidden(answered, r)
	case http.StatusNotFound:
		return said + c.explainNotFound(answered.Message, r, installing)
	}
	return said + "Nothing more is known of the reason."
}

// maxSkew is how far a clock may be off before what an App signs is refused.
const maxSkew = time.Minute

func (c *Client) explainUnauthorized(resp *http.Response) string {
	if skew, ok := c.skew(resp); ok && skew.Abs() > maxSkew && c.app != nil {
		return transport.SkewText(skew) + " What an App signs is valid for minutes: set the clock, best by NTP."
	}
	switch {
	case c.app != nil:
		return fmt.Sprintf("GitHub does not know the key of App %s: GITHUB_APP_ID and the private key belong to different Apps, or the key was deleted, or %s is another host than the App's.", c.credentials.AppID(), c.base.Host)
	case c.credentials.Source() == "gh":
		return "The token that gh has stored is not valid any more: run gh auth login, or use a GitHub App."
	}
	return fmt.Sprintf("The token of %s has expired, was revoked, or belongs to another host than %s.", c.credentials.Source(), c.base.Host)
}

// skew returns how far the local clock is ahead of GitHub's.
func (c *Client) skew(resp *http.Response) (time.Duration, bool) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	return c.options.Now().Sub(date).Round(time.Second), err == nil
}

// useApp is the next step of everyone who has the wrong credentials.
const useApp = "Only a GitHub App may read requests and tokens: set GITHUB_APP_ID and GITHUB_APP_PEM_FILE to the id and the key of one that is installed in the organization."

func (c *Client) explainForbidden(answered *gh.ErrorResponse, r reading) string {
	message := strings.ToLower(answered.Message)
	switch {
	case answered.Response.Header.Get("X-GitHub-SSO") != "":
		return "The organization asks for single sign-on, for which the token is not authorized."
	case strings.Contains(message, "ip allow list"):
		return "The organization lets only listed addresses in: add that of this machine to its IP allow list."
	case strings.Contains(message, "suspended"):
		return "An owner of the organization has suspended the App there, and can lift that in its settings under GitHub Apps."
	case c.credentials.IsPersonal() || strings.Contains(message, "personal access token"):
		return fmt.Sprintf("The credentials are %s. %s", c.credentials, useApp)
	case r.kind == "":
		return "The credentials are " + c.credentials.String() + "."
	}
	return c.lacks(r)
}

// lacks says which permission is missing, and who has not given it.
func (c *Client) lacks(r reading) string {
	permission := permissionFor(r.kind)
	if r.session != nil && r.granted() {
		return fmt.Sprintf("The App has the organization permission %s in %s, so that this is about something else: perhaps a policy of the enterprise.", permission, r.organization)
	}
	return fmt.Sprintf("The App lacks the organization permission %s (%s) in %s: add it in the settings of the App, and have an owner of the organization accept it there.", permission, r.level(), r.organization)
}

// level is the one that the call needs.
func (r reading) level() string {
	if r.writing {
		return "write"
	}
	return "read"
}

// granted reports whether the installation has the permission at that level.
func (r reading) granted() bool {
	level := grantedLevel(r.session.installation, r.kind)
	return level == "write" || level != "" && !r.writing
}

// grantedLevel is the level at which GitHub said that an installation may read
// or review a list; "": none, or GitHub did not say.
func grantedLevel(installation *gh.Installation, kind pat.Kind) string {
	if installation == nil || installation.Permissions == nil {
		return ""
	}
	if kind == pat.KindRequest {
		return installation.Permissions.GetOrganizationPersonalAccessTokenRequests()
	}
	return installation.Permissions.GetOrganizationPersonalAccessTokens()
}

func (c *Client) explainNotFound(message string, r reading, installing bool) string {
	switch {
	case c.app != nil && (r.organization == "" || strings.Contains(strings.ToLower(message), "integration not found")):
		return fmt.Sprintf("There is no App %s on %s: GITHUB_APP_ID is that of another, or %s is another host than the App's.", c.credentials.AppID(), c.options.Host, c.base.Host)
	case c.app != nil && c.credentials.InstallationID() != 0:
		return fmt.Sprintf("App %s has no installation %d, as GITHUB_APP_INSTALLATION_ID says, or it is not that in %s. Without this variable the installation is looked up.", c.credentials.AppID(), c.credentials.InstallationID(), r.organization)
	case installing:
		return fmt.Sprintf("There is no organization %s on %s, or App %s is not installed there.", r.organization, c.options.Host, c.credentials.AppID())
	case c.app != nil || r.organization == "":
		return fmt.Sprintf("It is gone, or %s is not the address of GitHub's API.", c.base)
	}
	return fmt.Sprintf("There is no organization %s on %s, or it does not show itself to these credentials, which are %s. %s", r.organization, c.options.Host, c.credentials, useApp)
}
