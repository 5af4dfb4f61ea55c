package usage

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// need is what a call may have taken.
type need struct {
	sets []pat.Permissions // any one of them is enough, and nobody knows which it was
	// may is what it may have taken besides, by the reason why that is not known; nil: anything.
	may map[Reason]pat.Permissions
}

// weaken makes all that a call took something that it may have taken.
func (n *need) weaken(reason Reason) {
	all := []pat.Permissions{n.may[reason]}
	unlimited := false
	for r, reach := range n.may {
		unlimited = unlimited || reach == nil
		if r != reason {
			all = append(all, reach)
		}
	}
	n.may = map[Reason]pat.Permissions{reason: catalog.Union(append(all, n.sets...)...)}
	if unlimited {
		n.may[reason] = nil
	}
	n.sets = nil
}

func (n *need) add(reason Reason, reach pat.Permissions) {
	if n.may == nil {
		n.may = map[Reason]pat.Permissions{}
	}
	before, has := n.may[reason]
	switch {
	case has && before == nil:
	case reach == nil:
		n.may[reason] = nil
	default:
		n.may[reason] = catalog.Union(before, reach)
	}
}

// needs says what a call may have taken. A call of GraphQL may do several things, each with
// a need of its own.
func (o *Observer) needs(c *Call) []need {
	if len(c.Is) == 0 {
		return []need{o.need(c)}
	}
	out := make([]need, len(c.Is))
	for i, text := range c.Is {
		o.addOther(&out[i], c, text)
	}
	return out
}

// need says what a call of the REST API may have taken.
func (o *Observer) need(c *Call) need {
	var n need
	e, found := o.catalog.Endpoint(c.Method, c.Route)
	if !c.Known || !found {
		n.add(ReasonUnknown, nil)
		return n
	}
	if sets, ok := o.catalog.Accepted(c.Accepted); ok && c.Accepted != "" {
		n.sets = append(n.sets, sets...)
	}
	reads := c.Method == "GET"
	if reads && e.PublicRead && c.Public == Yes && !showsMore(e) {
		return need{}
	}
	if strings.HasPrefix(e.Path, "/search/") {
		n.add(ReasonSearch, searchReach)
	}
	if more := partial[e.String()]; more != nil {
		n.add(ReasonPartial, more)
	}
	switch {
	case e.FineGrained == catalog.FineGrainedYes:
		n.sets = append(n.sets, narrowedBy(e, c).Sets...)
	case reads && e.PublicRead: // open for public resources, without a permission
	default:
		// GitHub's data says that no such token can do this, or does not say what it takes; this
		// one did.
		n.add(ReasonUnknown, nil)
	}
	return n
}

// issueReach is what a list of the issues of several repositories finds only in those whose
// issues the token can read.
var issueReach = pat.Permissions{"issues": pat.Read, "pull_requests": pat.Read}

// showsMore reports whether a call of an endpoint may use a permission that it does not need.
func showsMore(e catalog.Endpoint) bool { return partial[e.String()] != nil }

// partial are endpoints whose answer has more in it with a permission that they do not need.
//
// https://docs.github.com/rest/repos/repos#get-a-repository
// https://docs.github.com/rest/activity/events#list-events-for-the-authenticated-user
// https://docs.github.com/rest/issues/issues#list-issues-assigned-to-the-authenticated-user
// https://docs.github.com/rest/releases/releases#list-releases
// https://docs.github.com/rest/repos/rules#get-a-repository-ruleset
var partial = map[string]pat.Permissions{
	"GET /issues":                                     issueReach,
	"GET /user/issues":                                issueReach,
	"GET /orgs/{org}/issues":                          issueReach,
	"GET /orgs/{org}/events":                          searchReach,
	"GET /networks/{owner}/{repo}/events":             searchReach,
	"GET /repos/{owner}/{repo}/events":                searchReach,
	"GET /users/{username}/received_events":           catalog.Union(searchReach, pat.Permissions{"user_events": pat.Read}),
	"GET /repos/{owner}/{repo}/releases":              {"contents": pat.Write}, // drafts
	"GET /repos/{owner}/{repo}/releases/{release_id}": {"contents": pat.Write},
	"GET /repos/{owner}/{repo}/rulesets/{ruleset_id}": {"administration": pat.Write}, // who may bypass it
	"GET /user/orgs":                                  {"members": pat.Read},
	"GET /user/teams":                                 {"members": pat.Read},
	"GET /user/memberships/orgs":                      {"members": pat.Read},
	"GET /gists":                                      {"gists": pat.Write},
	"GET /users/{username}/gists":                     {"gists": pat.Write},
	"GET /users/{username}":                           {"plan": pat.Read},
	"GET /repos/{owner}/{repo}":                       {"contents": pat.Write, "administration": pat.Read},
	"GET /users/{username}/events":                    {"user_events": pat.Read},
	"GET /user":                                       {"emails": pat.Read, "plan": pat.Read, "profile": pat.Write},
	"GET /orgs/{org}":                                 {"organization_administration": pat.Read, "organization_plan": pat.Read},
}

// narrowedBy is the endpoint with the sets that a call of it may need, as far as the log
// shows what it was about.
func narrowedBy(e catalog.Endpoint, c *Call) catalog.Endpoint {
	path := e.Path
	switch c.Workflow {
	case Yes:
		path = strings.ReplaceAll(path, "{path}", ".github/workflows/x.yml")
	case No:
		path = strings.ReplaceAll(path, "{path}", "x")
	}
	return e.For(path, c.Media)
}

// addOther adds what a call takes that is none of the REST API.
func (o *Observer) addOther(n *need, c *Call, text string) {
	kind, _, detailed := strings.Cut(text, " ")
	switch {
	case reading.Kind(kind) == reading.GraphQL && !detailed:
		n.add(ReasonGraphQL, graphQLReach())
		return
	case text == "git push":
		n.sets = append(n.sets, pat.Permissions{"contents": pat.Write})
		n.add(ReasonGit, pat.Permissions{"workflows": pat.Write})
		return
	case text == "git fetch":
		if c.Public != Yes {
			n.sets = append(n.sets, catalog.GitUse(false).Sets...)
		}
		return
	}
	found, ok := known.Find(reading.Call{Kind: reading.Kind(kind), Text: text})
	reason := ReasonUnknown
	var reach pat.Permissions
	if reading.Kind(kind) == reading.GraphQL {
		reason, reach = ReasonGraphQL, graphQLReach()
	}
	if !ok || found.Need.FineGrained != catalog.FineGrainedYes {
		n.add(reason, reach)
		return
	}
	n.sets = append(n.sets, found.Need.Sets...)
	for _, may := range found.May {
		if may.Sets == nil {
			n.add(reason, reach)
			continue
		}
		n.add(reason, catalog.Union(may.Sets...))
	}
	if found.Need.Certainty == catalog.UnknownNeed {
		n.add(reason, reach)
	}
}

// isGit reports whether a call is one of Git.
func (c Call) isGit() bool {
	return slices.ContainsFunc(c.Is, func(text string) bool { return strings.HasPrefix(text, "git ") })
}
