// Package usage knows what tokens did: which calls of GitHub's API each token made, as an
// audit log, a record, or API Insights shows them, and what follows for the permissions
// that the token has. It keeps no addresses, queries, bodies, or hashes of tokens.
//
// It does not know templates, and does not say what is wrong with a token.
package usage
