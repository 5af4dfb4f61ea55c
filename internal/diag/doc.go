// Package diag is how patctl reports mistakes in the user's files: it makes,
// sorts and prints diagnostics, for people and as Terraform's JSON, and finds
// the word that was meant. It knows nothing of templates or of GitHub.
//
// The types are those of hashicorp/hcl under this package's names, so that a
// package above it needs only one of the two.
package diag
