package reactions

import (
	"context"

	"github.com/google/go-github/v84/github"
	"github.com/shurcooL/githubv4"
)

func toggle(ctx context.Context, client *githubv4.Client, reacted bool) error {
	if reacted {
		var m struct {
			RemoveReaction struct {
				ClientMutationID string
			} `graphql:"removeReaction(input: $input)"`
		}
		return client.Mutate(ctx, &m, nil, nil) // CALL: graphql mutation removeReaction
	} else {
		var m struct {
			AddReaction struct {
				ClientMutationID string
			} `graphql:"addReaction(input: $input)"`
		}
		return client.Mutate(ctx, &m, nil, nil) // CALL: graphql mutation addReaction
	}
}

func walk(ctx context.Context, r repositories, cache store, path string, opt *github.RepositoryContentGetOptions) {
	_, _, _, _ = r.GetContents(ctx, "octo-org", "api", path, opt) // UNCLEAR: Repositories.GetContents
	_, _, _ = r.CreateComment(ctx, "octo-org", "api", nil)        // UNCLEAR: client.CreateComment
	r.EXPECT().CreateComment(ctx, &github.IssueComment{})
	_, _ = cache.Get(ctx, path)
	_, _ = cache.GetContents(path)
}

// CreateFork has the name of the method that it calls.
func (s *server) CreateFork(ctx context.Context) {
	_, _, _ = s.Client.CreateFork(ctx, "octo-org", "api", nil) // UNCLEAR: Repositories.CreateFork
	s.CreateFork(ctx)
}
