package program

import (
	"slices"
	"strings"
)

// Owner says whose an address is.
type Owner uint8

// Owners of addresses.
const (
	Another Owner = iota // another's
	API                  // the REST API's or GraphQL's
	Hosted               // that of another host of GitHub's
	Local                // a path alone
	Open                 // it may be anybody's: the host is not in the text
)

// roots are the first words of the paths of the API.
//
// https://docs.github.com/rest
var roots = []string{
	"advisories", "agents", "app", "app-manifests", "applications", "apps", "assignments", "classrooms", "codes_of_conduct", "credentials", "emojis", "enterprise", "enterprises",
	"events", "feeds", "gists", "gitignore", "graphql", "installation", "issues", "licenses", "markdown", "marketplace_listing", "meta", "networks", "notifications",
	"octocat", "organizations", "orgs", "projects", "rate_limit", "repos", "repositories", "scim", "search", "teams", "user", "users", "versions", "zen",
}

// ownRoots are those that hardly another API has.
var ownRoots = []string{"repos", "orgs", "gists", "rate_limit", "enterprises", "graphql"}

// hosts are those of GitHub's beside the API that take a token or might.
var hosts = []string{
	"raw.githubusercontent.com", "codeload.github.com", "media.githubusercontent.com", "gist.githubusercontent.com", "ghcr.io", "docker.pkg.github.com",
	"npm.pkg.github.com", "maven.pkg.github.com", "nuget.pkg.github.com", "rubygems.pkg.github.com", "models.github.ai", "models.inference.ai.azure.com", "api.githubcopilot.com",
}

// Address is an address taken apart.
type Address struct {
	Owner Owner
	Host  string // of Hosted
	Path  string // begins with a slash, but where nothing of it is known
}

// ReadAddress splits an address into its parts. Variables are in braces.
func ReadAddress(target string) Address {
	target = strings.TrimSpace(target)
	scheme, rest, ok := strings.Cut(target, "://")
	if !ok || strings.ContainsAny(scheme, "/?{") && !isVariable(scheme) {
		return withoutScheme(target)
	}
	if !isVariable(scheme) && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return Address{Owner: Another}
	}
	host, path := splitHost(rest)
	return ofHost(host, path)
}

// isVariable reports whether a text is one variable.
func isVariable(text string) bool {
	return strings.HasPrefix(text, "{") && strings.IndexByte(text, '}') == len(text)-1
}

// withoutScheme reads "/repos/...", "repos/...", "{base}/repos/...", "api.github.com/...".
func withoutScheme(target string) Address {
	switch {
	case target == "":
		return Address{Owner: Another}
	case strings.HasPrefix(target, "//"):
		return ofHost(splitHost(target[2:]))
	case strings.HasPrefix(target, "/"):
		return Address{Owner: Local, Path: target}
	case strings.HasPrefix(target, "{"):
		return openPath(target)
	}
	host, path := splitHost(target)
	if isAPIHost(strings.ToLower(host)) {
		return ofHost(host, path)
	}
	return Address{Owner: Local, Path: "/" + target}
}

// openPath reads what begins with a variable, which may hold host and prefix.
func openPath(target string) Address {
	end := strings.IndexByte(target, '}')
	if end < 0 {
		return Address{Owner: Open}
	}
	rest := target[end+1:]
	rest = strings.TrimPrefix(rest, "/api/v3")
	if !strings.HasPrefix(rest, "/") {
		return Address{Owner: Open}
	}
	return Address{Owner: Open, Path: rest}
}

func splitHost(rest string) (host, path string) {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		return afterUser(rest), "/"
	}
	return afterUser(rest[:end]), rest[end:]
}

// afterUser leaves out a user and a password.
func afterUser(host string) string { return host[strings.LastIndexByte(host, '@')+1:] }

func isAPIHost(host string) bool {
	host, _, _ = strings.Cut(host, ":")
	return host == "api.github.com" || host == "uploads.github.com" ||
		strings.HasSuffix(host, ".ghe.com") && strings.HasPrefix(host, "api.")
}

func ofHost(host, path string) Address {
	host = strings.ToLower(host)
	rest, ofServer := serverPath(path)
	switch {
	case isAPIHost(host):
		return Address{Owner: API, Path: path}
	case slices.Contains(hosts, host):
		return Address{Owner: Hosted, Host: host}
	case host == "github.com" && isDownload(path):
		return Address{Owner: Hosted, Host: host}
	case ofServer && Rooted(rest):
		return Address{Owner: API, Path: rest}
	case strings.Contains(host, "{"):
		return openHost(host, path)
	}
	return Address{Owner: Another}
}

// openHost is an address whose host is a variable.
func openHost(host, path string) Address {
	if at := max(strings.LastIndexByte(host, '}'), 0); strings.Contains(host[at:], ".") && !strings.HasSuffix(host, "github.com") && !strings.HasSuffix(host, "ghe.com") {
		return Address{Owner: Another} // {team}.example.com
	}
	return Address{Owner: Open, Path: path}
}

// serverPath is the path behind the prefix of a server's API.
func serverPath(path string) (string, bool) {
	for _, prefix := range []string{"/api/v3", "/api/uploads"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return rest, true
		}
	}
	if strings.HasPrefix(path, "/api/graphql") {
		return path[len("/api"):], true
	}
	return path, false
}

// isDownload reports whether a path of the web is a file that a token might open.
func isDownload(path string) bool {
	for _, part := range []string{"/archive/", "/raw/", "/releases/download/", "/releases/latest/download/", "/tarball/", "/zipball/"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// firstWord is the first word of a path.
func firstWord(path string) string {
	path = strings.TrimLeft(path, "/")
	if end := strings.IndexAny(path, "/?#{"); end >= 0 {
		path = path[:end]
	}
	return path
}

// Rooted reports whether a path begins as those of the API do.
func Rooted(path string) bool { return slices.Contains(roots, firstWord(path)) }

// ownRoot reports whether a path begins as hardly another API's does.
func ownRoot(path string) bool { return slices.Contains(ownRoots, firstWord(path)) }

// IsGraphQL reports whether a path is that of GraphQL.
func IsGraphQL(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return strings.Trim(path, "/") == "graphql"
}

// behindRepository are the words behind /repos/OWNER/NAME/.
var behindRepository = []string{
	"actions", "activity", "assignees", "attestations", "autolinks", "automated-security-fixes", "branches", "check-runs", "check-suites", "code-scanning", "code-security-configuration", "codeowners",
	"codespaces", "collaborators", "comments", "commits", "community", "compare", "contents", "contributors", "dependabot", "dependency-graph", "deployments", "dispatches", "environments", "events",
	"forks", "generate", "git", "hooks", "immutable-releases", "import", "installation", "interaction-limits", "invitations", "issues", "keys", "labels", "languages", "license", "merge-upstream",
	"merges", "milestones", "notifications", "pages", "private-vulnerability-reporting", "projects", "projectsV2", "properties", "pulls", "readme", "releases", "rules", "rulesets", "secret-scanning",
	"security-advisories", "stargazers", "stats", "statuses", "subscribers", "subscription", "tags", "tarball", "teams", "topics", "traffic", "transfer", "vulnerability-alerts", "zipball",
}

// twoWords writes the variable behind /repos/ as owner and name where it holds both.
func twoWords(target string) string {
	before, after, ok := strings.Cut(target, "/repos/")
	if !ok || !strings.HasPrefix(after, "{") {
		return target
	}
	first, rest, more := strings.Cut(after, "/")
	word := rest
	if end := strings.IndexAny(word, "/?#{"); end >= 0 {
		word = word[:end]
	}
	name, query := first, ""
	if end := strings.IndexAny(first, "?#"); end >= 0 {
		name, query = first[:end], first[end:]
	}
	if !isVariable(name) {
		return target
	}
	switch {
	case more && slices.Contains(behindRepository, word):
		return before + "/repos/{owner}/{repo}/" + rest
	case !more: // there is no endpoint with one word
		return before + "/repos/{owner}/{repo}" + query
	}
	return target
}

// others are parts of names of variables that hold addresses of others.
var others = []string{"slack", "discord", "jira", "pypi", "gitlab", "bitbucket", "sonar", "telegram", "openai", "teams_webhook", "webhook", "anthropic", "sentry", "datadog", "npm", "azure", "aws", "google", "docker"}

// isOthers reports whether the name of the variable at the beginning says that the
// address is another's.
func isOthers(target string) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(target, "{"), "}")
	name = strings.ToLower(name)
	return slices.ContainsFunc(others, func(part string) bool { return strings.Contains(name, part) })
}
