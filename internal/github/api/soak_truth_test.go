package api_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// someNeeds chooses requests and tokens whose repositories are read.
type someNeeds struct {
	percent int
	seed    uint64
}

func (n *someNeeds) chosen(g pat.Grant) bool {
	hash := fnv.New64a()
	fmt.Fprint(hash, n.seed, g.Kind, g.ID)
	return g.RepositorySelection == "subset" && int(hash.Sum64()%100) < n.percent
}

func (n *someNeeds) choose(o *github.Organization) (requests, tokens []int) {
	of := func(grants []pat.Grant) (out []int) {
		for i, g := range grants {
			if n.chosen(g) {
				out = append(out, i)
			}
		}
		return out
	}
	return of(o.Requests), of(o.Tokens)
}

// comparison is what was read of an organization, and what it was at GitHub before and after.
type comparison struct {
	*scene
	o       *github.Organization
	was, is *githubtest.Organization // nil: there is none
	needs   *someNeeds
	some    bool // read by ReadSome
}

func (c *comparison) wrong(format string, args ...any) {
	c.scene.wrong("%s: %s. Its gaps are %+v", c.o.Login, fmt.Sprintf(format, args...), c.o.Incomplete)
}

func (c *comparison) compare() {
	for _, gap := range c.o.Incomplete {
		c.told.look("a gap", gap.What+": "+gap.Why)
		if gap.What == "" || gap.Why == "" {
			c.wrong("a gap says nothing")
		}
	}
	c.told.look("the snapshot", fmt.Sprintf("%+v %+v", c.o.Requests, c.o.Tokens))
	if c.was == nil {
		if c.o.Complete() || len(c.o.Requests)+len(c.o.Tokens) > 0 {
			c.wrong("it does not exist, and was read")
		}
		return
	}
	c.list(pat.KindRequest, c.o.Requests, c.was.Requests, c.is.Requests)
	c.list(pat.KindToken, c.o.Tokens, c.was.Tokens, c.is.Tokens)
	if !c.named(everything) {
		c.members()
		if !c.some {
			c.classic()
			c.insights()
		}
	}
}

// readable reports whether an organization can be read whole, as it is.
func (c *comparison) readable() bool {
	if c.was == nil || c.was.Installation == nil || c.was.Installation.Suspended || c.was.Installation.Permissions[githubtest.RequestsPermission] == "" {
		return false
	}
	broken := func(g githubtest.Grant) bool { return g.Raw != nil }
	return !slices.ContainsFunc(c.was.Tokens, broken) && !slices.ContainsFunc(c.was.Requests, broken) && !c.named("ghosts")
}

// everything is the gap of an organization that was not read at all.
const everything = "requests and tokens"

// named reports whether there is a gap of that name, or a part of it.
func (c *comparison) named(what string) bool {
	return slices.ContainsFunc(c.o.Incomplete, func(gap github.Gap) bool { return strings.Contains(gap.What, what) })
}

// ofList are the gaps of a list of requests or tokens: the list, pages of it, elements, and IDs.
var ofList = regexp.MustCompile(`^(requests and tokens|((pages? .*|elements? .*) of the |the )?(requests|tokens)( from page \d+ onward| with the token IDs .*)?|(request|token)s? [\d, andmore]+)$`)

func (c *comparison) listNamed(kind pat.Kind) bool {
	return slices.ContainsFunc(c.o.Incomplete, func(gap github.Gap) bool {
		return ofList.MatchString(gap.What) && strings.Contains(gap.What, string(kind))
	})
}

// list compares requests or tokens.
func (c *comparison) list(kind pat.Kind, read []pat.Grant, was, is []githubtest.Grant) {
	before, after, named := truth(c.was, was), truth(c.is, is), c.listNamed(kind)
	seen := map[int64]bool{}
	for _, g := range read {
		if seen[g.ID] {
			c.wrong("%s %d is there twice", kind, g.ID)
		}
		seen[g.ID] = true
		want, known := after[g.ID]
		if !known {
			want, known = before[g.ID]
		}
		repositories := want.Repositories
		want.Repositories = nil
		got := g
		got.Repositories, got.RepositoriesRead = nil, false
		switch {
		case !known && g.TokenName != fmt.Sprintf("newcomer-%d", g.ID) && (!named || g.ID <= 1_000_000):
			c.wrong("%s %d is invented", kind, g.ID)
		case known && !named && !reflect.DeepEqual(got, want):
			c.wrong("%s %d is not what it is: %s", kind, g.ID, cmp.Diff(want, got))
		case known:
			_, stays := after[g.ID]
			c.repositories(g, repositories, stays)
		}
	}
	if named {
		return
	}
	for id := range before {
		if _, stays := after[id]; stays && !seen[id] {
			c.wrong("%s %d is lost", kind, id)
		}
	}
	if len(before) < len(was) && len(after) < len(is) {
		c.wrong("a %s that cannot be read is not named", kind)
	}
}

// truth are the requests or tokens as they are to be read, without those that cannot be read.
func truth(o *githubtest.Organization, grants []githubtest.Grant) map[int64]pat.Grant {
	out := make(map[int64]pat.Grant, len(grants))
	for _, fake := range grants {
		if fake.Raw != nil {
			continue
		}
		g := fake.Grant
		names := []string{}
		for _, name := range g.Repositories {
			names = append(names, o.Login+"/"+name)
		}
		slices.Sort(names)
		g.Repositories = names
		since := g.Since.UTC().Truncate(time.Second)
		g.Since, g.Expired = &since, g.ExpiresAt != nil && g.ExpiresAt.Before(time.Now())
		out[g.ID] = g
	}
	return out
}

// repositoriesOf is the gap of requests or tokens whose repositories could not be read.
var repositoriesOf = regexp.MustCompile(`^repositories of (request|token)s? ([\d, ]+)( and \d+ more)?$`)

// repositories compares those of a request or token.
func (c *comparison) repositories(g pat.Grant, want []string, stays bool) {
	switch {
	case g.RepositoriesRead && !c.needs.chosen(g):
		c.wrong("the repositories of %s %d were read, and need not be", g.Kind, g.ID)
	case g.RepositoriesRead && !slices.Equal(g.Repositories, want):
		c.wrong("the repositories of %s %d are %v, not %v", g.Kind, g.ID, g.Repositories, want)
	case g.RepositoriesRead || !c.needs.chosen(g) || !stays:
		return
	}
	id := strconv.FormatInt(g.ID, 10)
	if !g.RepositoriesRead && !slices.ContainsFunc(c.o.Incomplete, func(gap github.Gap) bool {
		m := repositoriesOf.FindStringSubmatch(gap.What)
		return m != nil && m[1] == string(g.Kind) && (m[3] != "" || slices.Contains(strings.Split(m[2], ", "), id))
	}) {
		c.wrong("the repositories of %s %d are not named", g.Kind, g.ID)
	}
}

// members compares teams.
func (c *comparison) members() {
	if !c.teams {
		return
	}
	read := map[string][]string{}
	for _, team := range c.o.Teams {
		read[team.Slug] = team.Members
	}
	for slug, members := range c.was.Teams {
		want := slices.Clone(members)
		slices.Sort(want)
		got, found := read[slug]
		if found && !slices.Equal(got, want) || !found && !c.named(github.TeamWhat(c.o.Login, slug)) {
			c.wrong("the team %s has the members %v, not %v", slug, got, want)
		}
	}
}

// classic compares the tokens that are authorized for single sign-on, and the number of
// public repositories.
func (c *comparison) classic() {
	if n := c.o.PublicRepositories; (c.options.Use || c.options.Public) && !c.named(github.WhatPublic) && (n == nil || *n != c.was.PublicRepositories) {
		c.wrong("the number of public repositories is not %d", c.was.PublicRepositories)
	}
	if !c.options.Classic || c.named(github.WhatCredentials) {
		return
	}
	got := map[int64]string{}
	for _, t := range c.o.Credentials {
		got[t.CredentialID] = fmt.Sprint(t.ID, t.Note, t.Scopes, t.AuthorizedAt)
	}
	want := map[int64]string{}
	for _, a := range c.was.Authorizations {
		if a.Type != "SSH key" {
			want[a.CredentialID] = fmt.Sprint(a.ID, a.Note, a.Scopes, a.AuthorizedAt)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) != len(c.o.Credentials) {
		c.wrong("the classic tokens are others: %s", diff)
	}
}

// insights compares what tokens did.
func (c *comparison) insights() {
	if !c.options.Use {
		return
	}
	if named := c.named(github.WhatInsights); named || c.o.Insights == nil || !c.o.Insights.Complete {
		if !named || c.o.Insights != nil && c.o.Insights.Complete {
			c.wrong("API Insights are %+v", c.o.Insights)
		}
		return
	}
	got, want := map[string]int{}, map[string]int{}
	for _, a := range c.o.Insights.Actors {
		for _, r := range a.Routes {
			got[fmt.Sprint(a.Type, a.ID, a.Name, a.User, r.Method, r.Route)] += r.Count
		}
	}
	for _, u := range c.was.Insights {
		for _, a := range u.Actors {
			for _, r := range a.Routes {
				if u.Type == "user" && a.Type != "oauth_app" {
					want[fmt.Sprint(a.Type, a.ID, a.Name, u.Name, r.Method, r.Route)] += r.Count
				}
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		c.wrong("API Insights are others: %s", diff)
	}
}

// calmOnes are the organizations that nothing can have happened to: neither their calls nor
// those that all organizations share met anything.
func (s *scene) calmOnes(ctx context.Context) map[string]bool {
	calm := map[string]bool{}
	for _, call := range s.handler.Calls() {
		s.limited = s.limited || slices.ContainsFunc(call.Faults, func(kind githubtest.FaultKind) bool { return slices.Contains(forAll, kind) })
	}
	if s.jumps != nil || ctx.Err() != nil || s.options.MaxPages == 2 || s.limited || s.access != "app" && s.access != "user" {
		return calm
	}
	for _, login := range s.logins {
		calm[login] = !s.wire.struck[login]
	}
	for _, call := range s.handler.Calls() {
		if len(call.Faults) > 0 {
			calm[s.owner(call.Path)] = false
		}
	}
	return calm
}

// forAll are the faults of a call that others may feel, also later: they wait for a limit, or have no access any more.
var forAll = []githubtest.FaultKind{githubtest.FaultStatus, githubtest.FaultPrimaryLimit, githubtest.FaultSecondaryLimit, githubtest.FaultExpireToken}
