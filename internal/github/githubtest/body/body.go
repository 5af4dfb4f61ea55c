package body

import (
	"hash/crc32"
	"strings"
)

// User is a user or organization in the short form of GitHub's answers.
type User struct {
	Login             string `json:"login"`
	ID                int64  `json:"id"`
	NodeID            string `json:"node_id"`
	AvatarURL         string `json:"avatar_url"`
	GravatarID        string `json:"gravatar_id"`
	URL               string `json:"url"`
	HTMLURL           string `json:"html_url"`
	FollowersURL      string `json:"followers_url"`
	FollowingURL      string `json:"following_url"`
	GistsURL          string `json:"gists_url"`
	StarredURL        string `json:"starred_url"`
	SubscriptionsURL  string `json:"subscriptions_url"`
	OrganizationsURL  string `json:"organizations_url"`
	ReposURL          string `json:"repos_url"`
	EventsURL         string `json:"events_url"`
	ReceivedEventsURL string `json:"received_events_url"`
	Type              string `json:"type"`
	SiteAdmin         bool   `json:"site_admin"`
}

// APIURL begins the addresses in bodies.
const APIURL = "https://api.github.com"

// Made is when apps, installations, and organizations were made.
const Made = "2026-01-12T08:00:00Z"

// NewUser invents the rest of a user: always the same for the same login.
func NewUser(login string) User {
	url := APIURL + "/users/" + login
	return User{
		Login: login, ID: Number(login), NodeID: "U_" + login, AvatarURL: "https://avatars.githubusercontent.com/" + login,
		URL: url, HTMLURL: "https://github.com/" + login, FollowersURL: url + "/followers",
		FollowingURL: url + "/following{/other_user}", GistsURL: url + "/gists{/gist_id}",
		StarredURL: url + "/starred{/owner}{/repo}", SubscriptionsURL: url + "/subscriptions",
		OrganizationsURL: url + "/orgs", ReposURL: url + "/repos", EventsURL: url + "/events{/privacy}",
		ReceivedEventsURL: url + "/received_events", Type: "User",
	}
}

// Organization is an organization by its login and ID.
type Organization struct {
	Login string
	ID    int64
}

// User is the organization where a user may be one.
func (o Organization) User() User {
	u := NewUser(o.Login)
	u.ID, u.Type = o.ID, "Organization"
	return u
}

// Full is what everybody may know of the organization.
//
// https://docs.github.com/en/rest/orgs/orgs#get-an-organization
func (o Organization) Full(publicRepositories int) map[string]any {
	url := APIURL + "/orgs/" + o.Login
	return map[string]any{
		"login": o.Login, "id": o.ID, "node_id": "O_" + o.Login, "url": url, "repos_url": url + "/repos",
		"events_url": url + "/events", "hooks_url": url + "/hooks", "issues_url": url + "/issues", "members_url": url + "/members{/member}",
		"public_members_url": url + "/public_members{/member}", "avatar_url": "https://avatars.githubusercontent.com/" + o.Login,
		"description": nil, "html_url": "https://github.com/" + o.Login, "has_organization_projects": true, "has_repository_projects": true,
		"public_repos": publicRepositories, "public_gists": 0, "followers": 0, "following": 0, "type": "Organization",
		"created_at": Made, "updated_at": Made, "archived_at": nil,
	}
}

// Number is an id that depends only on a name.
func Number(name string) int64 { return int64(crc32.ChecksumIEEE([]byte(name))>>4) + 1 }

// repositoryAddresses are the fields of a repository that hold an address, by
// what follows its own.
var repositoryAddresses = map[string]string{
	"url": "", "archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}",
	"blobs_url": "/git/blobs{/sha}", "branches_url": "/branches{/branch}",
	"collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
	"commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}",
	"contents_url": "/contents/{+path}", "contributors_url": "/contributors",
	"deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
	"forks_url": "/forks", "git_commits_url": "/git/commits{/sha}", "git_refs_url": "/git/refs{/sha}",
	"git_tags_url": "/git/tags{/sha}", "hooks_url": "/hooks",
	"issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
	"issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}",
	"languages_url": "/languages", "merges_url": "/merges", "milestones_url": "/milestones{/number}",
	"notifications_url": "/notifications{?since,all,participating}", "pulls_url": "/pulls{/number}",
	"releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
	"subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags",
	"teams_url": "/teams", "trees_url": "/git/trees{/sha}",
}

// Repository invents a repository of an organization: what the lists of a
// request's or token's repositories hold. The name may be a full name.
func (o Organization) Repository(name string) map[string]any {
	full := o.FullName(name)
	owner, short, _ := strings.Cut(full, "/")
	body := map[string]any{
		"id": Number(full), "node_id": "R_" + full, "name": short, "full_name": full,
		"owner": NewUser(owner), "private": true, "html_url": "https://github.com/" + full,
		"description": nil, "fork": false, "visibility": "private",
	}
	if strings.EqualFold(owner, o.Login) {
		body["owner"] = o.User()
	}
	for field, rest := range repositoryAddresses {
		body[field] = APIURL + "/repos/" + full + rest
	}
	return body
}

// FullRepository is a repository with all the fields that the list of an
// installation's repositories has.
func (o Organization) FullRepository(name string) map[string]any {
	body := o.Repository(name)
	full, _ := body["full_name"].(string)
	more := map[string]any{
		"clone_url": "https://github.com/" + full + ".git", "git_url": "git:github.com/" + full + ".git",
		"ssh_url": "git@github.com:" + full + ".git", "svn_url": "https://github.com/" + full,
		"mirror_url": nil, "homepage": nil, "language": nil, "license": nil, "default_branch": "main",
		"forks": 0, "forks_count": 0, "open_issues": 0, "open_issues_count": 0, "size": 108,
		"stargazers_count": 0, "watchers": 0, "watchers_count": 0, "archived": false, "disabled": false,
		"has_downloads": true, "has_issues": true, "has_pages": false, "has_projects": true, "has_wiki": true,
		"created_at": "2024-01-26T19:01:12Z", "updated_at": "2026-01-26T19:14:43Z", "pushed_at": "2026-01-26T19:06:43Z",
	}
	for field, value := range more {
		body[field] = value
	}
	return body
}

// FullName puts the organization before a name that has none.
func (o Organization) FullName(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return o.Login + "/" + name
}
