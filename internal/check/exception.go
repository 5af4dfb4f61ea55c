package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// exceptionsSelect: an exception says which tokens it is for, and does so in a
// way that can fit one.
func exceptionsSelect(r *run) {
	for _, e := range r.Exceptions {
		if e.Omitted("token_id") && fitsAll(e, "owner", e.Owner) && fitsAll(e, "name", e.TokenName) && e.Omitted("template") {
			r.error(nil, e.Range, "unselective-exception", "Exception for every token",
				"The exception does not say which requests and tokens it is for. Give at least one of token_id, owner, name and template, and no glob that fits everything.")
		}
		if e.TokenID != nil && *e.TokenID < 1 {
			r.error(nil, e.ArgumentRange("token_id"), "invalid-token-id", "Invalid token id",
				fmt.Sprintf("GitHub numbers tokens from 1 on, and none is %d. The id stands in a report of an audit.", *e.TokenID))
		}
		globs(r, e, "owner", e.Owner, ownerGlobProblem)
		globs(r, e, "name", e.TokenName, globProblem)
	}
}

// fitsAll reports whether a glob selects nothing: it is left out, or fits every name.
func fitsAll(e *hcl.Exception, argument, glob string) bool {
	return e.Omitted(argument) || e.Known(argument) && glob != "" && strings.Trim(glob, "*?") == ""
}

func globs(r *run, e *hcl.Exception, argument, glob string, problemOf func(string) string) {
	if !e.Known(argument) {
		return
	}
	if problem := problemOf(glob); problem != "" {
		malformed(r, nil, e.ArgumentRange(argument), glob, problem)
	}
}

// exceptionsNameKnownThings: its organization, template and rules exist.
func exceptionsNameKnownThings(r *run) {
	templates := map[string]bool{}
	if len(r.Exceptions) > 0 {
		for _, t := range r.Templates {
			templates[t.Address] = true
		}
	}
	for _, e := range r.Exceptions {
		exceptedOrganization(r, e)
		exceptedRules(r, e)
		if e.Known("template") && !templates[e.Template] && !r.Incomplete {
			unknownTemplate(r, e)
		}
	}
}

func exceptedOrganization(r *run, e *hcl.Exception) {
	if !e.Known("organization") {
		return
	}
	at := e.ArgumentRange("organization")
	if !isSlug(e.Organization) {
		r.error(nil, at, "invalid-organization", "Invalid login of an organization",
			fmt.Sprintf("%q is not the login of an organization, which has %s.", e.Organization, slugRule)+meantLogin(e.Organization))
		return
	}
	declaredOrganization(r, e.Organization, at)
}

func exceptedRules(r *run, e *hcl.Exception) {
	if e.Known("rules") && len(e.Rules) == 0 {
		r.error(nil, e.ArgumentRange("rules"), "empty-list", "Empty list",
			"The exception suspends no rule. Name some, or leave the argument out: then it suspends every rule that need not be named.")
	}
	for i, name := range e.Rules {
		if !r.isRule(name) {
			r.error(nil, e.ElementRange("rules", i), "unknown-rule", "Unknown rule",
				fmt.Sprintf("There is no rule %q, neither built in nor of a policy.", name)+r.meantRule(name))
		}
	}
}

func unknownTemplate(r *run, e *hcl.Exception) {
	r.error(nil, e.ArgumentRange("template"), "unknown-template", "Unknown template",
		fmt.Sprintf("No template has the address %q. An address is template.NAME, template.NAME[\"KEY\"] with for_each, and within a module module.NAME.template.NAME.", e.Template)+
			r.meantTemplate(e.Template))
}

// meantTemplate is the question for the address that was meant.
func (r *run) meantTemplate(address string) string {
	if !r.maySearch() {
		return ""
	}
	addresses := make([]string, len(r.Templates))
	for i, t := range r.Templates {
		addresses[i] = t.Address
	}
	return diag.DidYouMean(address, addresses)
}
