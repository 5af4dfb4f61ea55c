package migrate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// proposal is the work on one token.
type proposal struct {
	*Token
	catalog *catalog.Catalog
	logins  logins
	groups  map[Owner][]*need
}

// need is a call that needs permissions of one resource owner.
type need struct {
	Call
	endpoints []catalog.Endpoint // all of them; each with at least one set
	more      pat.Permissions    // with any of them, the answer may have more in it
	may       []mayNeed
}

// mayNeed is what a call may need in addition.
type mayNeed struct {
	call string // in words of the catalog
	known.May
}

// place puts each call where it belongs.
func (p *proposal) place(calls []Call) {
	for _, c := range calls {
		if c.Count == 0 && c.Refused > 0 {
			p.Refused = append(p.Refused, c)
			continue
		}
		n, stuck := p.read(c)
		if stuck == nil {
			stuck = p.assign(n)
		}
		switch {
		case stuck == nil:
		case stuck.Reason.closes():
			p.Closed = append(p.Closed, *stuck)
		default:
			p.Unclear = append(p.Unclear, *stuck)
		}
	}
}

// closes reports whether a call can't move for sure.
func (r Reason) closes() bool {
	return slices.Contains([]Reason{ReasonClosed, ReasonForeign, ReasonMixed, ReasonPackages}, r)
}

// stuck says why a call is stuck.
func (c Call) stuck(reason Reason, why, next string) *Stuck { return &Stuck{c, reason, why, next} }

// read finds out what a call needs.
func (p *proposal) read(c Call) (*need, *Stuck) {
	n := &need{Call: c}
	if len(c.Is) == 0 {
		return n, p.readREST(n)
	}
	for _, text := range c.Is {
		if stuck := n.readOther(text); stuck != nil {
			return nil, stuck
		}
	}
	return n, nil
}

// The route of GraphQL, and the word for a call of it that a log does not show.
const (
	graphQLPath = "/graphql"
	graphQL     = "graphql"
)

const (
	tryIt       = "Try the call with a fine-grained token. A GitHub App may be an alternative."
	graphQLWhy  = "The log doesn't show what the call asked GraphQL for."
	graphQLNext = "Record the program, which shows the operations and fields: patctl record -o record.json -- COMMAND"
)

// readREST finds out what a call of the REST API needs.
func (p *proposal) readREST(n *need) *Stuck {
	c := n.Call
	if c.Method == "" || c.Route == "" {
		return c.stuck(ReasonNoCall, "The log doesn't say what was called.", "Record the program: patctl record -o record.json -- COMMAND")
	}
	e, ok := p.catalog.Endpoint(c.Method, c.Route)
	switch {
	case !ok:
		return c.stuck(ReasonRoute, "GitHub doesn't document this route, so patctl doesn't know what it needs.",
			"Find the endpoint in GitHub's REST documentation. To see what it needs, run: patctl explain 'METHOD /path'")
	case e.Path == graphQLPath:
		return c.stuck(ReasonGraphQL, graphQLWhy, graphQLNext)
	}
	e = settled(e.For(c.calledPath(), c.Media), c.Workflow)
	public := e.PublicRead && c.Public == usage.Yes
	switch e.FineGrained {
	case catalog.FineGrainedNo:
		if public {
			return nil
		}
		return c.closed(e)
	case catalog.FineGrainedUnknown:
		why := "GitHub's data doesn't list this endpoint, so it is unknown whether fine-grained tokens can call it."
		if strings.HasPrefix(e.Path, "/search/") {
			why += " A search finds only what the token can read."
		}
		return c.stuck(ReasonData, why, tryIt)
	}
	n.more = usage.MoreFor(e)
	if len(e.Sets) > 0 && !public {
		n.endpoints = append(n.endpoints, e)
	}
	return nil
}

// closed says why fine-grained tokens can't call an endpoint.
func (c Call) closed(e catalog.Endpoint) *Stuck {
	way := gap.WayOf(e)
	why := "Fine-grained tokens can't call this endpoint."
	if way.Why != "" {
		why = way.Why
	}
	if e.PublicRead {
		why += " They can call it only for public resources, without a permission."
	}
	reason := ReasonClosed
	if packages, _ := gap.Permission("packages"); way.Gap == packages {
		reason = ReasonPackages
	}
	return c.stuck(reason, why, way.Next)
}

// calledPath is the path of the call, as far as the log shows whether it is about a
// workflow file.
func (c Call) calledPath() string {
	file := map[usage.Answer]string{usage.Yes: ".github/workflows/x.yml", usage.No: "other"}[c.Workflow]
	if file == "" {
		return c.Route
	}
	before, _, ok := strings.Cut(c.Route, "/contents/")
	if !ok {
		return c.Route
	}
	return before + "/contents/" + file
}

// settled leaves only the set that a call needs whose commits are known to change workflow
// files, or known not to.
func settled(e catalog.Endpoint, workflow usage.Answer) catalog.Endpoint {
	prefix := map[usage.Answer]string{usage.Yes: "commit=", usage.No: "commit!="}[workflow]
	if prefix == "" {
		return e
	}
	for i, condition := range e.Conditions {
		if strings.HasPrefix(condition, prefix) {
			e.Sets, e.Conditions = e.Sets[i:i+1], nil
			return e
		}
	}
	return e
}

// readOther finds out what a call needs that is none of the REST API.
func (n *need) readOther(text string) *Stuck {
	c := n.Call
	kind, name, _ := strings.Cut(text, " ")
	if kind == graphQL && name == "" {
		return c.stuck(ReasonGraphQL, graphQLWhy, graphQLNext)
	}
	k, ok := known.Find(reading.Call{Kind: reading.Kind(kind), Text: text})
	if !ok {
		return c.stuck(ReasonData, "patctl doesn't know what this needs.", tryIt)
	}
	kind, name, _ = strings.Cut(k.Title, " ")
	e := settled(catalog.Endpoint{
		Method: kind, Path: name, FineGrained: k.Need.FineGrained, Sets: k.Need.Sets, Conditions: k.Need.Conditions, PublicRead: k.Public,
	}, c.Workflow)
	public := e.PublicRead && c.Public == usage.Yes
	switch {
	case public && e.FineGrained != catalog.FineGrainedUnknown:
		return nil
	case e.FineGrained == catalog.FineGrainedNo:
		return c.closedOther(k)
	case e.FineGrained != catalog.FineGrainedYes:
		return c.stuck(ReasonData, "It is unknown whether fine-grained tokens can do this: "+k.Title+"."+remarks(k), tryIt)
	}
	if len(e.Sets) > 0 {
		n.endpoints = append(n.endpoints, e)
	}
	for _, may := range k.May {
		n.may = append(n.may, mayNeed{k.Title, may})
	}
	return nil
}

// closedOther says why fine-grained tokens can't make a call that is none of the REST API.
func (c Call) closedOther(k known.Call) *Stuck {
	if strings.HasSuffix(k.Title, ".pkg.github.com") || k.Title == "host ghcr.io" {
		packages, _ := gap.Permission("packages")
		return c.stuck(ReasonPackages, packages.Why, packages.Next)
	}
	return c.stuck(ReasonClosed, "Fine-grained tokens can't do this: "+k.Title+"."+remarks(k), "Use a GitHub App, or keep a classic token for it.")
}

// remarks are those of a call, each behind a space.
func remarks(k known.Call) string {
	var b strings.Builder
	for _, remark := range k.Remarks {
		b.WriteString(" " + remark)
	}
	return b.String()
}

// assign adds a need to those of its resource owner.
func (p *proposal) assign(n *need) *Stuck {
	c := n.Call
	if len(n.endpoints) == 0 {
		p.Free = append(p.Free, Free{c, n.more})
		return nil
	}
	account := slices.ContainsFunc(n.endpoints, func(e catalog.Endpoint) bool { return p.needs(e, pat.Account) })
	organization := slices.ContainsFunc(n.endpoints, func(e catalog.Endpoint) bool { return p.needs(e, pat.Organization) })
	if account && organization {
		return c.stuck(ReasonMixed, "The call needs account permissions and organization permissions, and GitHub takes no account and organization permissions together.",
			"Split the call in two, and use a token for each part.")
	}
	owner, foreign := p.owner(c, account)
	if foreign {
		return c.foreign(owner, n)
	}
	if organization && owner.Kind == Account {
		owner = Owner{Kind: UnknownOwner}
		if login := strings.ToLower(c.Organization); slug.MatchString(login) {
			owner = Owner{Organization, login}
		}
	}
	banned := pat.Account
	if owner.Kind == Account {
		banned = pat.Organization
	}
	for i, e := range n.endpoints {
		n.endpoints[i] = p.without(e, banned)
	}
	p.groups[owner] = append(p.groups[owner], n)
	return nil
}

// foreign says why a call for the resources of another user is stuck.
func (c Call) foreign(owner Owner, n *need) *Stuck {
	why := "The repository belongs to another user, " + owner.Login + ". A fine-grained token reaches only what its resource owner owns, so it can't act as an outside collaborator."
	next := "Move the repository to an organization, or use a GitHub App that " + owner.Login + " installs."
	if c.Public != usage.No && !slices.ContainsFunc(n.endpoints, func(e catalog.Endpoint) bool { return !e.PublicRead }) {
		return c.stuck(ReasonPublic, why+" If the repository is public, every token can read it without a permission.", next)
	}
	return c.stuck(ReasonForeign, why, next)
}

// needs reports whether an endpoint can't be called without a permission of a section.
func (p *proposal) needs(e catalog.Endpoint, s pat.Section) bool {
	return !slices.ContainsFunc(e.Usual(), func(set pat.Permissions) bool { return !p.has(set, s) })
}

// has reports whether a set has a permission of a section.
func (p *proposal) has(set pat.Permissions, s pat.Section) bool {
	for name := range set {
		if permission, _ := p.catalog.Permission(name); permission.Section == s {
			return true
		}
	}
	return false
}

// without leaves out the alternatives that a token of the resource owner can't have.
func (p *proposal) without(e catalog.Endpoint, s pat.Section) catalog.Endpoint {
	if len(e.Usual()) < len(e.Sets) || !slices.ContainsFunc(e.Sets, func(set pat.Permissions) bool { return p.has(set, s) }) {
		return e
	}
	var (
		sets       []pat.Permissions
		conditions []string
	)
	for i, set := range e.Sets {
		if p.has(set, s) {
			continue
		}
		sets = append(sets, set)
		if i < len(e.Conditions) {
			conditions = append(conditions, e.Conditions[i])
		}
	}
	e.Sets, e.Conditions = sets, conditions
	return e
}

func compareStuck(a, b Stuck) int {
	return cmp.Or(strings.Compare(string(a.Reason), string(b.Reason)), compareCalls(a.Call, b.Call))
}
