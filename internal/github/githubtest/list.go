package githubtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// user is the organization in bodies.
func (o *Organization) user() body.Organization { return body.Organization{Login: o.Login, ID: o.ID} }

// grants returns the list of a kind of the call's organization.
func (o *Organization) grants(kind pat.Kind) *[]Grant {
	if kind == pat.KindRequest {
		return &o.Requests
	}
	return &o.Tokens
}

// listGrants answers with requests or tokens, newest first.
func listGrants(kind pat.Kind) func(*Handler, *request) *answer {
	return func(h *Handler, r *request) *answer {
		h.settle()
		list := h.move(r, kind)
		keep, a := newFilter(r)
		if a != nil {
			return a
		}
		var found []*Grant
		for i := range list {
			if g := &list[i]; keep(g) {
				found = append(found, g)
			}
		}
		sortGrants(found, r.query.Get("direction") == "asc")
		return r.list(len(found), func(i int) element {
			return element{found[i].body(r.base, r.org, h.now()), found[i].altered()}
		})
	}
}

// sortGrants orders a list by time, newest first unless ascending. The lists
// of a World are mostly in order already.
func sortGrants(grants []*Grant, ascending bool) {
	newestFirst := func(a, b *Grant) int { return b.Since.Compare(*a.Since) }
	if !slices.IsSortedFunc(grants, newestFirst) {
		slices.SortStableFunc(grants, newestFirst)
	}
	if ascending {
		slices.Reverse(grants)
	}
}

// newFilter reads the filters of a list, all of which an element must pass.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
func newFilter(r *request) (func(*Grant) bool, *answer) {
	before, errBefore := timeFilter(r.query.Get("last_used_before"))
	after, errAfter := timeFilter(r.query.Get("last_used_after"))
	owners, ids := r.query["owner[]"], r.query["token_id[]"]
	if field, wrong := wrongFilter(r, errBefore, errAfter); wrong {
		return nil, invalid(field)
	}
	repository, permission := r.query.Get("repository"), r.query.Get("permission")
	return func(g *Grant) bool {
		return (len(owners) == 0 || containsFold(owners, g.Owner)) &&
			(len(ids) == 0 || slices.Contains(ids, strconv.FormatInt(g.TokenID, 10))) &&
			(repository == "" || g.reaches(r.org, repository)) &&
			(permission == "" || g.holds(permission)) &&
			(before == nil || g.LastUsedAt != nil && g.LastUsedAt.Before(*before)) &&
			(after == nil || g.LastUsedAt != nil && g.LastUsedAt.After(*after))
	}, nil
}

// The numbers of values that the lists among the filters take.
const (
	maxOwners   = 10
	maxTokenIDs = 50
)

func wrongFilter(r *request, before, after error) (string, bool) {
	direction := cmp.Or(r.query.Get("direction"), "desc")
	switch {
	case before != nil:
		return "last_used_before", true
	case after != nil:
		return "last_used_after", true
	case cmp.Or(r.query.Get("sort"), "created_at") != "created_at":
		return "sort", true
	case direction != "asc" && direction != "desc":
		return "direction", true
	case len(r.query["owner[]"]) > maxOwners:
		return "owner", true
	case len(r.query["token_id[]"]) > maxTokenIDs:
		return "token_id", true
	}
	return "", false
}

func timeFilter(value string) (*time.Time, error) {
	if value == "" {
		return nil, nil
	}
	t, err := time.Parse(time.RFC3339, value)
	return &t, err
}

func containsFold(list []string, value string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, value) })
}

// reaches reports whether a grant covers a repository, given by its name alone.
func (g *Grant) reaches(org *Organization, repository string) bool {
	if g.RepositorySelection == "all" {
		return containsFold(fullNames(org, org.Repositories), org.user().FullName(repository)) || len(org.Repositories) == 0
	}
	return containsFold(fullNames(org, g.Repositories), org.user().FullName(repository))
}

func fullNames(org *Organization, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = org.user().FullName(name)
	}
	return out
}

// holds reports whether a grant has a permission, written as issues_read.
func (g *Grant) holds(permission string) bool {
	cut := strings.LastIndexByte(permission, '_')
	if cut < 0 {
		return false
	}
	name, level := permission[:cut], pat.Level(permission[cut+1:])
	for _, section := range []pat.Permissions{g.Permissions.Organization, g.Permissions.Repository, g.Permissions.Other} {
		if held, ok := section[name]; ok && held.Includes(level) {
			return true
		}
	}
	return false
}

// listRepositories answers with the repositories of one request or token.
func listRepositories(kind pat.Kind) func(*Handler, *request) *answer {
	return func(_ *Handler, r *request) *answer {
		g := r.grant(kind)
		if g == nil {
			return notFound()
		}
		names := g.Repositories
		if g.RepositorySelection == "all" {
			names = r.org.Repositories
		}
		return r.list(len(names), func(i int) element {
			return element{body: body.Marshal(r.org.user().Repository(names[i]))}
		})
	}
}

// grant finds the request or token that the path names, or returns nil.
func (r *request) grant(kind pat.Kind) *Grant {
	id, err := strconv.ParseInt(cmp.Or(r.op.Params["pat_request_id"], r.op.Params["pat_id"]), 10, 64)
	if err != nil {
		return nil
	}
	list := *r.org.grants(kind)
	i := slices.IndexFunc(list, func(g Grant) bool { return g.ID == id })
	if i < 0 {
		return nil
	}
	return &list[i]
}

func installationRepositories(_ *Handler, r *request) *answer {
	org := r.caller.organization
	page := r.list(len(org.Repositories), func(i int) element {
		return element{body: body.Marshal(org.user().FullRepository(org.Repositories[i]))}
	})
	a := jsonAnswer(http.StatusOK, map[string]any{
		"total_count": len(org.Repositories), "repository_selection": "all", "repositories": json.RawMessage(page.body),
	})
	if link := page.header.Get("Link"); link != "" {
		a.header.Set("Link", link)
	}
	return a
}

// listMembers answers with the members of a team.
//
// https://docs.github.com/en/rest/teams/members#list-team-members
func listMembers(_ *Handler, r *request) *answer {
	for slug, logins := range r.org.Teams {
		if strings.EqualFold(slug, r.op.Params["team_slug"]) {
			return r.list(len(logins), func(i int) element {
				return element{body: body.Marshal(body.NewUser(logins[i]))}
			})
		}
	}
	return notFound()
}
