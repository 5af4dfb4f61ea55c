package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// The paths of further calls in GitHub's description.
const (
	repositoriesOfRequest = "/orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories"
	repositoriesOfToken   = "/orgs/{org}/personal-access-tokens/{pat_id}/repositories"
	membersOfTeam         = "/orgs/{org}/teams/{team_slug}/members"
	installationOf        = "/orgs/{org}/installation"
	accessTokens          = "/app/installations/{installation_id}/access_tokens"
	installations         = "/app/installations"
)

// oneOf chooses one of some values.
func oneOf[T any](s *scene, values ...T) T { return values[s.IntN(len(values))] }

// in reports true n times of a hundred.
func (s *scene) in(percent int) bool { return s.IntN(100) < percent }

// peopled makes a world of a few organizations, some of which cannot be read.
func (s *scene) peopled() githubtest.World {
	rights := map[string]string{githubtest.RequestsPermission: "write", githubtest.TokensPermission: "write", githubtest.MembersPermission: "read",
		githubtest.AdministrationPermission: "read", githubtest.InsightsPermission: "read"}
	w := githubtest.World{
		Clock: time.Now, App: &githubtest.App{Permissions: rights, TokenLifetime: oneOf(s, 3600, 3600, 3600, 150, 60)},
		Credentials: []githubtest.Credential{
			{Token: "ghu_soak1", Kind: githubtest.AppUserToken}, {Token: "ghp_soak2", Kind: githubtest.ClassicToken, Scopes: []string{"admin:org"}},
			{Token: "github_pat_soak3", Kind: githubtest.FineGrainedToken}, {Token: "ghs_soak4", Kind: githubtest.InstallationToken, Organization: "org-0"},
			{Token: "ghu_soak5", Kind: githubtest.AppUserToken, ExpiresAt: time.Now().Add(time.Second)},
		},
	}
	if s.in(10) {
		w.RateLimit, s.limited = 5+s.IntN(60), true
	}
	for i := range 1 + s.IntN(5) {
		w.Organizations = append(w.Organizations, s.organization(i, rights))
	}
	return w
}

func (s *scene) organization(index int, rights map[string]string) githubtest.Organization {
	o := githubtest.Organization{Login: fmt.Sprintf("org-%d", index), PublicRepositories: s.IntN(9), Repositories: []string{"api", "web", "docs"}}
	o.Installation = &githubtest.Installation{ID: int64(7001 + index), Permissions: rights}
	switch {
	case s.in(3):
		o.NotInstalled, o.Installation = true, nil
	case s.in(3):
		o.Installation.Suspended = true
	case s.in(4):
		o.Installation.Permissions = map[string]string{githubtest.TokensPermission: "read"}
	}
	o.Tokens = s.grants(pat.KindToken, s.length())
	o.Requests = s.grants(pat.KindRequest, s.length())
	o.Teams = map[string][]string{"release": {"mona"}, "everybody": {}}
	for n := range s.length() {
		o.Teams["everybody"] = append(o.Teams["everybody"], fmt.Sprintf("user-%d", n))
	}
	at := time.Now().UTC().Add(-48 * time.Hour).Truncate(time.Second)
	for n := range s.length() {
		o.Authorizations = append(o.Authorizations, githubtest.Authorization{
			Login: "mona", CredentialID: int64(n + 1), ID: int64(5000 + n), Note: fmt.Sprintf("note %d", n), Scopes: []string{"repo"}, AuthorizedAt: &at, Type: oneOf(s, "", "", "SSH key"),
		})
	}
	for n := range s.IntN(4) {
		o.Insights = append(o.Insights, s.subject(n, &at))
	}
	return o
}

// length is that of a list. With small pages, it has a few of them.
func (s *scene) length() int {
	switch s.perPage {
	case tinyPage:
		return oneOf(s, 0, 1, 2, 4, 5, 6, 9, 10, 11, 16, 30)
	case 0:
		return oneOf(s, 0, 1, 3, 5, 30, 99, 100, 101, 205)
	}
	return oneOf(s, 0, 1, 3, 5, 29, 30, 31, 45, 60, 61, 95)
}

// tinyPage is what no server makes of a page. It costs little, and what holds of such pages
// holds of larger ones: but for one that names no other, which the client takes for the last one
// unless it has 30 or 100 elements.
const tinyPage = 5

// subject is a user with tokens, or an App.
func (s *scene) subject(n int, at *time.Time) githubtest.InsightsSubject {
	u := githubtest.InsightsSubject{Name: fmt.Sprintf("user-%d", n), ID: int64(n + 1), Type: oneOf(s, "", "", "installation")}
	for k := range 1 + s.IntN(3) {
		a := githubtest.InsightsActor{ID: int64(100*n + k + 1), Type: oneOf(s, "classic_pat", "fine_grained_pat", "oauth_app"), Name: fmt.Sprintf("actor-%d", k)}
		for i := range 1 + s.length()/2 {
			a.Routes = append(a.Routes, githubtest.InsightsRoute{Method: "GET", Route: fmt.Sprintf("/route/%d", i), Count: i + 1, LastAt: at})
		}
		u.Actors = append(u.Actors, a)
	}
	return u
}

// grants are requests or tokens, whose numbers are those of others, too.
func (s *scene) grants(kind pat.Kind, n int) []githubtest.Grant {
	out := make([]githubtest.Grant, n)
	subsets := s.IntN(5)
	for i := range out {
		out[i] = s.grant(kind, int64(i+1))
		if subsets > 0 && s.in(30) {
			subsets--
			out[i].RepositorySelection = "subset"
			n := oneOf(s, 1, 1, 2, 3, 5, 6, 11)
			if s.perPage != tinyPage && s.in(10) {
				n = s.length()
			}
			for k := range n {
				out[i].Repositories = append(out[i].Repositories, fmt.Sprintf("repository-%d", k))
			}
		}
	}
	if n > 0 && s.in(3) {
		out[s.IntN(n)].Raw = json.RawMessage(oneOf(s, `null`, `{}`, `{"id":"x"}`, `[]`, `{"id":5,"owner":{}}`))
	}
	return out
}

func (s *scene) grant(kind pat.Kind, id int64) githubtest.Grant {
	const day = 24 * time.Hour
	since := time.Now().UTC().Add(-time.Duration(s.IntN(300)+1) * day).Truncate(time.Second)
	g := githubtest.Grant{Grant: pat.Grant{
		ID: id, TokenID: 1_000_000 + 2*id, TokenName: oneOf(s, "ci", "release", "=cmd|' /C calc'!A0", "a\u202eb <b>", "deploy-1"), Owner: oneOf(s, "mona", "hubot", "octocat"),
		RepositorySelection: oneOf(s, "all", "none"), Since: &since,
		Permissions: oneOf(s, pat.GrantPermissions{}, pat.GrantPermissions{Repository: pat.Permissions{"contents": "write", "metadata": "read"}},
			pat.GrantPermissions{Organization: pat.Permissions{"members": "read"}}),
	}}
	if kind == pat.KindRequest {
		g.TokenID++
		reason := oneOf(s, "For the pipeline", "", "ghp_ is how tokens begin")
		g.Reason = &reason
	}
	if s.in(70) {
		expires := time.Now().UTC().Add(time.Duration(oneOf(s, -40, 60, 200)) * day).Truncate(time.Second)
		g.ExpiresAt = &expires
	}
	if kind == pat.KindToken && s.in(70) {
		used := since.Add(time.Hour)
		g.LastUsedAt = &used
	}
	return g
}

// between changes the world as people do between two looks.
func (s *scene) between(organizations []githubtest.Organization) {
	for i := range organizations {
		o := &organizations[i]
		if n := len(o.Tokens); n > 1 && s.in(30) {
			at := s.IntN(n)
			o.Tokens = append(o.Tokens[:at:at], o.Tokens[at+1:]...)
		}
		if n := len(o.Tokens); n > 0 && s.in(30) {
			o.Tokens[s.IntN(n)].Permissions = pat.GrantPermissions{Repository: pat.Permissions{"administration": "write"}}
		}
		if s.in(30) {
			s.added++
			g := s.grant(pat.KindToken, 9000+s.added)
			since := time.Now().UTC().Truncate(time.Second)
			if s.perPage != tinyPage && s.in(50) {
				since = since.Add(-400 * 24 * time.Hour) // it comes at the end of the list
			}
			g.Since, g.LastUsedAt = &since, nil
			o.Tokens = append(o.Tokens, g)
		}
	}
}

// fault makes something go wrong in an organization, or in all.
func (s *scene) fault(login string) githubtest.Fault {
	f := githubtest.Fault{Nth: oneOf(s, 1, 1, 2, 3, 5), Times: oneOf(s, 1, 1, 1, 2, 3, 7, 20, 0)}
	if s.in(80) {
		f.Organization = login
	}
	f.Do = oneOf(s, soakFaults...)
	lists := oneOf(s, listTokens, listTokens, listTokens, listRequests, listRequests, repositoriesOfToken, repositoriesOfRequest, membersOfTeam, listAuthorizations, routeStats)
	f.Path = oneOf(s, lists, lists, lists, lists, "", listTokens, listTokens, subjectStats, userStats, showOrganization, installationOf, accessTokens, installations)
	switch f.Do {
	case githubtest.FaultStatus:
		s.status(&f)
	case githubtest.FaultPrimaryLimit, githubtest.FaultSecondaryLimit:
		f.Seconds = oneOf(s, 0, 1, 30, 60, 600, 4000)
	case githubtest.FaultHTML:
		f.Status = oneOf(s, 0, 0, 403, 404, 502, 503)
	case githubtest.FaultRedirect:
		f.To, f.Status = "https://example.com/x", oneOf(s, 0, 302, 303, 307, 308)
		if s.in(50) {
			f.Organization, f.Path, f.To = login, listTokens, "/orgs/"+login+"/personal-access-tokens?per_page=100&page=1"
		}
	case githubtest.FaultEcho:
		if f.Status = oneOf(s, 0, 403, 404, 500, 302); f.Status == 302 {
			f.To = "https://example.com/"
		}
	case githubtest.FaultElement:
		f.Path, f.Index = lists, s.IntN(6)
		f.Value = json.RawMessage(oneOf(s, `null`, `7`, `{}`, `"x"`, `[]`, `{"id":-1}`, `{"id":"7"}`, `{"id":1e40,"owner":{"login":"mona"},"repository_selection":"all"}`))
	case githubtest.FaultEndless, githubtest.FaultNextSelf, githubtest.FaultRepeat, githubtest.FaultPartial:
		f.Path, f.New, f.Count = lists, s.options.MaxPages > 0 && s.in(50), s.IntN(4)
	case githubtest.FaultEmpty:
		f.Path, f.Page, f.Nth = lists, 2+s.IntN(2), 1
	case githubtest.FaultGrow, githubtest.FaultShrink, githubtest.FaultStale:
		f.Path, f.Count = oneOf(s, listTokens, listTokens, listRequests), s.IntN(3)
		if f.Do == githubtest.FaultStale {
			f.Times = 1 // a list that is always another than it was could not be told from the truth
		}
	case githubtest.FaultNoEffect, githubtest.FaultLate:
		f.Path, f.Method, f.Nth, f.Count = oneOf(s, listTokens, listRequests), "POST", 1, s.IntN(3)
	}
	if !strings.Contains(f.Path, "{org}") {
		f.Organization = ""
	}
	return f
}

// soakFaults are all faults that the fake GitHub knows.
var soakFaults = []githubtest.FaultKind{
	githubtest.FaultStatus, githubtest.FaultStatus, githubtest.FaultPrimaryLimit, githubtest.FaultSecondaryLimit, githubtest.FaultHTML, githubtest.FaultRedirect, githubtest.FaultEcho,
	githubtest.FaultCut, githubtest.FaultHang, githubtest.FaultReset, githubtest.FaultNextSelf, githubtest.FaultEndless, githubtest.FaultRepeat, githubtest.FaultElement,
	githubtest.FaultGrow, githubtest.FaultShrink, githubtest.FaultStale, githubtest.FaultEmpty, githubtest.FaultPartial, githubtest.FaultExpireToken, githubtest.FaultNoEffect, githubtest.FaultLate, githubtest.FaultNoEffect, githubtest.FaultLate,
}

// status chooses an answer that is not the true one. An empty list with status 200 is not
// among them, because it could be true.
func (s *scene) status(f *githubtest.Fault) {
	f.Status = oneOf(s, 500, 502, 502, 503, 504, 520, 408, 429, 403, 403, 404, 401, 422, 410, 451, 400, 200, 200, 202, 204, 206, 300)
	f.Seconds = oneOf(s, 0, 0, 0, 1, 60, 700)
	f.Body = oneOf(s, "", "", `{"message":"Server Error"}`, `null`, `{}`, `7`, `[`, `[null]`, `<html>`)
	if f.Status == 206 {
		f.Body = oneOf(s, `[]`, `{}`)
	}
	switch s.IntN(8) {
	case 0:
		f.Header = map[string]string{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}
	case 1:
		f.Header = map[string]string{"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": oneOf(s, "9999999999999", "-1", "1", "soon")}
	case 2:
		f.Header = map[string]string{"X-GitHub-SSO": "required; url=https://github.com/orgs/octodemo/sso"}
	case 3:
		f.Header = map[string]string{"Link": oneOf(s, `<https://x/?page=1>; rel="next"`, `<https://x/?page=9>; rel="last"`, `nonsense`)}
	}
	if !s.cached && s.in(5) {
		f.Status = 304
	}
}
