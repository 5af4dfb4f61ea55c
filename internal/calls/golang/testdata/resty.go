package main

import (
	"github.com/go-resty/resty/v2"
)

func main() {
	client := resty.New().SetBaseURL("https://api.github.com").SetAuthToken("x")
	_, _ = client.R().SetQueryParam("per_page", "100").Get("/user/repos") // CALL: GET /user/repos
	_, _ = client.R().
		SetBody(map[string]any{"name": "api"}).
		Post("/orgs/octo-org/repos") // CALL: POST /orgs/{org}/repos
	_, _ = client.R().Execute("DELETE", "/repos/octo-org/api")                     // CALL: DELETE /repos/{owner}/{repo}
	_, _ = resty.New().R().Put("https://api.github.com/user/starred/octo-org/api") // CALL: PUT /user/starred/{owner}/{repo}
}
