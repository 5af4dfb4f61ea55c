package github_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

func exampleSnapshot() *github.Snapshot {
	reason := "Deploys octo-org/api"
	at := githubtest.DefaultNow
	token := pat.Grant{
		Kind: pat.KindToken, ID: 7, TokenID: 70, TokenName: "deploy", Owner: "mona", RepositorySelection: "subset",
		Repositories: []string{"octo-org/api", "octo-org/web"}, RepositoriesRead: true, Since: &at, ExpiresAt: &at,
		Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": pat.Read}},
	}
	second := token
	second.ID, second.Owner, second.TokenName, second.Repositories = 8, "hubot", "Deploy", []string{"octo-org/api"}
	request := pat.Grant{Kind: pat.KindRequest, ID: 3, Owner: "MONA", RepositorySelection: "all", Reason: &reason}
	return &github.Snapshot{GeneratedAt: at, Host: "octo-org.ghe.com", Organizations: []github.Organization{{
		Login: "octo-org", ReadAt: at, Requests: []pat.Grant{request}, Tokens: []pat.Grant{token, second},
		Incomplete: []github.Gap{{What: "repositories of token 9", Why: "There is no organization octo-org."}},
	}}}
}

func TestRedact(t *testing.T) {
	original := exampleSnapshot()
	redacted := github.Redact(original)
	if diff := cmp.Diff(exampleSnapshot(), original); diff != "" {
		t.Errorf("the original was changed:\n%s", diff)
	}
	var out bytes.Buffer
	if err := redacted.Encode(&out, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mona", "hubot", "octo-org", "deploy", "api", "web"} {
		if strings.Contains(strings.ToLower(out.String()), name) {
			t.Errorf("%q is in\n%s", name, out.String())
		}
	}
	o := redacted.Organizations[0]
	got := fmt.Sprintln(redacted.Host, o.Login, o.Requests[0].Owner, *o.Requests[0].Reason,
		o.Tokens[0].Owner, o.Tokens[0].TokenName, o.Tokens[0].Repositories, o.Tokens[1].Owner, o.Tokens[1].TokenName, o.Tokens[1].Repositories)
	want := "redacted.ghe.com organization-1 user-1 reason-1 user-1 token-1 [organization-1/repository-1 organization-1/repository-2] user-2 token-1 [organization-1/repository-1]\n"
	if got != want {
		t.Errorf("got  %swant %s", got, want)
	}
	if o.Complete() || o.Tokens[0].ID != 7 || o.Tokens[0].TokenID != 70 || o.Tokens[0].ExpiresAt == nil {
		t.Errorf("what is no name was changed: %+v", o)
	}
}
