// Package labeler labels stale issues: client.Issues.Edit(ctx, ...) is in a comment.
package labeler

import (
	"context"
	"fmt"

	"github.com/google/go-github/v84/github"
)

/* client.Issues.Delete(ctx, owner, repo, 1) */

type labeler struct {
	client *github.Client
	issues *github.IssuesService
	owner  string
	repo   string
}

func newLabeler(token string) *labeler {
	client := github.NewClient(nil).WithAuthToken(token)
	return &labeler{client: client, issues: client.Issues}
}

func (l *labeler) run(ctx context.Context) error {
	opts := &github.IssueListByRepoOptions{State: "open"}
	for {
		issues, resp, err := l.client.Issues.ListByRepo(ctx, l.owner, l.repo, opts) // CALL: GET /repos/{owner}/{repo}/issues
		if err != nil {
			return fmt.Errorf("GET /repos/{owner}/{repo}/issues: %w", err)
		}
		for _, issue := range issues {
			_, _, err := l.issues.AddLabelsToIssue(ctx, l.owner, l.repo, issue.GetNumber(), []string{"stale"}) // CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/labels
			if err != nil {
				return err
			}
		}
		if resp.NextPage == 0 {
			break
		}
		opts.Page = resp.NextPage
	}
	pulls := l.client.PullRequests
	if _, _, err := pulls.Merge(ctx, l.owner, l.repo, 7, "", nil); err != nil { // CALL: PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge
		return err
	}
	_, _, err := l.client.
		Issues.
		CreateComment(ctx, l.owner, l.repo, 7, nil) // CALL: POST /repos/{owner}/{repo}/issues/{issue_number}/comments
	return err
}

func (l *labeler) who(ctx context.Context, user string) {
	_, _, _ = l.client.Users.Get(ctx, user)                                                                                                                  // CANDIDATE: GET /user; GET /users/{username}
	_, _, _ = l.client.Users.Get(ctx, "mona")                                                                                                                // CALL: GET /users/{username}
	_, _, _ = l.client.Organizations.List(ctx, "", nil)                                                                                                      // CALL: GET /user/orgs
	_, _, _ = l.client.Issues.ListComments(ctx, "octo-org", "api", 0, nil)                                                                                   // CALL: GET /repos/{owner}/{repo}/issues/comments
	_, _, _ = l.client.Repositories.Create(ctx, "octo-org", nil)                                                                                             // CALL: POST /orgs/{org}/repos
	_, _, _ = l.client.Projects.CreateProjectCard(ctx, 1, nil)                                                                                               // UNCLEAR: Projects.CreateProjectCard
	_, _ = l.client.Actions.CreateWorkflowDispatchEventByFileName(ctx, l.owner, l.repo, "build.yml", github.CreateWorkflowDispatchEventRequest{Ref: "main"}) // CALL: POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches
}

func (l *labeler) raw(ctx context.Context, number int) error {
	path := fmt.Sprintf("repos/%s/%s/issues/%d/lock", l.owner, l.repo, number)
	req, err := l.client.NewRequest("PUT", path, nil) // CALL: PUT /repos/{owner}/{repo}/issues/{issue_number}/lock
	if err != nil {
		return err
	}
	_, err = l.client.Do(ctx, req, nil)
	return err
}
