package catalog

import (
	"maps"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// Conditions that the catalog adds to those of the recorded facts.
const (
	// forIssue and forPullRequest: issues and pull requests share their numbers,
	// comments, and events, so the call does not show what it is about.
	forIssue       = "object=issue"
	forPullRequest = "object=pull-request"
	// accepted and refused: GitHub documents both sets, but it is reported to
	// refuse one of them.
	accepted = "observed=accepted"
	refused  = "observed=refused"
)

// createLabel is documented for pull_requests, too. Since April 2025 GitHub
// answers "You do not have permission to create labels on this repository"
// without issues.
//
// https://github.com/orgs/community/discussions/156181
const createLabel = "POST /repos/{owner}/{repo}/labels"

// sharedObjects begin the paths of what belongs to an issue or a pull request.
var sharedObjects = []string{
	"/repos/{owner}/{repo}/issues/{issue_number}", "/repos/{owner}/{repo}/issues/comments/{comment_id}", "/repos/{owner}/{repo}/issues/events/{event_id}",
}

// addConditions adds the conditions that the facts do not have.
func (e *Endpoint) addConditions() {
	if e.Conditions != nil || !e.isIssueOrPullRequest() {
		return
	}
	if e.String() == createLabel {
		e.Conditions = []string{accepted, refused}
		return
	}
	for _, prefix := range sharedObjects {
		if e.Path == prefix || strings.HasPrefix(e.Path, prefix+"/") {
			e.Conditions = []string{forIssue, forPullRequest}
		}
	}
}

// isIssueOrPullRequest reports whether the sets are issues and pull_requests, in
// this order, each alone.
func (e *Endpoint) isIssueOrPullRequest() bool {
	if len(e.Sets) != 2 {
		return false
	}
	level := e.Sets[0]["issues"]
	return maps.Equal(e.Sets[0], pat.Permissions{"issues": level}) && maps.Equal(e.Sets[1], pat.Permissions{"pull_requests": level})
}

// Refused reports whether the set with this index is one that GitHub documents
// and is reported to refuse.
func (e Endpoint) Refused(set int) bool {
	return set < len(e.Conditions) && e.Conditions[set] == refused
}

// Accepted are the sets without those that are reported to be refused.
func (e Endpoint) Accepted() []pat.Permissions {
	var sets []pat.Permissions
	for i, set := range e.Sets {
		if !e.Refused(i) {
			sets = append(sets, set)
		}
	}
	return sets
}

// Usual returns the sets for a call about which nothing is known. Any one is enough:
// those whose condition is the common one.
func (e Endpoint) Usual() []pat.Permissions {
	if len(e.Conditions) > 1 && e.Conditions[0] != forIssue {
		return e.Sets[:1]
	}
	return e.Sets
}

// Open returns the indices of the sets that a call of the endpoint may need, by
// their conditions, and that the token does not have. It is empty where the token
// can make the call whatever the conditions turn out to be.
func (h Holding) Open(e Endpoint) []int {
	if e.FineGrained != FineGrainedYes || len(e.Conditions) < 2 {
		return nil
	}
	var open []int
	for i, set := range e.Sets {
		if !e.Refused(i) && !h.includes(set) {
			open = append(open, i)
		}
	}
	return open
}
