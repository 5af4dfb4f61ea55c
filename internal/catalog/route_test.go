package catalog

import (
	"slices"
	"testing"
)

// Logs, Link headers, and fields of answers name endpoints in other forms than the
// documentation. Each form is found as the endpoint that it stands for.
func TestRoutes(t *testing.T) {
	for form, want := range map[string]string{
		"GET /repositories/:repository_id":                                                            "GET /repos/{owner}/{repo}",
		"GET /repositories/:repository_id/hooks":                                                      "GET /repos/{owner}/{repo}/hooks",
		"GET /repositories/123/hooks":                                                                 "GET /repos/{owner}/{repo}/hooks",
		"GET https://api.github.com/repositories/1300192/issues?page=2":                               "GET /repos/{owner}/{repo}/issues",
		"GET /repositories/{repository_id}/environments/{environment_name}/secrets":                   "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets",
		"GET /api/v3/repositories/123/hooks":                                                          "GET /repos/{owner}/{repo}/hooks",
		"HEAD /repositories/123/commits":                                                              "GET /repos/{owner}/{repo}/commits",
		"GET /repositories/123/contents/docs/a.md":                                                    "GET /repos/{owner}/{repo}/contents/{path}",
		"GET /repositories/:repository_id/contents/*path":                                             "GET /repos/{owner}/{repo}/contents/{path}",
		"GET /repositories/:repository_id/contents/*":                                                 "GET /repos/{owner}/{repo}/contents/{path}",
		"GET /repositories/:repository_id/git/refs/*ref":                                              "",
		"GET /repositories/:repository_id/git/ref/*ref":                                               "GET /repos/{owner}/{repo}/git/ref/{ref}",
		"GET /repositories/123/compare/main...topic/a":                                                "GET /repos/{owner}/{repo}/compare/{basehead}",
		"GET /repositories/123/releases":                                                              "GET /repos/{owner}/{repo}/releases",
		"GET /repositories/123/actions/runs":                                                          "GET /repos/{owner}/{repo}/actions/runs",
		"DELETE /repositories/:repository_id/comments/:comment_id/reactions/:reaction_id":             "DELETE /repos/{owner}/{repo}/comments/{comment_id}/reactions/{reaction_id}",
		"DELETE /repositories/:repository_id/issues/:issue_number/reactions/:reaction_id":             "DELETE /repos/{owner}/{repo}/issues/{issue_number}/reactions/{reaction_id}",
		"DELETE /repositories/:repository_id/issues/comments/:comment_id/reactions/:reaction_id":      "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}",
		"GET /organizations/:organization_id":                                                         "GET /orgs/{org}",
		"GET /organizations/:org_id/members":                                                          "GET /orgs/{org}/members",
		"GET /organizations/42/migrations":                                                            "GET /orgs/{org}/migrations",
		"GET /organizations/42/personal-access-tokens/7/repositories":                                 "GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories",
		"GET /organizations/:organization_id/team/:team_id":                                           "GET /orgs/{org}/teams/{team_slug}",
		"PATCH /organizations/{org_id}/team/{team_id}":                                                "PATCH /orgs/{org}/teams/{team_slug}",
		"PUT /organizations/1/team/2/memberships/octocat":                                             "PUT /orgs/{org}/teams/{team_slug}/memberships/{username}",
		"PUT /organizations/:org_id/team/:team_id/repos/:owner/:repo":                                 "PUT /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}",
		"GET /organizations/1/team/2/teams":                                                           "GET /orgs/{org}/teams/{team_slug}/teams",
		"GET /organizations/octo-org/actions/cache/storage-limit":                                     "GET /organizations/{org}/actions/cache/storage-limit",
		"GET /organizations/42/custom_roles":                                                          "GET /organizations/{organization_id}/custom_roles",
		"GET /organizations/octo-org/members":                                                         "",
		"GET /teams/7/members":                                                                        "GET /teams/{team_id}/members",
		"GET /teams/:team_id/members":                                                                 "GET /teams/{team_id}/members",
		"GET /user/7":                                                                                 "GET /user/{account_id}",
		"GET /user/:user_id":                                                                          "GET /user/{account_id}",
		"GET /user/:user_id/starred":                                                                  "GET /users/{username}/starred",
		"GET /user/7/repos":                                                                           "GET /users/{username}/repos",
		"GET /user/repos":                                                                             "GET /user/repos",
		"GET /user/keys":                                                                              "GET /user/keys",
		"GET /repositories":                                                                           "GET /repositories",
		"GET /organizations":                                                                          "GET /organizations",
		"GET /repos/:owner/:repo/pulls/:number":                                                       "GET /repos/{owner}/{repo}/pulls/{pull_number}",
		"GET /repositories/123/code-scanning/alerts/4":                                                "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}",
		"GET /repositories/:repository_id/frobnications":                                              "",
		"GET /repositories/octo-org/hooks":                                                            "",
		"GET /user/:user_id/frobnications":                                                            "",
		"GET <https://api.github.com/organizations/42/team/7/members?page=3>; rel=\"next\"":           "GET /orgs/{org}/teams/{team_slug}/members",
		"link: <https://api.github.com/repositories/123/stargazers?page=2>; rel=\"next\", <x>; rel=x": "GET /repos/{owner}/{repo}/stargazers",
	} {
		call, err := ParseCall(form)
		if err != nil {
			t.Errorf("%s: %v", form, err)
			continue
		}
		found := Default().Find(call)
		if want == "" && found != nil || want != "" && !slices.ContainsFunc(found, func(e Endpoint) bool { return e.String() == want }) || len(found) > 1 {
			t.Errorf("%s is found as %v, want %s", form, found, want)
		}
	}
}
