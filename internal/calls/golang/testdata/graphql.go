package main

import (
	"context"

	"github.com/shurcooL/githubv4"
)

type comment struct {
	Body githubv4.String
}

var query struct {
	Repository struct {
		Issue struct {
			Title    string
			Comments struct {
				Nodes []comment
			} `graphql:"comments(first: 10)"`
		} `graphql:"issue(number: $number)"`
	} `graphql:"repository(owner: $owner, name: $name)"`
}

func run(ctx context.Context, client *githubv4.Client) error {
	if err := client.Query(ctx, &query, nil); err != nil { // CALL: graphql query repository; graphql type Issue; graphql type IssueComment
		return err
	}
	var m struct {
		CloseIssue struct {
			Issue struct{ ID githubv4.ID }
		} `graphql:"closeIssue(input: $input)"`
	}
	return client.Mutate(ctx, &m, githubv4.CloseIssueInput{}, nil) // CALL: graphql mutation closeIssue; graphql type Issue
}
