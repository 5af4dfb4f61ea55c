package issue

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

// Fields are what a call may set.
type Fields struct {
	Title  *string  `json:"title"`
	Body   *string  `json:"body"`
	State  *string  `json:"state"`
	Labels []string `json:"labels"`
}

// maxTitle and maxBody are what GitHub takes, in characters.
const (
	maxTitle = 256
	maxBody  = 65536
)

// Read reads the fields of a call, and names the one that GitHub cannot take. The error is
// about a body that is not JSON.
func Read(data []byte) (f Fields, wrong string, err error) {
	if err := json.Unmarshal(data, &f); err != nil {
		return f, "", err
	}
	switch {
	case f.Title != nil && (*f.Title == "" || len([]rune(*f.Title)) > maxTitle):
		return f, "title", nil
	case f.Body != nil && len([]rune(*f.Body)) > maxBody:
		return f, "body", nil
	}
	return f, "", nil
}

// Set changes what is set in the fields.
func (i *Issue) Set(f Fields) {
	for to, from := range map[*string]*string{&i.Title: f.Title, &i.Body: f.Body, &i.State: f.State} {
		if from != nil {
			*to = *from
		}
	}
	if f.Labels != nil {
		i.Labels = f.Labels
	}
}

// author is who made an issue: of those by the App, its bot.
func (i *Issue) author(app map[string]any) body.User {
	if !i.ByApp || app == nil {
		return body.NewUser(cmp.Or(i.Author, "octocat"))
	}
	bot := body.NewUser(fmt.Sprint(app["slug"], "[bot]"))
	bot.Type = "Bot"
	return bot
}

// Describe is the issue in GitHub's answers. One that an App made names it.
//
// https://docs.github.com/en/rest/issues/issues
func (i *Issue) Describe(repository string, app map[string]any) map[string]any {
	url := fmt.Sprintf("%s/repos/%s/issues/%d", body.APIURL, repository, i.Number)
	at := i.CreatedAt.UTC().Format(time.RFC3339)
	labels := make([]map[string]any, 0, len(i.Labels))
	for _, name := range i.Labels {
		labels = append(labels, map[string]any{"id": body.Number(name), "name": name, "color": "ededed", "default": false, "description": nil})
	}
	fields := map[string]any{
		"id": body.Number(url), "node_id": "I_" + fmt.Sprint(i.Number), "url": url, "repository_url": body.APIURL + "/repos/" + repository,
		"html_url": fmt.Sprintf("https://github.com/%s/issues/%d", repository, i.Number), "comments_url": url + "/comments",
		"events_url": url + "/events", "labels_url": url + "/labels{/name}", "number": i.Number, "title": i.Title, "body": i.Body,
		"state": i.State, "state_reason": nil, "locked": false, "user": i.author(app), "labels": labels, "assignee": nil, "assignees": []any{},
		"milestone": nil, "comments": len(i.Comments), "created_at": at, "updated_at": at, "closed_at": nil,
		"author_association": "NONE", "performed_via_github_app": nil,
	}
	if i.State == "closed" {
		fields["closed_at"], fields["state_reason"] = at, "completed"
	}
	if i.ByApp && app != nil {
		fields["performed_via_github_app"] = app
	}
	return fields
}

// DescribeComment is the newest comment of the issue in GitHub's answers.
//
// https://docs.github.com/en/rest/issues/comments
func (i *Issue) DescribeComment(repository string, app map[string]any, now time.Time) map[string]any {
	number := len(i.Comments)
	url := fmt.Sprintf("%s/repos/%s/issues", body.APIURL, repository)
	at := now.UTC().Format(time.RFC3339)
	return map[string]any{
		"id": 1000*i.Number + number, "node_id": fmt.Sprintf("IC_%d_%d", i.Number, number),
		"url":       fmt.Sprintf("%s/comments/%d", url, 1000*i.Number+number),
		"html_url":  fmt.Sprintf("https://github.com/%s/issues/%d#issuecomment-%d", repository, i.Number, number),
		"issue_url": fmt.Sprintf("%s/%d", url, i.Number), "user": (&Issue{ByApp: true}).author(app), "body": i.Comments[number-1],
		"created_at": at, "updated_at": at, "author_association": "NONE", "performed_via_github_app": nil,
	}
}
