package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
)

var apiURL = os.Getenv("GITHUB_API_URL")

func main() {
	ctx := context.Background()
	owner, repo := "octo-org", "api"

	u := apiURL + "/repos/" + owner + "/" + repo + "/releases/latest"
	if _, err := http.Get(u); err != nil { // CALL: GET /repos/{owner}/{repo}/releases/latest
		fmt.Println("https://api.github.com/user failed")
	}

	u = fmt.Sprintf("https://api.github.com/repos/%s/%s/actions/runs/%d", owner, repo, 42)
	req, _ := http.NewRequestWithContext(ctx, http.MethodDelete, u, nil) // CALL: DELETE /repos/{owner}/{repo}/actions/runs/{run_id}
	_, _ = http.DefaultClient.Do(req)

	joined, _ := url.JoinPath("https://api.github.com", "orgs", owner, "teams")
	client := &http.Client{}
	_, _ = client.Get(joined) // CALL: GET /orgs/{org}/teams

	base, _ := url.Parse("https://api.github.com/gists")
	_, _ = client.Post(base.String(), "application/json", nil) // CALL: POST /gists

	_, _ = http.Get("https://raw.githubusercontent.com/" + owner + "/" + repo + "/main/README.md") // CALL: host raw.githubusercontent.com
	_, _ = http.Get(os.Args[1])                                                                    // UNCLEAR: unreadable
	upload := "https://uploads.github.com/repos/octo-org/api/releases/1/assets?name=" + os.Args[2]
	_, _ = client.Post(upload, "application/octet-stream", nil) // CALL: POST /repos/{owner}/{repo}/releases/{release_id}/assets
}
