package workspace

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// UnknownRules finds words of --rule that are the names of no rule: nothing
// would be found, and that would look like good news.
func UnknownRules(names []string, cfg *hcl.Configuration) diag.Diagnostics {
	var known []string
	for _, r := range pat.Rules() {
		known = append(known, r.Name)
	}
	for _, p := range cfg.Policies {
		known = append(known, pat.PolicyRulePrefix+p.Name)
	}
	var wrong diag.Diagnostics
	for _, name := range names {
		if !slices.Contains(known, name) {
			wrong = append(wrong, diag.General("Unknown rule", fmt.Sprintf(
				"The flag --rule takes the name of a rule, or policy:NAME for a policy of the configuration. %q is none.%s",
				name, diag.DidYouMean(name, known))))
		}
	}
	return wrong
}

// NothingJudged says why an audit means nothing, or returns nil: a report of
// nothing would look like good news.
func NothingJudged(cfg *hcl.Configuration, snapshot *github.Snapshot, judged *audit.Audit, selection judged.Selection) *diag.Diagnostic {
	orgs := Logins(snapshot)
	switch {
	case len(orgs) == 0:
		return diag.General("Nothing to judge", "There is no organization: neither in what was read nor in the configuration.")
	case len(cfg.Templates) == 0:
		return diag.General("Nothing to judge by", "The configuration declares no templates, so that no token can fit one. `patctl init` writes a first one.")
	case !slices.ContainsFunc(cfg.Templates, func(t *hcl.Template) bool { return cli.ContainsFold(orgs, t.TargetName) }):
		return diag.General("Nothing to judge by", fmt.Sprintf(
			"No template has the target_name %s. A template without target_name is for people's own accounts; add the argument to those for the organization.",
			diag.Printable(strings.Join(orgs, " or "))))
	}
	return unknownOwner(judged, selection.Owners)
}

// unknownOwner finds an owner of whom nothing was read, which is more likely a
// mistyped login than good news.
func unknownOwner(judged *audit.Audit, owners []string) *diag.Diagnostic {
	var all []string
	for i := range judged.Subjects {
		if owner := judged.Subjects[i].Owner; len(owners) > 0 && !slices.Contains(all, owner) {
			all = append(all, owner)
		}
	}
	for _, owner := range owners {
		if !cli.ContainsFold(all, owner) {
			return diag.General("Nothing of this owner", fmt.Sprintf(
				"No requests and tokens of %q were read, so there is nothing to show.%s", owner, diag.DidYouMean(owner, all)))
		}
	}
	return nil
}
