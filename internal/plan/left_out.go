package plan

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// LeftOut is a request or token for which nothing is proposed, though a review
// block might ask for it: somebody has to look at it.
type LeftOut struct {
	Organization string
	Kind         pat.Kind
	ID           int64
	TokenName    string
	Owner        string
	Why          string // a whole sentence
}

// Unjudged returns the requests that Reviews leaves out because they could not be
// judged in full, or because they conform only by the severities of rule blocks, sorted by organization, kind and id.
func Unjudged(cfg *hcl.Configuration, snapshot *github.Snapshot, judged *audit.Audit) []LeftOut {
	blocks, needed := reviewBlocks(cfg), neededRepositories(cfg, snapshot)
	var out []LeftOut
	for i := range judged.Subjects {
		s := &judged.Subjects[i]
		review := blocks[strings.ToLower(s.Organization)]
		// Of tokens, nothing at all is revoked as long as anything is missing.
		if review == nil || s.Kind != pat.KindRequest || len(review.Approve)+len(review.Deny) == 0 {
			continue
		}
		why := whyUnjudged(s, needed[keyOf(s.Organization, s.Kind, s.ID)])
		if action, _ := decide(review, s, judged.TimeOf(s.Organization)); why == "" && action == pat.Approve {
			why = whyNotApproved(s)
		}
		if why != "" {
			out = append(out, LeftOut{s.Organization, s.Kind, s.ID, s.TokenName, s.Owner, why})
		}
	}
	return out
}

// noPermissions is why a request is not approved by itself whose permissions
// GitHub does not say: it may have any.
const noPermissions = "It could not be checked, because GitHub does not say which permissions it requests. Review it on GitHub."

// whyNotApproved says why a request that conforms is not approved by itself, or
// "". What somebody made of the rules changes what is reported, and grants
// nothing: a request that deviates from its template in what is an error by
// default asks for more than what was agreed.
func whyNotApproved(s *audit.Subject) string {
	switch {
	case s.Permissions.IsZero():
		return noPermissions
	case len(s.Tolerated) == 0:
		return ""
	}
	words := []string{"It exceeds " + s.Template.Address + ", although a rule block makes this less than an error."}
	for _, f := range s.Tolerated[:min(len(s.Tolerated), maxTolerated)] {
		words = append(words, fmt.Sprintf("%s (%s): %s", f.Rule, f.Severity, f.Message))
	}
	if more := len(s.Tolerated) - maxTolerated; more > 0 {
		words = append(words, fmt.Sprintf("And %d more.", more))
	}
	return strings.Join(append(words, "Review it on GitHub, or change the template."), " ")
}

// maxTolerated is how many deviations a reason names.
const maxTolerated = 10

// whyUnjudged says why nothing at all is proposed for a subject, or "": what the
// audit says about it, because without the reason a failed policy would go unnoticed.
func whyUnjudged(s *audit.Subject, needsRepositories bool) string {
	switch {
	case s.Unjudged:
		return strings.Join(append([]string{"It could not be checked."}, s.UnjudgedWhy...), " ")
	case needsRepositories && !s.RepositoriesRead:
		return "It could not be checked, because its repositories could not be read."
	}
	return ""
}

// reviewBlocks are the review blocks by organization, in lower case.
func reviewBlocks(cfg *hcl.Configuration) map[string]*hcl.Review {
	out := map[string]*hcl.Review{}
	for _, o := range cfg.Organizations {
		if o.Review != nil {
			out[strings.ToLower(o.Login)] = o.Review
		}
	}
	return out
}
