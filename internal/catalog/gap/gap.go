// Package gap knows what GitHub keeps from fine-grained tokens: why, and what to use
// instead. Which endpoints are closed is for package catalog to know.
package gap

import (
	"strings"

	"github.com/patctl/patctl/internal/catalog"
)

// Gap is something that GitHub keeps from fine-grained tokens.
type Gap struct {
	Why  string // a sentence
	Next string // what to do instead, a sentence; "": use one of the tokens that can
}

// The gaps that GitHub names, and those that its data shows.
//
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens#fine-grained-personal-access-tokens-limitations
var (
	packages = Gap{
		"Fine-grained tokens don't work with GitHub Packages.",
		"Use GITHUB_TOKEN in a workflow, or a classic token with the scope read:packages (write:packages to publish, delete:packages to delete).",
	}
	checks = Gap{
		"Only GitHub Apps can write checks.",
		"Create a commit status instead (POST /repos/{owner}/{repo}/statuses/{sha} needs statuses = write), use GITHUB_TOKEN with checks: write in a workflow, or use a GitHub App.",
	}
	checksRead = Gap{
		"Only GitHub Apps and classic tokens can read the checks of private repositories.",
		"Read commit statuses instead (GET /repos/{owner}/{repo}/commits/{ref}/status needs statuses = read), use GITHUB_TOKEN with checks: read in a workflow, a GitHub App, or a classic token with the scope repo.",
	}
	userProjects = Gap{
		"Fine-grained tokens can't reach projects that a user owns.",
		"Move the project to an organization, where organization_projects is enough, or use a classic token with the scope project (read:project to read).",
	}
	enterprise = Gap{"Fine-grained tokens can't reach enterprises.", ""}
	invitation = Gap{
		"A fine-grained token reaches one resource owner, so it can't act as an outside collaborator in repositories of others.",
		"Accept the invitation in the browser, or use a classic token with the scope repo:invite.",
	}
	notifications = Gap{"Fine-grained tokens can't reach notifications.", "Use a classic token with the scope notifications."}
	reviews       = Gap{"Only GitHub Apps can review the fine-grained tokens of an organization.", "Use a GitHub App, as patctl does. To check yours, run: patctl doctor"}
	appItself     = Gap{"Only a GitHub App or an OAuth app can make this call, about itself.", "Authenticate as the app, with its JSON Web Token or its client ID and secret."}
	copilotSpaces = Gap{"Fine-grained tokens can't reach Copilot Spaces that a user owns.", ""}
	siteAdmin     = Gap{"Fine-grained tokens can't administer GitHub Enterprise Server.", "Use a classic token with the scope site_admin."}
	migrations    = Gap{"Fine-grained tokens can't start or read migrations.", ""}
)

// paths are parts of paths, with the gap that they are in. The first one holds.
var paths = []struct {
	part string
	gap  *Gap
}{
	{"/packages", &packages},
	{"/docker/conflicts", &packages},
	{"/check-runs", &checks},
	{"/check-suites", &checks},
	{"/enterprises/", &enterprise},
	{"/enterprise/", &enterprise},
	{"/repository_invitations", &invitation},
	{"/notifications", &notifications},
	{"/subscription", &notifications},
	{"/personal-access-token", &reviews},
	{"/migrations", &migrations},
	{"/marketplace_listing", &appItself},
	{"/copilot-spaces", &copilotSpaces},
}

// starts are beginnings of paths.
var starts = []struct {
	start string
	gap   *Gap
}{
	{"/app/", &appItself}, {"/app", &appItself}, {"/installation/", &appItself}, {"/applications/", &appItself},
	{"/admin/", &siteAdmin},
}

// Of says why fine-grained tokens cannot call an endpoint. It is empty where only
// GitHub's data says so, and for endpoints that they can call.
func Of(e catalog.Endpoint) Gap {
	if e.FineGrained != catalog.FineGrainedNo {
		return Gap{}
	}
	if strings.Contains(e.Path, "/projectsV2") && (strings.HasPrefix(e.Path, "/user/") || strings.HasPrefix(e.Path, "/users/")) {
		return userProjects
	}
	for _, g := range starts {
		if e.Path == g.start || strings.HasSuffix(g.start, "/") && strings.HasPrefix(e.Path, g.start) {
			return *g.gap
		}
	}
	for _, g := range paths {
		if strings.Contains(e.Path+"/", g.part+"/") || strings.HasSuffix(g.part, "/") && strings.Contains(e.Path, g.part) || g.part == "/personal-access-token" && strings.Contains(e.Path, g.part) {
			if g.gap == &checks && e.Method == "GET" {
				return checksRead
			}
			return *g.gap
		}
	}
	return Gap{}
}

// Permission says why a permission that people ask for cannot be had by a
// fine-grained token, and what to do instead.
func Permission(name string) (Gap, bool) {
	switch name {
	case "packages", "organization_packages":
		return packages, true
	case "checks":
		return checks, true
	case "repository_projects", "user_projects", "projects":
		return userProjects, true
	case "enterprise_administration", "enterprises":
		return enterprise, true
	}
	return Gap{}, false
}
