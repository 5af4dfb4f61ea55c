package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// repositoriesAreWellFormed: one of three words, or a list of globs.
func repositoriesAreWellFormed(r *run, t *template) {
	switch {
	case !t.Known("repositories"):
		return
	case t.Repositories.Patterns == nil:
		selection(r, t, string(t.Repositories.Selection))
	case len(t.Repositories.Patterns) == 0:
		r.error(t, t.ArgumentRange("repositories"), "empty-list", "Empty list",
			`The list is empty. Add repositories, or set "none" for tokens that only read public repositories.`)
	}
	for i, glob := range t.Repositories.Patterns {
		if problem := repositoryProblem(glob); problem != "" {
			malformed(r, t, t.ElementRange("repositories", i), glob, problem)
		}
	}
}

func selection(r *run, t *template, word string) {
	words := []string{string(pat.AllRepositories), string(pat.SelectedRepositories), string(pat.NoRepositories)}
	switch pat.Selection(word) {
	case pat.AllRepositories, pat.SelectedRepositories, pat.NoRepositories:
		return
	}
	detail := fmt.Sprintf("Set repositories to %s, or to a list of names. %q is neither.", quoted(words, "or"), word)
	advice := diag.DidYouMean(strings.ToLower(strings.TrimSpace(word)), words)
	switch lower := strings.ToLower(strings.TrimSpace(word)); {
	case pat.Selection(lower) == pat.AllRepositories, lower == string(pat.SelectedRepositories), lower == string(pat.NoRepositories):
		advice = fmt.Sprintf(" Did you mean %q?", lower)
	case lower == "*":
		advice = fmt.Sprintf(" Did you mean %q?", pat.AllRepositories)
	case advice == "" && repositoryProblem(word) == "":
		advice = fmt.Sprintf(" Write a list in brackets, even for a single name: [%q].", word)
	}
	r.error(t, t.ArgumentRange("repositories"), "invalid-repositories", "Invalid value of repositories", detail+advice)
}

// malformed reports a glob.
func malformed(r *run, t *template, at diag.Range, glob, problem string) {
	r.error(t, at, "malformed-glob", "Malformed glob", fmt.Sprintf("The glob %q is not valid. %s", glob, problem))
}

// repositoriesBelongToTarget: a token has one resource owner.
func repositoriesBelongToTarget(r *run, t *template) {
	if !IsSlug(t.TargetName) {
		return
	}
	for i, glob := range t.Repositories.Patterns {
		owner, _, qualified := strings.Cut(glob, "/")
		if !qualified || globFits(owner, t.TargetName) || repositoryProblem(glob) != "" {
			continue
		}
		r.warn(t, t.ElementRange("repositories", i), "foreign-repository", "Repository of a different owner",
			fmt.Sprintf("A token has one resource owner, here %q, so it can never access %q. Use a repository of that owner, or add another template for the other owner.",
				t.TargetName, glob))
	}
}

// repositoriesAreReachable: without a repository permission the form offers no
// choice of repositories.
func repositoriesAreReachable(r *run, t *template) {
	if !t.Known("repositories") || t.unclear || len(t.Permissions) == 0 || t.hasRepository {
		return
	}
	if t.Repositories.Selection == pat.NoRepositories {
		return
	}
	r.warn(t, t.ArgumentRange("repositories"), "repositories-without-permission", "Repositories without repository permissions",
		"The template grants no repository permissions, so the selection of repositories has no effect. Remove the argument, or add a repository permission.")
}

// repositoriesAreChosen: a template for an organization that grants write access
// says which repositories it is for.
func repositoriesAreChosen(r *run, t *template) {
	if t.TargetName == "" || !t.Omitted("repositories") {
		return
	}
	for _, name := range t.Permissions.Names() {
		p, _ := r.Catalog.Permission(name)
		if level := t.Permissions[name]; p.Section == pat.Repository && level.Includes(pat.Write) {
			r.warn(t, t.permissionRange(name), "any-repositories", "Write access to any repositories",
				fmt.Sprintf("The template grants %s = %q and does not set repositories, so an audit accepts access to any repositories, including all. "+
					`List the repositories, or set "selected" for any selection or "all" for all of them.`, name, level))
			return
		}
	}
}
