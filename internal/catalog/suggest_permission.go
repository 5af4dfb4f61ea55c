package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/patctl/patctl/internal/pat"
)

// maxSuggestLength is more than any name or label has; comparing longer words
// with all of them would only cost time.
const maxSuggestLength = 80

// otherWords are what people write who come from GitHub's other vocabularies.
//
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
var otherWords = map[string]string{
	// Scopes of classic tokens, with an underscore for each colon.
	"admin_gpg_key":          "gpg_keys",
	"admin_org":              "organization_administration",
	"admin_org_hook":         "organization_hooks",
	"admin_public_key":       "keys",
	"admin_repo_hook":        "repository_hooks",
	"admin_ssh_signing_key":  "git_signing_ssh_public_keys",
	"codespace":              "codespaces",
	"copilot":                "organization_copilot_seat_management",
	"delete_repo":            "administration",
	"gist":                   "gists",
	"manage_billing_copilot": "organization_copilot_seat_management",
	"project":                "organization_projects",
	"public_repo":            "contents",
	"read_org":               "members",
	"read_project":           "organization_projects",
	"repo":                   "contents",
	"repo_deployment":        "deployments",
	"repo_invite":            "private_repository_invitations",
	"repo_status":            "statuses",
	"user_email":             "emails",
	"user_follow":            "followers",
	"workflow":               "workflows",
	"write_org":              "members",
	"write_repo_hook":        "repository_hooks",
	// What is called otherwise where people read about it.
	"organization_admin": "organization_administration",
	"org_admin":          "organization_administration",
	"secret_scanning":    "secret_scanning_alerts",
	"team":               "members",
	"teams":              "members",
	"workflow_run":       "actions",
	"workflow_runs":      "actions",
	// Short forms, and the words of the REST API's addresses.
	"admin":      "administration",
	"code":       "contents",
	"hooks":      "repository_hooks",
	"org_hooks":  "organization_hooks",
	"pr":         "pull_requests",
	"prs":        "pull_requests",
	"pulls":      "pull_requests",
	"releases":   "contents",
	"repository": "contents",
}

// SuggestPermission returns the first of SuggestPermissions, or "".
func (c *Catalog) SuggestPermission(word string) string {
	if names := c.SuggestPermissions(word); len(names) > 0 {
		return names[0]
	}
	return ""
}

// DidYouMean returns the sentence ` Did you mean "x" or "y"?`, with its leading
// space, for the names of SuggestPermissions, or "".
func (c *Catalog) DidYouMean(word string) string {
	names := c.SuggestPermissions(word)
	for i, name := range names {
		names[i] = strconv.Quote(name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1, 2:
		return " Did you mean " + strings.Join(names, " or ") + "?"
	}
	last := len(names) - 1
	return " Did you mean " + strings.Join(names[:last], ", ") + ", or " + names[last] + "?"
}

// maxSuggested is how many names help somebody to choose.
const maxSuggested = 3

// SuggestPermissions returns the names that a template should use where someone
// wrote word, the likeliest first: for a mistaken name or an alias the right one,
// for a label of the form ("Pull requests") or another spelling its parameter, for a
// scope of a classic token the obvious permission, else those with the words of
// word in their name, label or section, else those with the nearest letters. Where
// several are equally near, such as what a repository and an organization both have,
// it returns all of them. It returns nil where nothing is near, where word already
// is a name to use, and where only GitHub Apps can hold what it names.
func (c *Catalog) SuggestPermissions(word string) []string {
	if strings.TrimSpace(word) == "" || len(word) > maxSuggestLength {
		return nil
	}
	normal := normalWord(word)
	if p, ok := c.permissions[word]; ok {
		return c.withTwins(p.Instead, normal, p.Status == Mistaken)
	}
	if only := c.OnlyPermission(word); only != "" {
		return c.withTwins(only, normal, !isSpelling(only, normal) || word == c.permissions[only].DisplayName)
	}
	for i, candidate := range []string{normal, withoutLevel(normal), withoutSection(normal)} {
		if name, ok := c.named(candidate); ok {
			return c.withTwins(name, candidate, i < 2 && name != candidate)
		}
	}
	if names, ok := c.withWords(normal); ok {
		return names
	}
	return c.withLetters(normal)
}

// isSpelling reports whether a word is a name but for one letter.
func isSpelling(name, normal string) bool { return levenshtein.Distance(name, normal, nil) <= 1 }

// withTwins adds to a name those of the other sections that the form shows with the
// same label, where the word does not say which section is meant.
func (c *Catalog) withTwins(name, normal string, open bool) []string {
	if name == "" {
		return nil
	}
	names := []string{name}
	says := slices.ContainsFunc(stems(normal), func(stem string) bool {
		return slices.Contains([]string{"organization", "repository", "account"}, stem)
	})
	if !open || says {
		return names
	}
	for _, twin := range c.index().labelled[normalWord(c.permissions[name].DisplayName)] {
		if twin != name && len(names) < maxSuggested {
			names = append(names, twin)
		}
	}
	return names
}

// named finds a normal word among the names, the labels and the other
// vocabularies. The name to write is "" where only GitHub Apps can hold it.
func (c *Catalog) named(normal string) (name string, ok bool) {
	if p, ok := c.permissions[normal]; ok {
		return p.toWrite(), true
	}
	if p, ok := c.index().labels[normal]; ok {
		return p.toWrite(), true
	}
	if p, ok := c.permissions[otherWords[normal]]; ok {
		return p.toWrite(), true
	}
	return "", false
}

// toWrite gives the name that a template should use, or "" where there is none.
func (p Permission) toWrite() string {
	if p.Instead != "" || !p.Status.Usable() {
		return p.Instead
	}
	return p.Name
}

// wordIndex is what a search for another word needs.
type wordIndex struct {
	all    []Permission          // of every status, in the order of the form: of equally near ones the first is suggested
	names  []string              // of all, in this order
	labels map[string]Permission // by their normal word
	// labelled are the names of all permissions that the form shows so, by the normal word.
	labelled map[string][]string
}

// index returns the index of the catalog, which is made at the first call.
func (c *Catalog) index() *wordIndex {
	c.indexOnce.Do(func() {
		c.words.labels = make(map[string]Permission, len(c.permissions))
		c.words.labelled = map[string][]string{}
		c.words.all = c.Permissions()
		for _, p := range c.words.all {
			c.words.names = append(c.words.names, p.Name)
			label := normalWord(p.DisplayName)
			if label != "" && p.Status.Usable() && p.Status != Alias {
				c.words.labelled[label] = append(c.words.labelled[label], p.Name)
			}
			if other, twice := c.words.labels[label]; label != "" && (!twice || p.meantBefore(other)) {
				c.words.labels[label] = p
			}
		}
	})
	return &c.words
}

// meantBefore reports whether a label represents p rather than other, which
// comes first in the form. Some labels are in two sections: there the
// repository's is meant more often.
func (p Permission) meantBefore(other Permission) bool {
	return p.Status.Usable() && (p.Section == pat.Repository || !other.Status.Usable())
}

// normalWord gives the spelling of parameters: lower case, underscores.
func normalWord(word string) string {
	lower := strings.ToLower(strings.TrimSpace(word))
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '.', ':', '/':
			return '_'
		case '(', ')':
			return -1
		}
		return r
	}, lower)
}

// withoutLevel drops a level that was written into the name: issues_read is the
// form of the API's filters.
func withoutLevel(normal string) string {
	for _, level := range []string{"read", "write", "admin"} {
		if name, ok := strings.CutSuffix(normal, "_"+level); ok {
			return name
		}
		if name, ok := strings.CutPrefix(normal, level+"_"); ok {
			return name
		}
	}
	return normal
}

// withoutSection drops a section that the name does not have.
func withoutSection(normal string) string {
	if name, ok := strings.CutPrefix(normal, "org_"); ok {
		return "organization_" + name
	}
	for _, section := range []string{"repository_", "repositories_", "repo_", "organization_", "user_", "account_"} {
		if name, ok := strings.CutPrefix(normal, section); ok {
			return name
		}
	}
	return normal
}

// PermissionMeant returns the permission of this name in any spelling, or with
// this label in the form ("Pull requests"), and whether there is one. Of two with
// one label it is the repository's, and of an alias the one with the right name.
func (c *Catalog) PermissionMeant(word string) (Permission, bool) {
	if len(word) > maxSuggestLength {
		return Permission{}, false
	}
	normal := normalWord(word)
	p, ok := c.permissions[normal]
	if !ok && normal != "" {
		p, ok = c.index().labels[normal]
	}
	if ok && p.Status == Alias {
		p, ok = c.permissions[p.Instead]
	}
	return p, ok
}
