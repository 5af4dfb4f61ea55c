package tokenrequest

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// maxRepositories is how many repositories GitHub's form takes.
const maxRepositories = 50

// repositoryName is a name without its owner.
var repositoryName = lazyregexp.New(`^[A-Za-z0-9._-]{1,100}$`)

// bullet begins an item of a list.
var bullet = lazyregexp.New(`^\s*(?:[-*+]\s+(?:\[[ xX]\]\s+)?)?`)

// repositoryNames are the names in a line, without the address of GitHub.
func repositoryNames(text string) []string {
	words := strings.FieldsFunc(bullet.ReplaceAllString(text, ""), func(c rune) bool { return c == ',' || c == ' ' || c == '\t' })
	var out []string
	for _, word := range words {
		word = strings.Trim(word, "`")
		if _, path, ok := strings.Cut(word, "://"); ok {
			_, word, _ = strings.Cut(path, "/") // the host is checked nowhere: the name has to be one
		}
		out = append(out, strings.TrimSuffix(strings.TrimSuffix(word, "/"), ".git"))
	}
	return out
}

// selections are words for more or fewer than a list of repositories.
var selections = map[string]pat.Selection{
	"all": pat.AllRepositories, "all repositories": pat.AllRepositories,
	"none": pat.NoRepositories, "no repositories": pat.NoRepositories, "public repositories": pat.NoRepositories,
}

// readRepositories reads names of repositories, or a word for all or none.
func (r *reader) readRepositories() {
	all := r.lines(fieldRepositories)
	if len(all) == 0 {
		if r.needsRepositories() {
			r.missing(fieldRepositories, "Add the repositories that the token needs, one per line.")
			return
		}
		r.out.Repositories.Selection = pat.NoRepositories
		return
	}
	if word, ok := selections[strings.ToLower(strings.TrimSpace(all[0].text))]; ok && len(all) == 1 {
		r.out.Repositories.Selection = word
		return
	}
	for _, l := range all {
		for _, name := range repositoryNames(l.text) {
			if !r.addRepository(l, name) {
				return
			}
		}
	}
	if n := len(r.out.Repositories.Patterns); n > maxRepositories {
		r.error(all[0], "Too many repositories", "The request names %d repositories, and GitHub's form takes at most %d. Name fewer, or write: all", n, maxRepositories)
	}
	if len(r.out.Repositories.Patterns) == 0 {
		r.missing(fieldRepositories, "Add the repositories that the token needs, one per line.")
	}
}

// addRepository adds a repository. After a mistake it returns false: the rest of
// the field may be prose.
func (r *reader) addRepository(l line, full string) bool {
	owner, name, qualified := strings.Cut(full, "/")
	if !qualified {
		owner, name = r.out.TargetName, full
	}
	switch {
	case !repositoryName.MatchString(name) || name == "." || name == "..":
		r.error(l, "Invalid repository", "%q is not the name of a repository. Write one name per line, such as octo-org/api, or the word all.%s",
			clip(full), diag.DidYouMean(strings.ToLower(clip(full)), []string{"all", "none"}))
		return false
	case r.out.TargetName == "":
		return false // reported as a missing organization
	case !strings.EqualFold(owner, r.out.TargetName):
		r.error(l, "Repository of a different owner", "A token is for the repositories of one owner. This request is for %s, and the repository is %q.", r.out.TargetName, clip(full))
		return false
	}
	if full = r.out.TargetName + "/" + name; !containsFold(r.out.Repositories.Patterns, full) {
		r.out.Repositories.Patterns = append(r.out.Repositories.Patterns, full)
	}
	return true
}

// needsRepositories reports whether a permission is one of repositories.
func (r *reader) needsRepositories() bool {
	for name := range r.out.Permissions {
		if p, ok := r.in.Catalog.Permission(name); ok && p.Section == pat.Repository {
			return true
		}
	}
	return false
}
