package githubtest_test

import (
	"fmt"
	"net/http"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

func Example() {
	world, err := githubtest.ParseWorld([]byte(`{
	  "credentials": [{"token": "ghs_reader", "kind": "installation", "organization": "octo-org"}],
	  "organizations": [{
	    "login": "octo-org",
	    "tokens": [{
	      "owner": "mona", "token_name": "release-api", "repositories": ["api"],
	      "permissions": {"repository": {"metadata": "read", "contents": "write"}}
	    }]
	  }],
	  "faults": [{"do": "status", "status": 502, "path": "/orgs/{org}/personal-access-tokens", "times": 1}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	server, err := checked.Start(world)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	for range 2 {
		req, _ := http.NewRequest(http.MethodGet, server.URL+"/orgs/octo-org/personal-access-tokens", nil)
		req.Header.Set("Authorization", "Bearer ghs_reader")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(resp.Status)
		_ = resp.Body.Close()
	}
	fmt.Println(server.Count())
	// Output:
	// 502 Bad Gateway
	// 200 OK
	// map[GET /orgs/{org}/personal-access-tokens:2]
}
