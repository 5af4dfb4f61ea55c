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
				"%q is neither the name of a rule nor policy:NAME for a policy in the configuration.%s",
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
		return diag.General("Nothing to compare", "Neither the data nor the configuration contains an organization. Add an organization block, or use --organization.")
	case len(cfg.Templates) == 0:
		return diag.General("No templates to compare with", "The configuration declares no templates. To create a first one, run:\n\n  patctl init")
	case !slices.ContainsFunc(cfg.Templates, func(t *hcl.Template) bool { return cli.ContainsFold(orgs, t.TargetName) }):
		return diag.General("No templates to compare with", fmt.Sprintf(
			"No template has the target_name %s. Templates without target_name are for users' own accounts. Add target_name to the templates for the organization.",
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
	for i := range judged.Classic {
		if owner := judged.Classic[i].Owner; len(owners) > 0 && owner != "" && !slices.Contains(all, owner) {
			all = append(all, owner)
		}
	}
	for _, owner := range owners {
		if !cli.ContainsFold(all, owner) {
			return diag.General("Nothing from this owner", fmt.Sprintf(
				"The data contains no requests and no tokens of %q.%s", owner, diag.DidYouMean(owner, all)))
		}
	}
	return nil
}
