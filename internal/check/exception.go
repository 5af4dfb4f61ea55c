package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
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
	if !IsSlug(e.Organization) {
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

// lapsesSoon is how many days before its end an exception is warned of: time
// enough to do what it was waiting for.
const lapsesSoon = 14

// exceptionsAreReasoned: who reads the exception later has to know why.
func exceptionsAreReasoned(r *run) {
	for _, e := range r.Exceptions {
		blank := e.Known("reason") && strings.TrimSpace(e.Reason) == ""
		if blank || e.Given("reason") && e.Omitted("reason") {
			r.error(nil, e.ArgumentRange("reason"), "unreasoned-exception", "Exception without a reason",
				"The reason is empty. Say why the exception is made, and what ends it.")
		}
		clean(r, nil, e.ArgumentRange, "reason", e.Reason, true)
	}
}

// exceptionsEnd: an exception has an end, at most a year and a day ahead, and
// once it has come the exception is not in force.
func exceptionsEnd(r *run) {
	today := r.now.UTC().Truncate(24 * time.Hour)
	for _, e := range r.Exceptions {
		at := e.ArgumentRange("expires")
		lastDay := e.Expires.AddDate(0, 0, -1)
		ahead := int(lastDay.Sub(today) / (24 * time.Hour))
		switch {
		case e.Given("expires") && e.Omitted("expires"):
			r.error(nil, at, "endless-exception", "Exception without an end",
				fmt.Sprintf("An exception ends on a day, at most %d days ahead, as in expires = %q.", pat.MaxExpiryDays, lastAllowed(today)))
		case !e.Known("expires"):
		case ahead > pat.MaxExpiryDays:
			r.error(nil, at, "long-exception", "Exception for too long",
				fmt.Sprintf("An exception ends at most %d days ahead, so that somebody looks at it again. The last day that can be written today is %q.", pat.MaxExpiryDays, lastAllowed(today)))
		case ahead < 0:
			r.warn(nil, at, "lapsed-exception", "Lapsed exception",
				fmt.Sprintf("The last day of the exception was %s, and it is not in force any more. Remove it, or write another day.", lastDay.Format(time.DateOnly)))
		case ahead <= lapsesSoon:
			r.warn(nil, at, "exception-lapses", "Exception about to lapse",
				fmt.Sprintf("The last day of the exception is %s, within the next %d days. Do what it waits for, or write another day.", lastDay.Format(time.DateOnly), lapsesSoon))
		}
	}
}

func lastAllowed(today time.Time) string {
	return today.AddDate(0, 0, pat.MaxExpiryDays).Format(time.DateOnly)
}
