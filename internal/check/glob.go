package check

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// maxRepositoryName is the length of the longest name of a repository.
const maxRepositoryName = 100

// globProblem says in a sentence what is wrong with a glob, or is "". A glob
// has * for any characters and ? for any one; everything else matches itself.
func globProblem(glob string) string {
	switch {
	case strings.TrimSpace(glob) == "":
		return "It is empty."
	case strings.ContainsFunc(glob, isControl):
		return "It contains a control character. Names cannot contain one."
	case strings.Contains(glob, "**"):
		return "It has two asterisks in a row. One * already matches any number of characters."
	case otherDialect(glob):
		return "It has brackets, braces, or backslashes, which have no special meaning in patctl. Only * and ? are wildcards. " +
			"Write one glob for each case, or use ? for a single character."
	}
	return ""
}

// otherDialect reports whether the glob looks like one with [a-z], {a,b} or \*.
func otherDialect(glob string) bool {
	return encloses(glob, "[", "]") || encloses(glob, "{", "}") ||
		strings.Contains(glob, `\*`) || strings.Contains(glob, `\?`)
}

func encloses(text, open, shut string) bool {
	_, rest, ok := strings.Cut(text, open)
	return ok && strings.Contains(rest, shut)
}

// repositoryProblem is globProblem for a repository: name or owner/name.
func repositoryProblem(glob string) string {
	if problem := globProblem(glob); problem != "" {
		return problem
	}
	owner, name, qualified := strings.Cut(glob, "/")
	if !qualified {
		owner, name = "*", glob
	}
	switch {
	case strings.Contains(name, "/"):
		return "It has more than one slash. Write a repository as OWNER/NAME." + meantRepository(glob)
	case owner == "" || name == "":
		return "It has nothing on one side of the slash. Write a repository as OWNER/NAME, or use octo-org/* for all repositories of an owner."
	case strings.HasSuffix(name, ".git"):
		return fmt.Sprintf("Repository names cannot end with .git. Did you mean %q?", strings.TrimSuffix(glob, ".git"))
	case len(name) > maxRepositoryName:
		return fmt.Sprintf("Repository names have at most %d characters.", maxRepositoryName)
	}
	return cmp.Or(ownerProblem(owner), characterProblem(name, "name of a repository", "-_."))
}

// meantRepository is the question for the repository in an address.
func meantRepository(address string) string {
	parts := strings.Split(strings.Trim(address, "/"), "/")
	if host := strings.Index(address, "://"); host >= 0 {
		parts = parts[min(len(parts), 3):]
	} else if strings.Contains(parts[0], ".") {
		parts = parts[1:]
	}
	if len(parts) < 2 {
		return ""
	}
	meant := parts[0] + "/" + strings.TrimSuffix(parts[1], ".git")
	if repositoryProblem(meant) != "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", meant)
}

// ownerGlobProblem is globProblem for the login of a person.
func ownerGlobProblem(glob string) string {
	return cmp.Or(globProblem(glob), ownerProblem(glob))
}

func ownerProblem(glob string) string { return characterProblem(glob, "login", "-_") }

// characterProblem names the first character that no such name has.
func characterProblem(glob, what, extra string) string {
	for _, c := range glob {
		if !isLetterOrDigit(c) && !strings.ContainsRune("*?"+extra, c) {
			return fmt.Sprintf("It has the character %q, which no %s has.", c, what)
		}
	}
	return ""
}

// globFits reports whether a well-formed glob without a slash fits the name, ignoring case.
func globFits(glob, name string) bool {
	fits, err := path.Match(strings.ToLower(glob), strings.ToLower(name))
	return err == nil && fits
}

// matchIsWellFormed: the glob for the names of tokens has to be able to fit one.
func matchIsWellFormed(r *run, t *template) {
	at, ok := t.MatchName()
	if !ok {
		return
	}
	if problem := globProblem(t.Match.Name); problem != "" {
		malformed(r, t, at, t.Match.Name, problem)
	}
}

// exactGrantsSomething: a template without permissions that must be matched
// exactly matches no token that anybody has a use for.
func exactGrantsSomething(r *run, t *template) {
	if !t.Match.Exact || len(t.Permissions) > 0 || unreadable(t.Template, "permissions") {
		return
	}
	r.error(t, t.Range, "exact-without-permissions", "Exact match without permissions",
		`The template grants no permissions, and match { permissions = "exact" } requires a token without permissions. Add permissions, or remove the argument.`)
}

// maxAlike is how many globs an audit compares with 100,000 tokens in about 10 seconds. It looks for
// globs by their literal ends, and then tries each that has these.
const maxAlike = 1000

// alikeGlobs are globs that an audit tries together.
type alikeGlobs struct {
	of    string
	owner pat.GlobEnds // of an exception
	ends  pat.GlobEnds
}

// globsDiffer: very many globs with the same ends make audits slow.
func globsDiffer(r *run) {
	seen, alike := map[string]bool{}, map[alikeGlobs]int{}
	see := func(in *template, at diag.Range, of, owner, glob string) {
		id := of + "\n" + owner + "\n" + glob
		if seen[id] || strings.Trim(owner+glob, "*?") == "" {
			return
		}
		seen[id] = true
		like := alikeGlobs{of, pat.EndsOf(owner), pat.EndsOf(glob)}
		alike[like]++
		if alike[like] == maxAlike+1 {
			r.warn(in, at, "many-globs", "Many globs with the same beginning and end",
				fmt.Sprintf("More than 1,000 globs have the same beginning and end as %q. An audit compares each of them with each request and token. "+
					"In a large organization, this takes minutes if there are thousands of them. Begin or end them with different text.", cmp.Or(glob, owner)))
		}
	}
	for _, t := range r.Templates {
		in := &template{Template: t}
		if at, ok := t.MatchName(); ok && strings.ContainsAny(t.Match.Name, "*?") {
			see(in, at, "names for "+strings.ToLower(t.TargetName), "", t.Match.Name)
		}
		for _, pattern := range t.Repositories.Patterns {
			if name := pattern[strings.LastIndexByte(pattern, '/')+1:]; strings.ContainsAny(name, "*?") {
				see(in, t.ArgumentRange("repositories"), "repositories of "+t.Address, "", name)
			}
		}
	}
	for _, e := range r.Exceptions {
		if e.TokenID == nil && strings.ContainsAny(e.Owner+e.TokenName, "*?") && (e.Owner == "" || strings.ContainsAny(e.Owner, "*?")) {
			see(nil, e.Range, "exceptions", e.Owner, e.TokenName)
		}
	}
}
