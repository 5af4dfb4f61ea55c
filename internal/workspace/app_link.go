package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
)

// appAccess is what a GitHub App may do with requests and tokens.
type appAccess string

// What the App of a command may do.
const (
	appReads  appAccess = "read"  // for everything but apply
	AppWrites appAccess = "write" // for apply
)

// unknownOrganization represents a login that is not known.
const unknownOrganization = "ORGANIZATION"

// maxAppName is the length beyond which GitHub takes no name of an App.
const maxAppName = 34

// appNeeds are what a GitHub App of a command may do.
type appNeeds struct {
	access  appAccess
	teams   bool // read who the members of teams are
	classic bool // read authorizations for single sign-on
	use     bool // read API Insights
	webhook bool // get deliveries about requests
}

// appLink returns the link to the form that creates an App, filled in.
//
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-using-url-parameters
func appLink(host, organization string, needs appNeeds) string {
	access := needs.access
	purpose := map[appAccess]string{appReads: "audit", AppWrites: "review"}[access]
	query := url.Values{
		"url":            {"https://" + host + "/" + organization},
		"public":         {"false"},
		"webhook_active": {"false"},
		"organization_personal_access_token_requests": {string(access)},
		"organization_personal_access_tokens":         {string(access)},
	}
	if needs.webhook {
		query.Set("webhook_active", "true")
		query.Set("events[]", "personal_access_token_request")
	}
	for name, needed := range map[string]bool{"members": needs.teams, "organization_administration": needs.classic, "organization_api_insights": needs.use} {
		if needed {
			query.Set(name, string(appReads))
		}
	}
	if name := organization + "-token-" + purpose; len(name) <= maxAppName {
		query.Set("name", name)
	}
	return "https://" + host + "/organizations/" + url.PathEscape(organization) + "/settings/apps/new?" + query.Encode()
}

// credentialsHint says what to do without credentials.
func credentialsHint(host string, organizations []string, needs appNeeds, teams map[string][]string) string {
	organization, place := unknownOrganization, ", with the login of your organization instead of "+unknownOrganization
	if len(organizations) > 0 {
		organization, place = organizations[0], ""
	}
	more := ""
	if _, needs.teams = teams[strings.ToLower(organization)]; needs.teams {
		more += `, and that "Members" is "Read-only", because owners contains teams`
	}
	if needs.classic {
		more += `, and that "Administration" is "Read-only", to read classic tokens`
	}
	if needs.use {
		more += `, and that "API Insights" is "Read-only", to read which routes tokens called`
	}
	if needs.webhook {
		more += `. Enter the webhook URL, which is the address of the server with /webhook, and the webhook secret, which is in PATCTL_WEBHOOK_SECRET`
	}
	level := map[appAccess]string{appReads: "Read-only", AppWrites: "Read and write"}[needs.access]
	return fmt.Sprintf(`GitHub shows the requests and tokens of an organization only to a GitHub App. An owner of the organization can create one on this page%s:

  %s

Check that "Personal access token requests" and "Personal access tokens" are "%s"%s. Then create the App, generate a private key, and install the App in the organization. Set the App ID and the name of the file with the key:

  export GITHUB_APP_ID=123456
  export GITHUB_APP_PEM_FILE="$HOME/Downloads/app.private-key.pem"

For the other variables, run:
  patctl help environment`, place, appLink(host, diag.Printable(organization), needs), level, more)
}

// LiveError turns an error of opening a client into one for people.
func (o *LiveOptions) LiveError(err error, cfg *hcl.Configuration) error {
	if errors.Is(err, credential.ErrNoCredentials) {
		return &cli.UsageError{Summary: "No GitHub credentials", Detail: o.CredentialsHint(cfg)}
	}
	return err
}

// CredentialsHint says how to get credentials, with the link that creates the App.
func (o *LiveOptions) CredentialsHint(cfg *hcl.Configuration) string {
	organizations := o.Organizations
	if len(organizations) == 0 {
		organizations = declaredLogins(cfg)
	}
	needs := appNeeds{access: cmp.Or(o.Access, appReads), classic: o.Classic, use: o.Use, webhook: o.Unattended}
	return credentialsHint(HostOf(cfg), organizations, needs, audit.NamedTeams(cfg))
}
