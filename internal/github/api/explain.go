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
	repository   string   // whose issues the call is about; "": it is about none
	session      *session // nil: there was none yet
	writing      bool     // a review or a change, for which reading is not enough
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
		return "The operation was interrupted."
	case errors.As(err, &limit):
		return sentence(limit) + c.advice(" Run the command again later, or set a longer --max-wait.")
	case errors.As(err, &answered) && answered.Response != nil:
		return c.explainAnswer(answered, r, errors.As(err, new(*transport.InstallationError)))
	case errors.As(err, new(*gh.RateLimitError)), errors.As(err, new(*gh.AbuseRateLimitError)):
		return "GitHub's rate limit is exceeded." + c.advice(" Run the command again later.")
	}
	return c.explainFailure(err)
}

// advice is what the user is to do about something that passes; nothing where nobody runs commands.
func (c *Client) advice(text string) string {
	if c.options.Unattended {
		return ""
	}
	return text
}

// explainFailure is about calls without an answer, or with one of no sense.
func (c *Client) explainFailure(err error) string {
	var (
		notJSON   *transport.NotJSONError
		dns       *net.DNSError
		untrusted *tls.CertificateVerificationError
		redirect  *transport.RedirectError
		failed    *url.Error
		proxy     *transport.ProxyError
	)
	switch {
	case errors.As(err, &proxy) && errors.As(err, &failed):
		return sentence(failed.Err) + " " + proxy.Advice()
	case errors.As(err, &notJSON) && notJSON.Html:
		return sentence(notJSON) + " " + c.notGitHub()
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("The host %s does not exist. Check the host in the configuration and GITHUB_API_URL.", c.base.Hostname())
	case errors.As(err, &untrusted):
		return fmt.Sprintf("The certificate of %s is not trusted: %v. Check the host in the configuration, and whether a proxy intercepts encrypted connections.", c.base.Hostname(), untrusted.Err)
	case errors.As(err, &redirect):
		return sentence(redirect) + " Check the host in the configuration and GITHUB_API_URL."
	case errors.As(err, &failed):
		return sentence(failed.Err)
	}
	return sentence(err)
}

func (c *Client) notGitHub() string {
	return fmt.Sprintf("A proxy may have answered instead of GitHub, or %s is not the address of GitHub's API. Check the host in the configuration, GITHUB_API_URL, and the proxy.", c.base)
}

// sentence makes a sentence of an error.
func sentence(err error) string {
	text := strings.TrimRight(err.Error(), ".")
	if text == "" {
		return "It failed without a reason."
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
		return said + "The response is an HTML page. " + c.notGitHub()
	}
	switch answered.Response.StatusCode {
	case http.StatusUnauthorized:
		return said + c.explainUnauthorized(answered.Response)
	case http.StatusForbidden:
		return said + c.explainForbidden(answered, r)
	case http.StatusNotFound:
		return said + c.explainNotFound(answered.Message, r, installing)
	case http.StatusGone:
		if r.repository != "" {
			return said + fmt.Sprintf("The issue was deleted, or issues are disabled in %s.", r.repository)
		}
	}
	return said + "The response gives no other reason."
}

// maxSkew is how far a clock may be off before what an App signs is refused.
const maxSkew = time.Minute

func (c *Client) explainUnauthorized(resp *http.Response) string {
	if skew, ok := c.skew(resp); ok && skew.Abs() > maxSkew && c.app != nil {
		return transport.SkewText(skew) + " GitHub rejects an App's signatures if the clock is wrong. Set the clock, for example with NTP."
	}
	switch {
	case c.app != nil:
		return fmt.Sprintf("GitHub rejected the private key of App %s. Either GITHUB_APP_ID and the private key belong to different Apps, the key was deleted, or the App is not on %s.", c.credentials.AppID(), c.base.Host)
	case c.credentials.Source() == "gh":
		return "The token that gh stored is no longer valid. Run gh auth login, or use a GitHub App."
	}
	return fmt.Sprintf("The token in %s has expired, was revoked, or is not for %s.", c.credentials.Source(), c.base.Host)
}

// skew returns how far the local clock is ahead of GitHub's.
func (c *Client) skew(resp *http.Response) (time.Duration, bool) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	return c.options.Now().Sub(date).Round(time.Second), err == nil
}

// useApp is the next step of everyone who has the wrong credentials.
const useApp = "Only a GitHub App can read requests and tokens. Set GITHUB_APP_ID and GITHUB_APP_PEM_FILE to the ID and the private key of an App that is installed in the organization."

func (c *Client) explainForbidden(answered *gh.ErrorResponse, r reading) string {
	message := strings.ToLower(answered.Message)
	switch {
	case answered.Response.Header.Get("X-GitHub-SSO") != "":
		return "The organization requires single sign-on, and the token is not authorized for it."
	case strings.Contains(message, "ip allow list"):
		return "The organization has an IP allow list. Add the address of this machine to it."
	case strings.Contains(message, "suspended"):
		return "The App is suspended in the organization. An owner can unsuspend it in the organization's settings, under GitHub Apps."
	case c.credentials.IsPersonal() || strings.Contains(message, "personal access token"):
		return fmt.Sprintf("The credentials are %s. %s", c.credentials, useApp)
	case r.repository != "":
		return c.lacksIssues(r)
	case r.kind == "":
		return "The credentials are " + c.credentials.String() + "."
	}
	return c.lacks(r)
}

// lacks says which permission is missing, and who has not given it.
func (c *Client) lacks(r reading) string {
	permission := permissionFor(r.kind)
	if r.session != nil && r.granted() {
		return fmt.Sprintf("The App has the organization permission %s in %s, so something else prevents the call, such as an enterprise policy.", permission, r.organization)
	}
	return fmt.Sprintf("The App does not have the organization permission %s (%s) in %s. Add it in the App's settings. Then an owner of the organization must accept it.", permission, r.level(), r.organization)
}

// lacksIssues is lacks for a call about the issues of a repository.
func (c *Client) lacksIssues(r reading) string {
	granted := ""
	if i := r.session.installation; i != nil && i.Permissions != nil {
		granted = i.Permissions.GetIssues()
	}
	if granted == "write" || granted == "read" && !r.writing {
		return fmt.Sprintf("The App has the repository permission \"Issues\" in %s, so something else prevents the call, such as that %s is archived or the App is not installed in it.", r.organization, r.repository)
	}
	return fmt.Sprintf("The App does not have the repository permission \"Issues\" (%s) in %s. Add it in the App's settings. Then an owner of the organization must accept it.", r.level(), r.organization)
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
	case r.repository != "":
		return fmt.Sprintf("There is no repository %s or no issue of that number in it, or App %s is not installed in that repository.", r.repository, c.credentials.AppID())
	case c.app != nil && (r.organization == "" || strings.Contains(strings.ToLower(message), "integration not found")):
		return fmt.Sprintf("There is no App %s on %s. Either GITHUB_APP_ID is wrong, or the App is not on %s.", c.credentials.AppID(), c.options.Host, c.base.Host)
	case c.app != nil && c.credentials.InstallationID() != 0:
		return fmt.Sprintf("App %s has no installation %d, which GITHUB_APP_INSTALLATION_ID specifies, or that installation is not in %s. To let patctl look up the installation, unset the variable.", c.credentials.AppID(), c.credentials.InstallationID(), r.organization)
	case installing:
		return fmt.Sprintf("There is no organization %s on %s, or App %s is not installed in it.", r.organization, c.options.Host, c.credentials.AppID())
	case c.app != nil || r.organization == "":
		return fmt.Sprintf("It no longer exists, or %s is not the address of GitHub's API.", c.base)
	}
	return fmt.Sprintf("There is no organization %s on %s, or these credentials cannot see it: %s. %s", r.organization, c.options.Host, c.credentials, useApp)
}
