// Package api reads pending requests and active tokens from GitHub's API, and asks
// for reviews. What could not be read is part of the result, a gap with its reason:
// a snapshot without gaps is whole.
//
// The package judges nothing, prints nothing, and takes clock, environment and
// files from its caller. Review, and of issues CreateIssue, UpdateIssue, and
// CommentIssue, are all that it changes at GitHub.
//
// The facts are those of https://docs.github.com/en/rest/orgs/personal-access-tokens
// as gathered 2026-11-22, and of https://docs.github.com/en/rest/issues.
package api
