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
			r.error(nil, e.Range, "unselective-exception", "Exception without a subject",
				"The exception applies to all requests and tokens. Set at least one of token_id, owner, name, and template. A glob must not match everything.")
		}
		if e.TokenID != nil && *e.TokenID < 1 {
			r.error(nil, e.ArgumentRange("token_id"), "invalid-token-id", "Invalid token ID",
				fmt.Sprintf("GitHub's token IDs start at 1, so no token has the ID %d. An audit report lists the ID of each token.", *e.TokenID))
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
		r.error(nil, at, "invalid-organization", "Invalid organization login",
			fmt.Sprintf("%q is not an organization login. A login has %s.", e.Organization, slugRule)+meantLogin(e.Organization))
		return
	}
	declaredOrganization(r, e.Organization, at)
}

func exceptedRules(r *run, e *hcl.Exception) {
	if e.Known("rules") && len(e.Rules) == 0 {
		r.error(nil, e.ArgumentRange("rules"), "empty-list", "Empty list",
			"The list is empty, so the exception does not suspend any rule. Add rules, or remove the argument to suspend all rules that do not have to be named.")
	}
	for i, name := range e.Rules {
		if !r.isRule(name) {
			r.error(nil, e.ElementRange("rules", i), "unknown-rule", "Unknown rule",
				fmt.Sprintf("There is no built-in rule and no policy named %q.", name)+r.meantRule(name))
		}
	}
}

func unknownTemplate(r *run, e *hcl.Exception) {
	r.error(nil, e.ArgumentRange("template"), "unknown-template", "Unknown template",
		fmt.Sprintf("No template has the address %q. Use template.NAME, template.NAME[\"KEY\"] for a template with for_each, or module.NAME.template.NAME for a template in a module.", e.Template)+
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
				"The reason is empty. Say why the exception exists, and when it is no longer needed.")
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
			r.error(nil, at, "endless-exception", "Exception without an expiration",
				fmt.Sprintf("An exception must expire within %d days. Set a date, such as expires = %q.", pat.MaxExpiryDays, lastAllowed(today)))
		case !e.Known("expires"):
		case ahead > pat.MaxExpiryDays:
			r.error(nil, at, "long-exception", "Exception expires too late",
				fmt.Sprintf("An exception must expire within %d days, so that someone reviews it again. The latest date that you can set today is %q.", pat.MaxExpiryDays, lastAllowed(today)))
		case ahead < 0:
			r.warn(nil, at, "lapsed-exception", "Expired exception",
				fmt.Sprintf("The exception expired after %s and has no effect. Remove it, or set a later date.", lastDay.Format(time.DateOnly)))
		case ahead <= lapsesSoon:
			r.warn(nil, at, "exception-lapses", "Exception about to expire",
				fmt.Sprintf("The exception expires after %s, within the next %d days. Resolve its reason, or set a later date.", lastDay.Format(time.DateOnly), lapsesSoon))
		}
	}
}

func lastAllowed(today time.Time) string {
	return today.AddDate(0, 0, pat.MaxExpiryDays).Format(time.DateOnly)
}
