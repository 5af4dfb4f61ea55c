package githubtest

import (
	"strings"

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
	"GET /app/hook/deliveries":                                           {audience: theApp, serve: noDeliveries},
	"GET /app/hook/deliveries/{delivery_id}":                             {audience: theApp, serve: noDelivery},
	"POST /app/hook/deliveries/{delivery_id}/attempts":                   {audience: theApp, serve: noDelivery},
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
