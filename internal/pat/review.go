package pat

// ReviewAction is what a review does to a request or token, as GitHub's API
// calls it.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
type ReviewAction string

// The actions of a review.
const (
	Approve ReviewAction = "approve" // a pending request
	Deny    ReviewAction = "deny"    // a pending request
	Revoke  ReviewAction = "revoke"  // an active token
)

// The limits of a review.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
const (
	MaxReviewed = 100  // requests or tokens in one call
	MaxReason   = 1024 // characters of a reason
)

// ReviewActions returns all of them, in the order in which they are carried out.
func ReviewActions() []ReviewAction { return []ReviewAction{Approve, Deny, Revoke} }

// Kind is what the action is done to.
func (a ReviewAction) Kind() Kind {
	if a == Revoke {
		return KindToken
	}
	return KindRequest
}
