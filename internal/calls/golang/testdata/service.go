package comments

import (
	"context"

	"github.com/google/go-github/v84/github"
	"github.com/shurcooL/githubv4"
)

// Service posts comments with a client of another file.
type Service struct {
	api interface{}
	v4  *githubv4.Client
	gh  *github.Client
}

// Post posts one.
func (s *Service) Post(ctx context.Context, body string) error {
	if err := s.api.IssuesCreateComment(ctx, 7, &github.IssueComment{Body: &body}); err != nil { // UNCLEAR: unreadable
		return err
	}
	comments := append([]*github.IssueComment{}, &github.IssueComment{Body: &body})
	s.api.Show(comments, &github.IssueComment{Body: &body})
	var q struct {
		Viewer struct {
			DatabaseID int
			AvatarURL  string `graphql:"avatarUrl(size: 72)"`
			ID         string
		}
	}
	return s.v4.Query(ctx, &q, nil) // CALL: graphql query viewer
}

// Members lists members.
func (s *Service) Members(ctx context.Context, org string) {
	opts := &github.ListMembersOptions{ListOptions: github.ListOptions{PerPage: 100}}
	_, _, _ = s.gh.Organizations.ListMembers(ctx, org, opts)                                         // CALL: GET /orgs/{org}/members
	_, _, _ = s.gh.Organizations.ListMembers(ctx, org, nil)                                          // CALL: GET /orgs/{org}/members
	_, _, _ = s.gh.Organizations.ListMembers(ctx, org, &github.ListMembersOptions{PublicOnly: true}) // CALL: GET /orgs/{org}/public_members
	_, _, _ = s.gh.Activity.ListEventsPerformedByUser(ctx, "mona", true, nil)                        // CALL: GET /users/{username}/events/public
}
