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
			`The list names no repository. Name some, or write "none" for tokens that read public repositories only.`)
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
	detail := fmt.Sprintf("The repositories are %s, or a list of names, which %q is not.", quoted(words, "or"), word)
	advice := diag.DidYouMean(strings.ToLower(strings.TrimSpace(word)), words)
	switch lower := strings.ToLower(strings.TrimSpace(word)); {
	case pat.Selection(lower) == pat.AllRepositories, lower == string(pat.SelectedRepositories), lower == string(pat.NoRepositories):
		advice = fmt.Sprintf(" Did you mean %q?", lower)
	case lower == "*":
		advice = fmt.Sprintf(" Did you mean %q?", pat.AllRepositories)
	case advice == "" && repositoryProblem(word) == "":
		advice = fmt.Sprintf(" A list is written in brackets, also with a single name: [%q].", word)
	}
	r.error(t, t.ArgumentRange("repositories"), "invalid-repositories", "Invalid choice of repositories", detail+advice)
}

// malformed reports a glob.
func malformed(r *run, t *template, at diag.Range, glob, problem string) {
	r.error(t, at, "malformed-glob", "Malformed glob", fmt.Sprintf("The glob %q is not usable. %s", glob, problem))
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
		r.warn(t, t.ElementRange("repositories", i), "foreign-repository", "Repository of another owner",
			fmt.Sprintf("A token has one resource owner, here %q, so that it can never reach %q. Write a repository of that owner, or a template of its own for the other.",
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
	r.warn(t, t.ArgumentRange("repositories"), "repositories-without-permission", "Repositories without a permission",
		"No permission of the template is one of repositories, so that the choice has no effect. Remove the argument, or add the permission that is missing.")
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
				fmt.Sprintf("The template grants %s = %q and has no repositories argument, so an audit accepts any selection of repositories, including all. "+
					`Name the repositories, or write "selected" for any choice or "all" for all of them.`, name, level))
			return
		}
	}
}
