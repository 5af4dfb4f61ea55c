package github

import "github.com/patctl/patctl/internal/pat"

// PerPage is how many elements a page has.
const PerPage = 100 // the most that GitHub gives

// DefaultPerPage is what it gives where nobody heard how many are wanted.
const DefaultPerPage = 30

// Collection is the part of the path that holds what is of a kind.
func Collection(kind pat.Kind) string {
	if kind == pat.KindRequest {
		return "personal-access-token-requests"
	}
	return "personal-access-tokens"
}
