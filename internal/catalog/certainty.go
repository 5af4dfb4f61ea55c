package catalog

import (
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// Certainty says how sure it is what something needs.
type Certainty string

// The certainties, from the surest.
const (
	DocumentedNeed Certainty = "documented" // GitHub's permission data, or its pages
	ObservedNeed   Certainty = "observed"   // answers of GitHub that people reported
	DerivedNeed    Certainty = "derived"    // from what does the same, from siblings, or from the calls that it makes
	UnknownNeed    Certainty = "unknown"    // nobody has said, or shown
)

// Certainty says how sure the catalog is of FineGrained and Sets.
func (e Endpoint) Certainty() Certainty {
	switch {
	case e.FineGrained == FineGrainedUnknown:
		return UnknownNeed
	case e.Source == "observed":
		return ObservedNeed
	case e.Judged || e.Source == "judgement":
		return DerivedNeed
	}
	return DocumentedNeed
}

// rank is higher for what is less sure.
func (c Certainty) rank() int {
	return strings.Index("documented observed   derived    unknown    ", string(c)+" ")
}

// Least returns the less sure of two certainties: what is put together is as sure as its
// weakest part.
func (c Certainty) Least(other Certainty) Certainty {
	if other.rank() > c.rank() {
		return other
	}
	return c
}

// Need is what something beside the endpoints of the REST API needs: a command of gh, a
// field of GraphQL, an action.
type Need struct {
	FineGrained FineGrained
	// Sets are the permissions: any one set is enough. Nil: none is needed, or FineGrained is
	// not FineGrainedYes.
	Sets []pat.Permissions
	// Conditions say for each of the sets when it is the one that is needed, as those of an
	// Endpoint do. Nil: any is enough.
	Conditions []string
	Certainty  Certainty
	Source     string // an address, or words; may be ""
	Note       string // a remark for people; may be ""
}

// gradeCertainty is what the grades of the recorded facts mean. A grade that is not here
// says nothing of certainty.
var gradeCertainty = map[string]Certainty{
	"stated": DocumentedNeed, "observed": ObservedNeed, "by REST twin": DerivedNeed, "derived": DerivedNeed,
	"from calls": DerivedNeed, "stated for GITHUB_TOKEN": DerivedNeed,
}

// ReadNeed reads the cells permission_sets, grade, source, and note of the recorded facts.
func ReadNeed(sets, grade, source, note string) Need {
	need := Need{FineGrained: FineGrainedUnknown, Certainty: UnknownNeed, Source: source, Note: note}
	if grade == "closed" || grade == "gone" {
		need.FineGrained, need.Certainty = FineGrainedNo, DerivedNeed
		if strings.HasPrefix(source, "https://") {
			need.Certainty = ObservedNeed
		}
		return need
	}
	if certainty, known := gradeCertainty[grade]; known {
		need.FineGrained, need.Certainty = FineGrainedYes, certainty
	}
	if sets = strings.TrimSpace(sets); sets != "" && sets != "none" {
		need.FineGrained, need.Sets = FineGrainedYes, parseSets(sets)
	}
	return need
}

// ForIssuesAndPullRequests sets the conditions of a need whose two sets are issues and
// pull_requests, in this order: the object decides.
func (n *Need) ForIssuesAndPullRequests() {
	if (&Endpoint{Sets: n.Sets}).isIssueOrPullRequest() {
		n.Conditions = []string{forIssue, forPullRequest}
	}
}

// Plus returns the need of something that needs a set beside this need.
func (n Need) Plus(set pat.Permissions) Need {
	if n.Sets == nil {
		n.Sets = []pat.Permissions{{}}
	}
	sum := make([]pat.Permissions, len(n.Sets))
	for i, alternative := range n.Sets {
		sum[i] = union(alternative, set)
	}
	n.Sets = sum
	return n
}

// ParseSets reads permissions in the notation of the recorded facts: "a:read | b:write + c:read"
// are two sets, and any one of them is enough. Nothing, or none, gives nil.
func ParseSets(text string) []pat.Permissions {
	if text == "" || text == "none" {
		return nil
	}
	return parseSets(text)
}
