package testcase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// known is what the words in test files can name.
type known struct {
	host          string
	catalog       *catalog.Catalog
	templates     []string            // addresses
	rules         []string            // also of policies
	organizations []string            // logins
	teams         map[string][]string // slugs by the organization in lower case
}

// resolver evaluates the arguments of cases.
type resolver struct {
	evaluator
	known     known
	snapshots func(name string, at diag.Range) (*snapshot, *diag.Diagnostic)
}

// resolve evaluates the arguments of a case.
func (r *resolver) resolve(c *Case) {
	switch c.Kind {
	case Request, Token:
		r.grant(c)
	case Link:
		r.link(c)
	case Snapshot:
		r.subject(c)
	}
	r.expect(c)
}

// expect evaluates what a case expects.
func (r *resolver) expect(c *Case) {
	before := len(r.diags)
	args := c.expect
	if verdict, a := r.text(args, "verdict", ""); a != nil {
		c.Expect.Verdict = pat.Verdict(verdict)
		r.oneOf(a, verdict, "verdict", verdicts)
	}
	if status, a := r.text(args, "status", ""); a != nil {
		c.Expect.Status = status
		r.oneOf(a, status, "status", []string{StatusOK, StatusWarning, StatusError})
	}
	c.Expect.Template = r.template(args)
	if rules, a := r.list(args, "findings", "a list of names of rules"); a != nil {
		c.Expect.Findings = sorted(rules)
		for _, rule := range rules {
			if !slices.Contains(r.known.rules, rule) {
				r.fail(a.Expr.Range(), "unknown-rule", "Unknown rule", "%q is neither the name of a rule nor policy:NAME for a policy in the configuration.%s",
					rule, diag.DidYouMean(rule, r.known.rules))
			}
		}
	}
	if e := c.Expect; e.Verdict == "" && e.Template == nil && e.Findings == nil && e.Status == "" && len(r.diags) == before {
		names := c.Kind.expect().Names()
		if c.Kind == Snapshot {
			names = names[len(names)-3:]
		}
		r.fail(c.header, "nothing-expected", "Nothing expected", "The case expects nothing, so it cannot fail. Set %s.", alternatives(names, ""))
	}
}

// verdicts are the words of the argument verdict.
var verdicts = []string{string(pat.Conforming), string(pat.Drifted), string(pat.Undeclared), string(pat.Excepted)}

func (r *resolver) oneOf(a *hcl.Attribute, word, what string, words []string) {
	if !slices.Contains(words, word) {
		r.fail(a.Expr.Range(), diag.Code("unknown-"+what), "Unknown "+what, "The argument %q takes %s, not %q.%s",
			a.Name, alternatives(words, `"`), word, diag.DidYouMean(word, words))
	}
}

// grant evaluates the arguments of a request or token.
func (r *resolver) grant(c *Case) {
	args := c.arguments
	c.organization = r.organization(c)
	c.grant = pat.Grant{Kind: pat.Kind(c.Kind), RepositoriesRead: true}
	c.grant.Owner, _ = r.text(args, "owner", "octocat")
	c.grant.TokenName, _ = r.text(args, "name", "test-token")
	c.grant.TokenID, _ = r.number(args, "token_id", 1, 1)
	c.grant.Permissions = r.permissions(args)
	r.repositories(c)
	c.lifetime = r.lifetime(args)
	unused, _ := r.number(args, "days_unused", 0, 0)
	c.unused = int(min(unused, maxDays))
	if reason, a := r.text(args, "reason", ""); a != nil {
		c.grant.Reason = &reason
	}
	teams, a := r.list(args, "teams", "a list of slugs of teams")
	for _, team := range teams {
		c.teams = append(c.teams, r.team(c, a, team))
	}
	c.teams = sorted(c.teams)
}

// organization returns the login of the organization of a case.
func (r *resolver) organization(c *Case) string {
	login, a := r.text(c.arguments, "organization", "")
	if a == nil {
		if _, set := c.arguments["organization"]; !set && len(r.known.organizations) != 1 {
			r.fail(c.Range, "missing-organization", "Missing organization", "%s", r.whichOrganization())
		}
		if len(r.known.organizations) == 1 {
			return r.known.organizations[0]
		}
		return ""
	}
	at := slices.IndexFunc(r.known.organizations, func(other string) bool { return strings.EqualFold(other, login) })
	if at < 0 {
		r.fail(a.Expr.Range(), "unknown-organization", "Unknown organization", "The configuration has no organization %q.%s",
			login, didYouMean(login, r.known.organizations, "It has"))
		return login
	}
	return r.known.organizations[at]
}

func (r *resolver) whichOrganization() string {
	if len(r.known.organizations) == 0 {
		return "The configuration declares no organization. Add an organization block to it."
	}
	var names []string
	for _, login := range r.known.organizations {
		names = append(names, fmt.Sprintf("%q", login))
	}
	return "The configuration has several organizations: " + strings.Join(names, ", ") + ". Set the argument organization to one of them."
}

// permissions sorts permissions into the sections in which GitHub lists them.
func (r *resolver) permissions(args hcl.Attributes) pat.GrantPermissions {
	out := pat.GrantPermissions{}
	a, v, ok := r.value(args, "permissions")
	if !ok {
		return out
	}
	if t := v.Type(); !t.IsObjectType() && !t.IsMapType() {
		r.wrong(a, `an object of access levels, such as { contents = "read" }`)
		return out
	}
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		level, ok := r.level(a, key.AsString(), value)
		if !ok {
			continue
		}
		section := &out.Other
		switch p, known := r.known.catalog.Permission(key.AsString()); {
		case known && p.Section == pat.Repository:
			section = &out.Repository
		case known && p.Section == pat.Organization:
			section = &out.Organization
		case !known:
			r.perhapsMistyped(a, key.AsString())
		}
		if *section == nil {
			*section = pat.Permissions{}
		}
		(*section)[key.AsString()] = level
	}
	return out
}

// level returns the level of a permission. null is none, as in GitHub's data.
func (r *resolver) level(a *hcl.Attribute, name string, v cty.Value) (pat.Level, bool) {
	levels := []string{string(pat.Read), string(pat.Write), string(pat.Admin)}
	switch {
	case v.IsNull():
		return "", false
	case v.Type() != cty.String:
		r.wrong(a, `an object of access levels, such as { contents = "read" }`)
		return "", false
	case !slices.Contains(levels, v.AsString()):
		r.fail(a.Expr.Range(), "unknown-level", "Unknown access level", "The access level of %q is %s, not %q.%s",
			name, alternatives(levels, `"`), v.AsString(), diag.DidYouMean(v.AsString(), levels))
		return "", false
	}
	return pat.Level(v.AsString()), true
}

// perhapsMistyped warns about a permission that is not in the catalog, but nearly. GitHub may
// have others, and a case may be about one.
func (r *resolver) perhapsMistyped(a *hcl.Attribute, name string) {
	if hint := r.known.catalog.DidYouMean(name); hint != "" {
		r.diags = append(r.diags, diag.Warning(a.Expr.Range(), "unknown-permission", "Unknown permission",
			fmt.Sprintf("The catalog has no permission %q, so the case has one that no template can grant.%s", name, hint)))
	}
}

// repositories evaluates which repositories a request or token selects.
func (r *resolver) repositories(c *Case) {
	const takes = `"all", "none", or a list of repositories`
	c.grant.RepositorySelection = "none"
	if len(c.grant.Permissions.Repository) > 0 {
		c.grant.RepositorySelection = "subset"
	}
	a, v, ok := r.value(c.arguments, "repositories")
	if !ok {
		return
	}
	if v.Type() == cty.String {
		if c.grant.RepositorySelection = v.AsString(); v.AsString() != "all" && v.AsString() != "none" {
			r.wrong(a, takes)
		}
		return
	}
	names, ok := stringsOf(v)
	if !ok {
		r.wrong(a, takes)
		return
	}
	c.grant.RepositorySelection = "subset"
	for _, name := range names {
		if !strings.Contains(name, "/") {
			name = c.organization + "/" + name
		}
		c.grant.Repositories = append(c.grant.Repositories, name)
	}
}

// maxDays bounds numbers of days, so that times can hold them.
const maxDays = 100_000

// lifetime returns the days of expires_in, or nil for "none".
func (r *resolver) lifetime(args hcl.Attributes) *int {
	preset := pat.DefaultExpiryDays
	a, v, ok := r.value(args, "expires_in")
	if !ok {
		return &preset
	}
	if v.Type() == cty.String && v.AsString() == "none" {
		return nil
	}
	days, whole := wholeNumber(v)
	if !whole || days < 0 || days > maxDays {
		r.wrong(a, fmt.Sprintf(`a whole number of days from 0 to %d, or "none"`, maxDays))
		return &preset
	}
	out := int(days)
	return &out
}

// team returns the slug of a team. One that no template names changes no verdict.
func (r *resolver) team(c *Case, a *hcl.Attribute, name string) string {
	if organization, slug, ok := pat.ParseTeam(name); ok && strings.EqualFold(organization, c.organization) {
		name = slug
	}
	name = strings.ToLower(name)
	if named := r.known.teams[strings.ToLower(c.organization)]; !slices.Contains(named, name) {
		r.diags = append(r.diags, diag.Warning(a.Expr.Range(), "unknown-team", "Unknown team",
			fmt.Sprintf("No template of %s has the team %q in owners, so it changes no verdict.%s", c.organization, name, didYouMean(name, named, "The teams there are"))))
	}
	return name
}

// link finds the link that the label of a case is.
func (r *resolver) link(c *Case) {
	found := prefill.Finder{Host: strings.ToLower(r.known.host)}.Find("link", []byte(c.Name))
	if len(found) != 1 || found[0].URL != c.Name {
		r.fail(c.Range, "invalid-link", "Not a template link", "The label of a link is the whole address of GitHub's form on %s with its parameters, such as https://%s/settings/personal-access-tokens/new?contents=read.",
			r.known.host, r.known.host)
		return
	}
	c.link = found[0]
}
