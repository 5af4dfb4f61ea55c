// Package reference calls methods of go-github by other names.
package reference

import (
	"context"
	"reflect"

	"github.com/google/go-github/v84/github"
)

func run(ctx context.Context, client *github.Client, name string) {
	create := client.Teams.CreateTeam
	create(ctx, "octo-org", github.NewTeam{})                   // CALL: POST /orgs/{org}/teams
	retry(client.Issues.Create)                                 // CALL: POST /repos/{owner}/{repo}/issues
	reflect.ValueOf(client.Issues).MethodByName(name).Call(nil) // UNCLEAR: unreadable
	reflect.ValueOf(name).Len()
	retry(client.UserAgent, client.Issues)
}

func retry(...any) {}
