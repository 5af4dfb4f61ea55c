package calls

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/refusal"
)

const notAccessible = "Resource not accessible by personal access token"

// refusalTests give what the message of a refused call says: calls with their
// lines, what is unclear, headers, and refusals of other tokens.
var refusalTests = map[string]struct {
	text string
	want []string
}{
	"the body": {
		`{"message": "` + notAccessible + `", "documentation_url": "https://docs.github.com/rest/gists/gists#create-a-gist", "status": "403"}`,
		[]string{"1 https://docs.github.com/rest/gists/gists#create-a-gist"},
	},
	"the body in lines, among others": {
		"HTTP/2 403\nx-github-request-id: 1\n\n{\n  \"message\": \"" + notAccessible + "\",\n  \"documentation_url\": \"https://docs.github.com/en/rest/gists/gists#create-a-gist\"\n}",
		[]string{"6 https://docs.github.com/en/rest/gists/gists#create-a-gist"},
	},
	"a body that names no call": {
		`{"message": "` + notAccessible + `", "documentation_url": "https://docs.github.com/rest"}`,
		[]string{"1 unclear refusal"},
	},
	"Terraform": {
		"│ Error: POST https://api.github.com/repos/octo-org/api/hooks: 403 " + notAccessible + " []\n│\n│   with github_repository_webhook.ci,\n" +
			"│   on main.tf line 12, in resource \"github_repository_webhook\" \"ci\":\n│   12: resource \"github_repository_webhook\" \"ci\" {",
		[]string{"1 POST https://api.github.com/repos/octo-org/api/hooks"},
	},
	"Renovate": {
		"\"message\": \"Request failed with status code 403 (Forbidden): POST https://api.github.com/repos/octo-org/api/issues\",\n" +
			"DEBUG: GET https://api.github.com/repos/octo-org/api/pulls = (code=ERR_NON_2XX_3XX_RESPONSE, statusCode=403 retryCount=0)",
		[]string{"1 POST https://api.github.com/repos/octo-org/api/issues", "2 GET https://api.github.com/repos/octo-org/api/pulls"},
	},
	"octokit's log": {"POST /repos/octo-org/api/issues/7/comments - 403 in 4ms\nHttpError: " + notAccessible, []string{"1 POST /repos/octo-org/api/issues/7/comments"}},
	"octokit's message": {
		"##[error]" + notAccessible + " - https://docs.github.com/rest/pulls/pulls#create-a-pull-request\n##[error]Unhandled error: HttpError: " + notAccessible,
		[]string{"1 https://docs.github.com/rest/pulls/pulls#create-a-pull-request"},
	},
	"octokit's error": {nodeErrorText, []string{"2 POST https://api.github.com/repos/octo-org/api/pulls", "22 gh pr list", "header 13 pull_requests=write"}},
	"octokit's error in JSON": {
		`{"name": "HttpError", "status": 403, "request": {"method": "POST", "url": "https://api.github.com/gists"}, "response": {"headers": {"x-accepted-github-permissions": "gists=write"}}}`,
		[]string{"1 POST https://api.github.com/gists", "header 1 gists=write"},
	},
	"Octokit for Ruby":    {"Octokit::Forbidden: POST https://api.github.com/gists: 403 - " + notAccessible + " // See: https://docs.github.com/rest/gists", []string{"1 POST https://api.github.com/gists"}},
	"gh":                  {"gh: " + notAccessible + " (HTTP 403)", []string{"1 unclear refusal"}},
	"gh with the address": {"HTTP 403: " + notAccessible + " (https://api.github.com/user/emails)\nHTTP 403 (https://api.github.com/gists)", []string{"1 https://api.github.com/user/emails", "2 https://api.github.com/gists"}},
	"gh about GraphQL":    {"GraphQL: " + notAccessible + " (createPullRequest)", []string{"1 unclear graphql createPullRequest"}},
	"PyGithub": {
		"Traceback (most recent call last):\n  File \"bot.py\", line 7, in <module>\n    repo.create_issue(title=\"x\")\ngithub.GithubException.GithubException: 403 {\"message\": \"" +
			notAccessible + "\", \"documentation_url\": \"https://docs.github.com/rest/issues/issues#create-an-issue\"}",
		[]string{"4 https://docs.github.com/rest/issues/issues#create-an-issue"},
	},
	"PyGithub, and something unnamed": {
		"github.GithubException.UnknownObjectException: 404 {\"message\": \"Not Found\", \"documentation_url\": \"https://docs.github.com/rest/repos/repos#get-a-repository\"}\ngh: Not Found (HTTP 404)",
		[]string{"1 https://docs.github.com/rest/repos/repos#get-a-repository", "2 unclear refusal"},
	},
	"go-github":         {"GET https://api.github.com/repos/octo-org/api/keys: 403 " + notAccessible + " []", []string{"1 GET https://api.github.com/repos/octo-org/api/keys"}},
	"go-github in JSON": {`{"level": "error", "msg": "GET https://api.github.com/user/emails: 403 ` + notAccessible + ` []"}` + "\n" + `{"level": "info", "msg": "done"}`, []string{"1 GET https://api.github.com/user/emails"}},
	"Python's requests": {"requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.github.com/gists", []string{"1 https://api.github.com/gists"}},
	"GraphQL": {
		`{"data": {"repository": null}, "errors": [{"type": "FORBIDDEN", "path": ["repository", "pullRequests", "nodes", 0], "message": "` + notAccessible + `"}]}`,
		[]string{"1 unclear graphql repository.pullRequests.nodes"},
	},
	"GraphQL in Node": {
		"GraphqlResponseError: Request failed due to following response errors:\n - " + notAccessible + "\n  errors: [\n    {\n      type: 'FORBIDDEN',\n      path: [ 'addComment' ],\n      message: '" + notAccessible + "'\n    }\n  ]",
		[]string{"5 unclear graphql addComment"},
	},
	"another token": {
		`{"message": "Resource not accessible by integration", "documentation_url": "https://docs.github.com/rest/gists/gists#create-a-gist"}`,
		[]string{"1 https://docs.github.com/rest/gists/gists#create-a-gist", "integration 1"},
	},
	"another token, and no call": {"Error: Resource not accessible by integration", []string{"1 unclear refusal", "integration 1"}},
	"a header":                   {"< X-Accepted-GitHub-Permissions: issues=write; pull_requests=write\r\n", []string{"header 1 issues=write; pull_requests=write"}},
	"Git":                        {"remote: Permission to octo-org/api.git denied to octocat.\nfatal: unable to access 'https://github.com/octo-org/api.git/': The requested URL returned error: 403", []string{"1 unclear git push", "2 unclear git"}},
	"Git and a workflow":         {"! [remote rejected] main -> main (refusing to allow a Personal Access Token to create or update workflow `.github/workflows/ci.yml` without `workflow` scope)", []string{"1 unclear git push"}},
	"Git elsewhere":              {"fatal: unable to access 'https://gitlab.com/x/y.git/': The requested URL returned error: 403\nGET /user", []string{"2 GET /user"}},
	"a log of Actions":           {"2026-11-22T10:00:00.0000000Z ##[error]" + notAccessible, []string{"1 unclear refusal"}},
	"curl":                       {"curl: (22) The requested URL returned error: 403", []string{"1 unclear refusal"}},
	"two refusals, one named":    {"POST https://api.github.com/gists: 403 " + notAccessible + " []\ngh: " + notAccessible + " (HTTP 403)", []string{"1 POST https://api.github.com/gists", "2 unclear refusal"}},
	"spoken of":                  {"echo \"" + notAccessible + "\"\n# gh: Not Found (HTTP 404)\nGET /user", []string{"3 GET /user"}},
}

const nodeErrorText = `
RequestError [HttpError]: Resource not accessible by personal access token
    at fetchWrapper (file:///app/node_modules/@octokit/request/dist-bundle/index.js:123:11)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
  status: 403,
  request: {
    method: 'POST',
    url: 'https://api.github.com/repos/octo-org/api/pulls',
    request: { hook: [Function: bound bound register] }
  },
  response: {
    url: 'https://api.github.com/repos/octo-org/api/pulls',
    headers: { 'x-accepted-github-permissions': 'pull_requests=write' },
    data: {
      message: 'Resource not accessible by personal access token',
      documentation_url: 'https://docs.github.com/rest/pulls/pulls#create-a-pull-request',
      status: '403'
    }
  }
}
done
gh pr list
`

func TestReadRefusals(t *testing.T) {
	for name, test := range refusalTests {
		r, err := Read([]byte(test.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, saidOf(r)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

func saidOf(r reading.Reading) []string {
	var out []string
	for _, c := range r.Calls {
		out = append(out, fmt.Sprintf("%d %s", c.Line, c.Text))
	}
	for _, u := range r.Unclear {
		out = append(out, strings.Replace(fmt.Sprintf("%d unclear %s", u.Line, u.Call), "unclear gh pr", "gh pr", 1))
	}
	for _, a := range r.Accepted {
		out = append(out, fmt.Sprintf("header %d %s", a.Line, a.Value))
	}
	for _, line := range r.Integration {
		out = append(out, fmt.Sprintf("integration %d", line))
	}
	return out
}

// The message of a refusal is one as an argument, too, with the same answer.
func TestReadLineTakesRefusals(t *testing.T) {
	for name, test := range refusalTests {
		r, _ := Read([]byte(test.text))
		if !refusal.Is(test.text) || strings.Contains(test.text, "GET /user") {
			continue
		}
		if diff := cmp.Diff(saidOf(r), saidOf(ReadLine(test.text))); diff != "" {
			t.Errorf("%s: -file +argument:\n%s", name, diff)
		}
	}
}

// A refusal is never passed over: with the call taken out of the message, something
// of it is still unclear.
func TestRefusalsWithoutTheCallAreUnclear(t *testing.T) {
	for name, test := range refusalTests {
		text := strings.NewReplacer("https://api.github.com", "URL", "https://docs.github.com", "URL", "documentation_url", "page").Replace(test.text)
		if !strings.Contains(text, notAccessible) || strings.HasPrefix(text, "echo") {
			continue
		}
		if r, _ := Read([]byte(text)); len(r.Calls)+len(r.Unclear) == 0 {
			t.Errorf("%s: nothing is said of %q", name, text)
		}
	}
}
