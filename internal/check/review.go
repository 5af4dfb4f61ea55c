package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// reviewsAreMeaningful: what the words of a review name exists, and its limits
// are limits.
func reviewsAreMeaningful(r *run) {
	for _, o := range r.Organizations {
		if o.Review == nil {
			continue
		}
		approvals(r, o.Review)
		refusals(r, o.Review, "deny", o.Review.Deny)
		refusals(r, o.Review, "revoke", o.Review.Revoke)
		limits(r, o.Review)
	}
}

func approvals(r *run, review *hcl.Review) {
	for i, word := range review.Approve {
		if word == string(pat.Conforming) {
			continue
		}
		r.error(nil, review.ElementRange("approve", i), "invalid-review", "Invalid word in a review",
			fmt.Sprintf("Only requests that conform to a template can be approved, and %q is something else: write approve = [%q].", word, pat.Conforming))
	}
}

func refusals(r *run, review *hcl.Review, argument string, words []string) {
	for i, word := range words {
		detail := ""
		switch verdict := pat.Verdict(word); {
		case verdict == pat.Drifted, verdict == pat.Undeclared, r.isRule(word):
			continue
		case verdict == pat.Conforming, verdict == pat.Excepted:
			detail = fmt.Sprintf("What is %s is in order, and patctl does not %s it. Name %q, %q, or a rule.", word, argument, pat.Drifted, pat.Undeclared)
		default:
			detail = fmt.Sprintf("%q is neither a verdict, which are %q and %q here, nor a rule.", word, pat.Drifted, pat.Undeclared) + r.meantRule(word, string(pat.Drifted), string(pat.Undeclared))
		}
		r.error(nil, review.ElementRange(argument, i), "invalid-review", "Invalid word in a review", detail)
	}
}

func limits(r *run, review *hcl.Review) {
	if n := review.MaxActions; n != nil && *n < 0 {
		r.error(nil, review.ArgumentRange("max_actions"), "invalid-limit", "Invalid limit",
			fmt.Sprintf("max_actions is the number of actions after which nothing is done any more, and cannot be %d. Write 0 to allow none.", *n))
	}
	if share := review.MaxRevokeShare; share != nil && !(*share >= 0 && *share <= 1) {
		r.error(nil, review.ArgumentRange("max_revoke_share"), "invalid-limit", "Invalid limit",
			fmt.Sprintf("max_revoke_share is a share of the active tokens from 0 to 1, and cannot be %v. A quarter is 0.25.", *share))
	}
}

// isRule reports whether there is a rule with the name, built in or of a policy.
// Where blocks could not be read, every policy may exist.
func (r *run) isRule(name string) bool {
	if strings.HasPrefix(name, pat.PolicyRulePrefix) && r.Incomplete {
		return true
	}
	return r.policyRules[name] || slices.ContainsFunc(pat.Rules(), func(rule pat.Rule) bool { return rule.Name == name })
}

// meantRule is the question for the rule or other word that was meant.
func (r *run) meantRule(word string, others ...string) string {
	if r.policyRules[pat.PolicyRulePrefix+word] {
		return fmt.Sprintf(" Did you mean %q?", pat.PolicyRulePrefix+word)
	}
	candidates := append(others, ruleNames()...)
	for _, p := range r.Policies {
		candidates = append(candidates, pat.PolicyRulePrefix+p.Name)
	}
	return diag.DidYouMean(word, candidates)
}

func ruleNames() []string {
	var names []string
	for _, rule := range pat.Rules() {
		names = append(names, rule.Name)
	}
	return names
}
