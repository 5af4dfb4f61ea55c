// Package catalog knows what GitHub offers: every permission of a fine-grained
// personal access token, under the name of the link's parameter, and every
// REST endpoint with the permissions that it needs. It is generated from
// recorded facts (directory facts) and compiled in. It finds endpoints in what
// people write for them, and the least permissions for several of them.
//
// It does not know templates, does not judge them, and asks nothing of GitHub:
// a permission that GitHub added later has to be declared, see Catalog.With.
package catalog

//go:generate go run ./generate
