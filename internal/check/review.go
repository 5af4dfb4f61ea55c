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
		r.error(nil, review.ElementRange("approve", i), "invalid-review", "Invalid value in a review",
			fmt.Sprintf("Only requests that match a template can be approved, so %q is not allowed here. Set approve = [%q].", word, pat.Conforming))
	}
}

func refusals(r *run, review *hcl.Review, argument string, words []string) {
	for i, word := range words {
		detail := ""
		switch verdict := pat.Verdict(word); {
		case needsMore(word):
			detail = fmt.Sprintf("Plans and reviews do not read what tokens did, or classic tokens, so the rule %q never applies to them. Remove it.", word)
		case verdict == pat.Drifted, verdict == pat.Undeclared, r.isRule(word):
			continue
		case verdict == pat.Conforming, verdict == pat.Excepted:
			detail = fmt.Sprintf("Requests and tokens that are %s are in order, so patctl does not %s them. Use %q, %q, or a rule.", word, argument, pat.Drifted, pat.Undeclared)
		default:
			detail = fmt.Sprintf("%q is neither a verdict nor a rule. The verdicts here are %q and %q.", word, pat.Drifted, pat.Undeclared) + r.meantRule(word, string(pat.Drifted), string(pat.Undeclared))
		}
		r.error(nil, review.ElementRange(argument, i), "invalid-review", "Invalid value in a review", detail)
	}
}

func limits(r *run, review *hcl.Review) {
	if n := review.MaxActions; n != nil && *n < 0 {
		r.error(nil, review.ArgumentRange("max_actions"), "invalid-limit", "Invalid limit",
			fmt.Sprintf("max_actions is the maximum number of actions in one run, and cannot be %d. Set 0 to allow no actions.", *n))
	}
	if share := review.MaxRevokeShare; share != nil && !(*share >= 0 && *share <= 1) {
		r.error(nil, review.ArgumentRange("max_revoke_share"), "invalid-limit", "Invalid limit",
			fmt.Sprintf("max_revoke_share is a share of the active tokens, from 0 to 1, and cannot be %v. For a quarter of the tokens, set 0.25.", *share))
	}
}

// needsMore reports whether only audits apply a built-in rule.
func needsMore(name string) bool {
	return slices.ContainsFunc(pat.Rules(), func(rule pat.Rule) bool { return rule.Name == name && rule.Needs != "" })
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
