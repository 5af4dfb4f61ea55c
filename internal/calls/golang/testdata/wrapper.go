package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

const (
	defaultBase = "https://api.github.com"
	docs        = "https://docs.github.com/rest/repos/repos"
)

// Client talks to the API.
type Client struct {
	base  string
	token string
	http  *http.Client
}

// New returns a client.
func New() *Client {
	return &Client{base: defaultBase, token: os.Getenv("GITHUB_TOKEN"), http: &http.Client{}}
}

func (c *Client) do(method, path string, body any) (*http.Response, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(method, c.base+path, bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	return c.http.Do(req)
}

func (c *Client) get(path string) (*http.Response, error) { return c.do(http.MethodGet, path, nil) }

// Topics sets topics.
func (c *Client) Topics(owner, repo string, names []string) error {
	_, err := c.do("PUT", "/repos/"+owner+"/"+repo+"/topics", map[string]any{"names": names}) // CALL: PUT /repos/{owner}/{repo}/topics
	return err
}

// Members lists members.
func (c *Client) Members(org string) error {
	_, err := c.get(fmt.Sprintf("/orgs/%s/members?per_page=%d", url.PathEscape(org), 100)) // CALL: GET /orgs/{org}/members
	return err
}

// Remove removes a member.
func (c *Client) Remove(org, user string) error {
	endpoint := strings.Join([]string{"/orgs", org, "members", user}, "/")
	_, err := c.do(http.MethodDelete, endpoint, nil) // CALL: DELETE /orgs/{org}/members/{username}
	return err
}

// Elsewhere calls another.
func (c *Client) Elsewhere() {
	_, _ = http.Post("https://hooks.slack.com/services/x", "application/json", nil)
	_, _ = http.Get(docs)
	_, _ = http.Get("https://example.com/repos/octo-org/api")
}
