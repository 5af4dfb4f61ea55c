package githubtest

import (
	"net/http"
	"strings"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// route is how a call of GitHub's description is answered.
type route struct {
	audience   audience
	permission string // of the App, for the calls of an organization
	level      pat.Level
	scope      string // of a classic or an OAuth token that may make the call
	accepted   string // which permissions the answer names, if not permission=level
	serve      func(*Handler, *request) *answer
}

// audience is who may make a call.
type audience int

const (
	anyone           audience = iota // with or without a credential
	theApp                           // with a JSON web token of the App
	anInstallation                   // with an installation token
	anAppWithRights                  // an installation token, or one of a user of the App, with a permission
	aTokenWithRights                 // any token with a permission, or with a scope
)

// routes are the answers by the call's name. Every call of the description has
// one, and a test holds that.
var routes = map[string]route{
	"GET /orgs/{org}/personal-access-token-requests":                               reads(RequestsPermission, listGrants(pat.KindRequest)),
	"POST /orgs/{org}/personal-access-token-requests":                              writes(RequestsPermission, reviewMany),
	"POST /orgs/{org}/personal-access-token-requests/{pat_request_id}":             writes(RequestsPermission, reviewOne),
	"GET /orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories": reads(RequestsPermission, listRepositories(pat.KindRequest)),
	"GET /orgs/{org}/personal-access-tokens":                                       reads(TokensPermission, listGrants(pat.KindToken)),
	"POST /orgs/{org}/personal-access-tokens":                                      writes(TokensPermission, revokeMany),
	"POST /orgs/{org}/personal-access-tokens/{pat_id}":                             writes(TokensPermission, revokeOne),
	"GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories":                 reads(TokensPermission, listRepositories(pat.KindToken)),
	"GET /orgs/{org}/teams/{team_slug}/members":                                    reads(MembersPermission, listMembers),
	"GET /orgs/{org}/installation":                                                 {audience: theApp, serve: organizationInstallation},
	"GET /app":                                                                     {audience: theApp, serve: showApp},
	"GET /app/installations":                                                       {audience: theApp, serve: listInstallations},
	"POST /app/installations/{installation_id}/access_tokens":                      {audience: theApp, serve: issueToken},
	"GET /installation/repositories":                                               {audience: anInstallation, serve: installationRepositories},
	"GET /rate_limit":                                                              {audience: anyone, serve: rateLimit},

	"GET /orgs/{org}": {audience: anyone, accepted: "allows_permissionless_access=true", serve: showOrganization},
	"GET /orgs/{org}/credential-authorizations":                          {audience: aTokenWithRights, permission: AdministrationPermission, level: pat.Read, scope: "read:org", serve: listAuthorizations},
	"GET /orgs/{org}/insights/api/subject-stats":                         counts(subjectStats),
	"GET /orgs/{org}/insights/api/user-stats/{user_id}":                  counts(userStats),
	"GET /orgs/{org}/insights/api/route-stats/{actor_type}/{actor_id}":   counts(routeStats),
	"GET /orgs/{org}/insights/api/summary-stats":                         counts(summaryStats),
	"GET /orgs/{org}/insights/api/summary-stats/users/{user_id}":         counts(summaryStats),
	"GET /orgs/{org}/insights/api/summary-stats/{actor_type}/{actor_id}": counts(summaryStats),
	"GET /orgs/{org}/insights/api/time-stats":                            counts(timeStats),
	"GET /orgs/{org}/insights/api/time-stats/users/{user_id}":            counts(timeStats),
	"GET /orgs/{org}/insights/api/time-stats/{actor_type}/{actor_id}":    counts(timeStats),
	"GET /app/hook/config":                                               {audience: theApp, serve: showHook},
	"GET /app/hook/deliveries":                                           {audience: theApp, serve: listDeliveries},
	"GET /app/hook/deliveries/{delivery_id}":                             {audience: theApp, serve: noDelivery},
	"POST /app/hook/deliveries/{delivery_id}/attempts":                   {audience: theApp, serve: noDelivery},

	"GET /repos/{owner}/{repo}/issues":                          reads(IssuesPermission, listIssues),
	"POST /repos/{owner}/{repo}/issues":                         writes(IssuesPermission, createIssue),
	"GET /repos/{owner}/{repo}/issues/{issue_number}":           reads(IssuesPermission, onIssue(showIssue)),
	"PATCH /repos/{owner}/{repo}/issues/{issue_number}":         writes(IssuesPermission, onIssue(updateIssue)),
	"POST /repos/{owner}/{repo}/issues/{issue_number}/comments": writes(IssuesPermission, onIssue(commentIssue)),
}

// counts is a call of API Insights. Which scope it takes is not documented, so classic tokens
// are refused.
func counts(serve func(*request, timeRange, []InsightsActor) *answer) route {
	return route{audience: aTokenWithRights, permission: InsightsPermission, level: pat.Read, serve: insights(serve)}
}

func reads(permission string, serve func(*Handler, *request) *answer) route {
	return route{audience: anAppWithRights, permission: permission, level: pat.Read, serve: serve}
}

func writes(permission string, serve func(*Handler, *request) *answer) route {
	return route{audience: anAppWithRights, permission: permission, level: pat.Write, serve: serve}
}

// kind returns which of the two lists the call is about.
func (r *request) kind() pat.Kind {
	if strings.Contains(r.op.Path, segment(pat.KindRequest)) {
		return pat.KindRequest
	}
	return pat.KindToken
}

// Description describes requests and answers. In tests, it is GitHub's OpenAPI description. Each
// method returns the differences.
type Description interface {
	// CheckRequest is about a request whose path, without /api/v3, is path.
	CheckRequest(path string, r *http.Request, body []byte) []string
	// CheckAnswer is about the answer to it.
	CheckAnswer(path string, r *http.Request, a Answer) []string
}

// Answer is an answer to compare with a Description.
type Answer struct {
	Status    int
	Header    http.Header
	Body      []byte
	Described []byte // the body without what is broken on purpose
}

// operation is a call that GitHub has, as found for a request.
type operation struct {
	Name   string // GET /orgs/{org}/personal-access-tokens
	Path   string
	Params map[string]string
}

// findOperation returns the operation that a method and path name, or nil. Of two templates,
// the one with more words of its own is meant: users/{user_id}, not {actor_type}/{actor_id}.
func findOperation(method, path string) *operation {
	var found *operation
	for name := range routes {
		m, template, _ := strings.Cut(name, " ")
		if m != method {
			continue
		}
		params, ok := body.MatchPath(template, path)
		if ok && (found == nil || len(params) < len(found.Params)) {
			found = &operation{Name: name, Path: template, Params: params}
		}
	}
	return found
}

// hasPath reports whether GitHub has a path, with or without values for what is in braces.
func hasPath(path string) bool {
	for name := range routes {
		_, template, _ := strings.Cut(name, " ")
		if _, ok := body.MatchPath(template, path); ok || template == path {
			return true
		}
	}
	return false
}
