package suspect

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// library is a client of GitHub's API in some language.
type library struct {
	hint        *lazyregexp.Regexp // names the library
	constructor *lazyregexp.Regexp // makes a client, which is given a name
	call        *lazyregexp.Regexp // may be a call; its first group, if any, names it
	noCall      *lazyregexp.Regexp // what looks like a call and is none; nil: nothing
}

// octokitScopes are the groups of octokit's methods.
//
// https://github.com/octokit/plugin-rest-endpoint-methods.js
const octokitScopes = `actions|activity|apps|billing|campaigns|checks|codeScanning|codeSecurity|codesOfConduct|codespaces|copilot|credentials|dependabot|dependencyGraph|emojis|enterpriseAdmin|enterpriseTeam\w*|gists|git|gitignore|hostedCompute|interactions|issues|licenses|markdown|meta|migrations|oidc|orgs|packages|privateRegistries|projects|projectsClassic|pulls|rateLimit|reactions|repos|scim|search|secretScanning|securityAdvisories|teams|users`

// goServices are those of go-github's client.
const goServices = `Actions|Activity|Admin|AgentTasks|Apps|Authorizations|Billing|Checks|Classroom|CodeQuality|CodeScanning|CodesOfConduct|Codespaces|Copilot|Credentials|Dependabot|DependencyGraph|Emojis|Enterprise|Gists|Git|Gitignores|Interactions|IssueImport|Issues|Licenses|Markdown|Marketplace|Meta|Migrations|Organizations|PrivateRegistries|Projects|PullRequests|RateLimit|Reactions|Repositories|SCIM|Search|SecretScanning|SecurityAdvisories|SubIssue|Teams|Users`

// verbs begin the methods of clients that are named for what they do.
const verbs = `get|list|create|edit|delete|add|remove|update|merge|search|set|enable|disable|replace|render|compare|approve|accept|lock|unlock|mark|reset|transfer|upload|download|fork|request|subscribe|star|unstar|dispatch|cancel|rerun|post|put|patch|close|reopen|comment|find|query|mutate|follow|invite|publish`

var libraries = []library{
	{
		hint:        lazyregexp.New(`(?i)octokit|github-script|probot|@actions/github|getOctokit|github\.rest\.|\bgithub\.graphql\(`),
		constructor: lazyregexp.New(`(?i)new\s+(?:\w*octokit|kit)\b|getOctokit\(|\.defaults\(|=\s*(?:\w+\.)*(?:octokit|github)(?:\.rest)?(?:\.\w+)?\s*;?\s*$|Octokit::Client|Octokit\.plugin`),
		call: lazyregexp.New(`\.rest\.((?:` + octokitScopes + `)\.\w+)|\.((?:` + octokitScopes + `)\.[a-z]\w+)\s*\(|\.rest\b|\.(?:request|paginate|graphql)\b\s*[(<.` + "`" + `]` +
			`|\bgraphql\s*[(<]|\bcontext\.config\(|\}\s*=\s*(?:await\s+)?(?:\w+\.)*(?:octokit|github)\b|\b(?:client|octokit|Octokit|github|gh)\.[a-z]\w+[!?]?\s*(?:\(|['":]\S|$)|\b[Oo]ctokit\s*\.\s*$`),
		noCall: lazyregexp.New(`^\s*(?:import|require|from)\b|Octokit::Client\.new|new\s+\w*Octokit|Octokit\.(?:plugin|defaults|configure)|\brequire\(['"]`),
	},
	{
		hint:        lazyregexp.New(`go-github|githubv4|ghinstallation|github\.NewClient`),
		constructor: lazyregexp.New(`NewClient|NewEnterpriseClient|NewTokenClient`),
		call:        lazyregexp.New(`\.((?:` + goServices + `)\.[A-Z]\w*)\(|\.(?:Query|Mutate|NewRequest|BareDo)\(`),
	},
	{
		hint:        lazyregexp.New(`^\s*(?:from\s+github\b|import\s+github\b|from\s+(?:githubkit|github3|ghapi|gidgethub|agithub)\b|import\s+(?:githubkit|github3|ghapi|gidgethub|agithub)\b)|\bGithub\(|\bGithubIntegration\(`),
		constructor: lazyregexp.New(`Github\(|GitHub\(|GhApi\(|login\(`),
		call:        lazyregexp.New(`\.((?:` + verbs + `|as|raw|is|has|convert|total)(?:_\w+)?)\s*\(|\.((?:` + verbs + `)_\w+)\b|\.totalCount\b|\.rest\.`),
		noCall:      lazyregexp.New(`^\s*(?:import|from)\b|\b(?:environ|os)\.get|\bargs\.|\bos\.`),
	},
	{
		hint:        lazyregexp.New(`org\.kohsuke\.github|GitHubBuilder|^\s*using\s+Octokit|GitHubClient\(|octocrab|PSGitHub|PowerShellForGitHub|\bgithub_api\b|\bGithub::Client|knplabs/github-api|Github\\Client`),
		constructor: lazyregexp.New(`GitHubBuilder|GitHubClient|[Oo]ctocrab|Client`),
		call:        lazyregexp.New(`\.(?i:(?:` + verbs + `)\w*)\s*\(|->(?:` + verbs + `|api)\w*\(|\b(?:Get|New|Set|Remove|Update)-GitHub\w+|\b[Oo]ctocrab\w*(?:::instance\(\))?\s*\.`),
		noCall:      lazyregexp.New(`^\s*(?:import|using|use)\b`),
	},
	{
		hint:        lazyregexp.New(`integrations/github|provider\s+"github"|(?:resource|data)\s+"github_|pulumi_github|@pulumi/github`),
		constructor: lazyregexp.New(`^$`),
		call:        lazyregexp.New(`^\s*(?:resource|data)\s+"github_\w+"|\bgithub\.[A-Z]\w+\(`),
	},
}

// libraryCalls finds what may be calls of the libraries that the text uses.
func libraryCalls(text string, s *signs) []string {
	var found []string
	text = strings.ReplaceAll(text, "github.com", "{host}") // no call of a method of github
	for _, l := range s.libraries {
		if l.noCall != nil && l.noCall.MatchString(text) || !l.call.MatchString(text) && !s.client(text) {
			continue
		}
		s.used[l] = true
		if len(found) == 0 {
			found = append(found, reading.Unreadable)
		}
	}
	return found
}

// clientUse is what follows the name of a client where it is called.
var clientUse = lazyregexp.New(`^\s*(?:[.([<]|->|\?\.)`)

// client reports whether a line calls what was given a name as a client.
func (s *signs) client(text string) bool {
	if s.names == nil {
		return false
	}
	for _, at := range s.names.FindAllStringIndex(text, -1) {
		if clientUse.MatchString(text[at[1]:]) {
			return true
		}
	}
	return false
}
