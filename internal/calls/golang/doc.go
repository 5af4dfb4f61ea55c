// Package golang reads the calls of GitHub's API in programs in Go: go-github,
// githubv4 and other clients of GraphQL, go-gh, net/http and resty, and commands that
// are run. It parses with go/parser and checks no types: what a name is comes from its
// declaration in the same file.
package golang
