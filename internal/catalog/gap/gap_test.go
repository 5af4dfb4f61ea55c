package gap

import (
	"testing"

	"github.com/patctl/patctl/internal/catalog"
)

func TestGap(t *testing.T) {
	for call, want := range map[string]Gap{
		"GET /orgs/{org}/packages":                                   packages,
		"DELETE /user/packages/{package_type}/{package_name}":        packages,
		"POST /repos/{owner}/{repo}/check-runs":                      checks,
		"PATCH /repos/{owner}/{repo}/check-suites/preferences":       checks,
		"GET /repos/{owner}/{repo}/commits/{ref}/check-runs":         checksRead,
		"GET /users/{username}/projectsV2":                           userProjects,
		"GET /orgs/{org}/projectsV2":                                 {},
		"PATCH /user/repository_invitations/{invitation_id}":         invitation,
		"GET /notifications":                                         notifications,
		"PUT /repos/{owner}/{repo}/subscription":                     notifications,
		"GET /orgs/{org}/personal-access-tokens":                     reviews,
		"GET /app/hook/config":                                       appItself,
		"POST /applications/{client_id}/token":                       appItself,
		"GET /enterprises/{enterprise}/teams":                        enterprise,
		"GET /users/{username}/copilot-spaces":                       copilotSpaces,
		"GET /admin/hooks":                                           siteAdmin,
		"POST /orgs/{org}/migrations":                                migrations,
		"GET /repos/{owner}/{repo}/issues":                           {},
		"POST /repos/{owner}/{repo}/transfer":                        {},
		"GET /repos/{owner}/{repo}/actions/runs/{run_id}/check-runs": {},
	} {
		call, err := catalog.ParseCall(call)
		if err != nil {
			t.Fatal(err)
		}
		e, _ := catalog.Default().Endpoint(call.Method, call.Path)
		if got := Of(e); got != want {
			t.Errorf("the gap of %s is %q, want %q", call, got.Why, want.Why)
		}
	}
}
