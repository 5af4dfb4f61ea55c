package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// MaxRepositories is how many repositories a fine-grained token can select.
//
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens
const MaxRepositories = 50

// Template is what a fine-grained token needs for the calls for one resource owner.
type Template struct {
	pat.Template
	Owner   Owner
	Choices []catalog.Choice
	// Seen are the repositories of the calls, sorted. Unlisted counts the calls that use a
	// repository permission and whose repository the log does not show.
	Seen     []string
	Unlisted int
	Evidence []Call // sorted
	Open     []Open // sorted
	Remarks  []string
}

// Open is what a call may need in addition, which the log does not settle.
type Open struct {
	Call      string // METHOD /path, or the words of `patctl explain`
	Condition string // of the catalog, or ""
	When      string // in words, if there is no condition
	Sets      []pat.Permissions
}

// propose makes the templates.
func (p *proposal) propose() {
	owners := slices.SortedFunc(maps.Keys(p.groups), func(a, b Owner) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), strings.Compare(a.Login, b.Login))
	})
	for _, owner := range owners {
		needs := p.possible(p.groups[owner])
		if len(needs) > 0 {
			p.Templates = append(p.Templates, p.template(owner, needs))
		}
	}
	for _, t := range p.Templates {
		p.name(t)
	}
	slices.SortFunc(p.Closed, compareStuck)
	slices.SortFunc(p.Unclear, compareStuck)
}

// possible leaves out the calls that need what the catalog does not have. They are unclear.
func (p *proposal) possible(needs []*need) []*need {
	least, _ := p.catalog.Least(endpointsOf(needs), nil)
	if len(least.Impossible) == 0 {
		return needs
	}
	impossible := map[string]bool{}
	for _, e := range least.Impossible {
		impossible[e.String()] = true
	}
	return slices.DeleteFunc(slices.Clone(needs), func(n *need) bool {
		if !slices.ContainsFunc(n.endpoints, func(e catalog.Endpoint) bool { return impossible[e.String()] }) {
			return false
		}
		p.Unclear = append(p.Unclear, *n.stuck(ReasonCatalog, "The catalog lacks a permission that the call needs, or its level.", "Remove the permission block from the configuration, or add the level to it."))
		return true
	})
}

func endpointsOf(needs []*need) []catalog.Endpoint {
	var all []catalog.Endpoint
	for _, n := range needs {
		all = append(all, n.endpoints...)
	}
	return all
}

// template makes the template for the calls for one resource owner.
func (p *proposal) template(owner Owner, needs []*need) *Template {
	least, ok := p.catalog.Least(endpointsOf(needs), nil)
	if !ok {
		panic(fmt.Sprintf("migrate: the calls for %v need account and organization permissions", owner))
	}
	t := &Template{Owner: owner, Choices: least.Choices}
	t.Permissions = least.Permissions
	t.ExpiresIn = pat.Expiry{Days: pat.DefaultExpiryDays}
	if owner.Kind != Account && slug.MatchString(owner.Login) {
		t.TargetName = owner.Login
	}
	if login := strings.ToLower(p.User); slug.MatchString(login) || managed.MatchString(login) && len(login) <= pat.MaxLoginLength {
		t.Owners = []string{p.User}
	}
	for _, n := range needs {
		t.Evidence = append(t.Evidence, n.Call)
	}
	p.repositories(t, needs)
	t.endpoints(needs)
	p.open(t, needs)
	p.remarks(t, needs)
	return t
}

// repositories are those that the calls are about.
func (p *proposal) repositories(t *Template, needs []*need) {
	holding := p.catalog.Holding(t.Permissions)
	for _, n := range needs {
		switch {
		case t.Owner.Login != "" && ownerOf(n.Repository) == t.Owner.Login: // a call for the account may be about any repository
			t.Seen = append(t.Seen, strings.ToLower(n.Repository))
		case slices.ContainsFunc(n.endpoints, func(e catalog.Endpoint) bool { return p.usesRepository(holding, e) }):
			t.Unlisted++
		}
	}
	t.Seen = distinct(t.Seen)
	switch {
	case !p.has(t.Permissions, pat.Repository):
		t.Repositories.Selection = pat.NoRepositories
	case t.Unlisted > 0 || len(t.Seen) == 0:
		t.Repositories.Selection = pat.SelectedRepositories
	case len(t.Seen) > MaxRepositories:
		t.Repositories.Selection = pat.AllRepositories
	default:
		t.Repositories.Patterns = t.Seen
	}
}

// usesRepository reports whether a token with the permissions uses one of a repository to
// call an endpoint.
func (p *proposal) usesRepository(h catalog.Holding, e catalog.Endpoint) bool {
	used := pat.Permissions{}
	h.Use(e, used)
	return p.has(used, pat.Repository)
}

// endpoints are what the token is for. If its permissions are for something else, too, the
// template names none: they would look unneeded.
func (t *Template) endpoints(needs []*need) {
	var names []string
	for _, n := range needs {
		if len(n.Is) > 0 {
			return
		}
		for _, e := range n.endpoints {
			names = append(names, e.String())
		}
	}
	t.Endpoints = distinct(names)
}

// open lists what calls may need in addition.
func (p *proposal) open(t *Template, needs []*need) {
	holding := p.catalog.Holding(t.Permissions)
	add := func(o Open) {
		if !slices.ContainsFunc(t.Open, func(other Open) bool { return compareOpen(o, other) == 0 }) {
			t.Open = append(t.Open, o)
		}
	}
	for _, n := range needs {
		for _, e := range n.endpoints {
			for _, i := range holding.Open(e) {
				add(Open{Call: e.String(), Condition: e.Conditions[i], Sets: e.Sets[i : i+1]})
			}
		}
		for _, name := range n.more.Names() {
			more := []pat.Permissions{{name: n.more[name]}}
			if !holding.Covers(catalog.Endpoint{FineGrained: catalog.FineGrainedYes, Sets: more}) {
				add(Open{Call: n.endpoints[0].String(), When: wholeAnswer, Sets: more})
			}
		}
		for _, may := range n.may {
			e := catalog.Endpoint{FineGrained: catalog.FineGrainedYes, Sets: may.Sets}
			if len(may.Sets) == 0 || !holding.Covers(e) {
				add(Open{Call: may.call, When: may.When, Sets: may.Sets})
			}
		}
	}
	slices.SortFunc(t.Open, compareOpen)
}

// wholeAnswer is when a call may need a permission that it does not require.
const wholeAnswer = "for parts of the answer that GitHub leaves out without it"

func compareOpen(a, b Open) int {
	return cmp.Or(strings.Compare(a.Call, b.Call), strings.Compare(a.Condition, b.Condition), strings.Compare(a.When, b.When), strings.Compare(setsKey(a.Sets), setsKey(b.Sets)))
}

func setsKey(sets []pat.Permissions) string { return fmt.Sprint(sets) }

// remarks say what a person has to know of the template.
func (p *proposal) remarks(t *Template, needs []*need) {
	remark := func(format string, args ...any) { t.Remarks = append(t.Remarks, fmt.Sprintf(format, args...)) }
	switch t.Owner.Kind {
	case UnknownOwner:
		remark("The log doesn't show whose resources these calls reach. If they belong to several owners, each owner needs a token of its own. To find out, record the program with its paths: patctl record --paths -o record.json -- COMMAND")
	case Login:
		remark("patctl can't tell whether %s is an organization that the owner of the token is a member of. If it is another user, or an organization that lists the owner as an outside collaborator, these calls can't move: a fine-grained token reaches only public resources there.", t.Owner.Login)
	}
	switch {
	case t.Repositories.Selection == pat.AllRepositories:
		remark("The calls are about %d repositories, and GitHub's form takes at most %d, so this template asks for all repositories. That is more than was used. To ask for less, divide the repositories among several tokens, or use a GitHub App.", len(t.Seen), MaxRepositories)
	case t.Unlisted > 0:
		remark("The log doesn't show the repositories of %s. Select only the repositories that the program uses.", counted(t.Unlisted, "kind of call", "kinds of calls"))
	}
	if names := t.beyondAccount(); len(names) > 0 {
		remark("Some of the calls are about repositories of other owners: %s. A token of the user's own account reaches them only if they are public.", strings.Join(names[:min(len(names), maxBeyond)], ", "))
	}
	if names := t.readPublic(needs); len(names) > 0 {
		remark("If the repositories are public, the calls don't need %s.", strings.Join(names, " and "))
	}
	if names := listing(needs); len(names) > 0 {
		remark("With a fine-grained token, %s returns only what belongs to the token's resource owner.", strings.Join(names, ", "))
	}
}

// maxBeyond is how many repositories of other owners a remark names.
const maxBeyond = 5

// beyondAccount are repositories of others that calls for the own account are about, such as
// one that gets a star.
func (t *Template) beyondAccount() []string {
	if t.Owner.Kind != Account {
		return nil
	}
	var names []string
	for _, c := range t.Evidence {
		if owner := ownerOf(c.Repository); owner != "" && owner != t.Owner.Login && c.Public != usage.Yes {
			names = append(names, strings.ToLower(c.Repository))
		}
	}
	return distinct(names)
}

// readPublic are the permissions that the calls need only if what they read is not public.
func (t *Template) readPublic(needs []*need) []string {
	private := map[string]bool{}
	for _, n := range needs {
		for _, e := range n.endpoints {
			private[e.String()] = private[e.String()] || !e.PublicRead || n.Public == usage.No
		}
	}
	var names []string
	for _, c := range t.Choices {
		if !slices.ContainsFunc(c.For, func(e catalog.Endpoint) bool { return private[e.String()] }) {
			names = append(names, fmt.Sprintf("%s = %s", c.Permission, c.Level))
		}
	}
	return names
}

// lists are endpoints whose answer is about what the token reaches.
var lists = []string{"/user/repos", "/user/issues", "/issues", "/user/orgs", "/user/teams", "/user/installations"}

// listing are the calls whose answer depends on what the token reaches.
func listing(needs []*need) []string {
	var names []string
	for _, n := range needs {
		if n.Method == "GET" && slices.Contains(lists, n.Route) {
			names = append(names, n.endpoints[0].String())
		}
	}
	return distinct(names)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

const (
	maxOwnerInName = 20 // characters of the resource owner, if a token becomes several
	maxNote        = 80 // characters of a note in a description
)

// name gives the template a name and a description.
func (p *proposal) name(t *Template) {
	base := cmp.Or(clean(p.Name, pat.MaxNameLength), clean(p.User, pat.MaxNameLength), "classic token")
	owner := cmp.Or(t.Owner.Login, string(t.Owner.Kind))
	t.Name = base
	if suffix := " " + clean(owner, maxOwnerInName); len(p.Templates) > 1 && !strings.EqualFold(base, owner) {
		t.Name = clean(base, pat.MaxNameLength-len([]rune(suffix))) + suffix
	}
	t.Description = "Replaces " + p.title() + "."
}

// title names the classic token in a sentence.
func (p *proposal) title() string {
	text := "a classic token"
	if note := clean(p.Name, maxNote); note != "" {
		text = fmt.Sprintf("the classic token %q", note)
	}
	if user := clean(p.User, pat.MaxLoginLength); user != "" {
		text += " of " + user
	}
	if p.ID != 0 {
		text += fmt.Sprintf(" (ID %d)", p.ID)
	}
	return text
}

// clean is what of a text the form takes, on one line, and at most so many characters.
func clean(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == unicode.ReplacementChar || r == '"':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	runes := []rune(strings.Join(strings.Fields(text), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}
