// A gh extension.
package main

import (
	"fmt"

	gh "github.com/cli/go-gh/v2"
	"github.com/cli/go-gh/v2/pkg/api"
	"github.com/cli/go-gh/v2/pkg/repository"
)

func main() {
	client, err := api.DefaultRESTClient()
	if err != nil {
		return
	}
	repo, _ := repository.Current()
	var answer any
	_ = client.Get(fmt.Sprintf("repos/%s/%s/milestones", repo.Owner, repo.Name), &answer) // CALL: GET /repos/{owner}/{repo}/milestones
	_ = client.Post("repos/octo-org/api/labels", nil, &answer)                            // CALL: POST /repos/{owner}/{repo}/labels
	_, _ = client.Request("PATCH", "repos/octo-org/api/milestones/1", nil)                // CALL: PATCH /repos/{owner}/{repo}/milestones/{milestone_number}
	_ = client.Do("DELETE", "user/keys/7", nil, nil)                                      // CALL: DELETE /user/keys/{key_id}
	_, _, _ = gh.Exec("pr", "create", "--fill")                                           // CALL: gh pr create
	paginate(client, "orgs/octo-org/repos")                                               // CALL: GET /orgs/{org}/repos
}

func paginate(client *api.RESTClient, path string) {
	_ = client.Get(path+"?per_page=100", nil)
}
