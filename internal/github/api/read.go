package api

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Needs chooses by index the requests and tokens of an organization whose
// repositories are to be read.
type Needs func(o *github.Organization) (requests, tokens []int)

// NeedsAll is for callers that want to know the repositories of everything that
// selects some.
func NeedsAll(o *github.Organization) (requests, tokens []int) {
	return subsets(o.Requests), subsets(o.Tokens)
}

// NeedsNone is for callers that read no repositories.
func NeedsNone(*github.Organization) (requests, tokens []int) { return nil, nil }

func subsets(grants []pat.Grant) []int {
	var out []int
	for i, g := range grants {
		if g.RepositorySelection == "subset" {
			out = append(out, i)
		}
	}
	return out
}

// Read reads the requests and tokens of organizations, and the repositories that
// needs asks for; nil means NeedsAll. It always returns a snapshot, sorted
// by login: what could not be read is in the gaps of its organization, each of
// which fails alone. When the context ends it stops at once.
func (c *Client) Read(ctx context.Context, organizations []string, needs Needs) *github.Snapshot {
	out := &github.Snapshot{GeneratedAt: c.options.Now().UTC(), Host: c.options.Host, Organizations: []github.Organization{}}
	c.ReadEach(ctx, organizations, needs, func(o github.Organization) {
		out.Organizations = append(out.Organizations, o)
	})
	slices.SortFunc(out.Organizations, func(a, b github.Organization) int {
		return strings.Compare(strings.ToLower(a.Login), strings.ToLower(b.Login))
	})
	return out
}

// distinct sorts logins and drops those that differ by case only.
func distinct(logins []string) []string {
	out := slices.Clone(logins)
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return slices.CompactFunc(out, strings.EqualFold)
}

// login is what an organization may be called; more than that would change the
// path of a call.
var login = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)

// organization reads one organization.
func (c *Client) organization(ctx context.Context, name string, needs Needs) github.Organization {
	o := github.Organization{Login: name, ReadAt: c.options.Now().UTC(), Requests: []pat.Grant{}, Tokens: []pat.Grant{}}
	if !login.MatchString(name) {
		o.Incomplete = []github.Gap{{What: everything, Why: "This is not an organization login. A login has letters, digits, and hyphens."}}
		return o
	}
	c.watch.reading(name + ": requests and tokens")
	s, err := c.session(ctx, name)
	if err != nil {
		o.Incomplete = []github.Gap{{What: everything, Why: c.explain(err, reading{organization: name})}}
		return o
	}
	var requests, tokens []github.Gap
	var both sync.WaitGroup
	both.Go(func() { o.Requests, requests = c.grants(ctx, s, name, pat.KindRequest) })
	both.Go(func() { o.Tokens, tokens = c.grants(ctx, s, name, pat.KindToken) })
	both.Wait()
	o.Incomplete = append(requests, tokens...)
	c.teams(ctx, s, &o)
	c.repositories(ctx, s, &o, needs)
	c.readMore(ctx, s, &o)
	return o
}

// everything names the gap of an organization that was not read at all.
const everything = "requests and tokens"

// grants reads all pending requests or all active tokens.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
func (c *Client) grants(ctx context.Context, s *session, organization string, kind pat.Kind) ([]pat.Grant, []github.Gap) {
	what := string(kind) + "s"
	l := list{c: c, s: s, what: what,
		path: "orgs/" + url.PathEscape(organization) + "/" + github.Collection(kind),
		why: func(err error) string {
			return c.explain(err, reading{organization: organization, kind: kind, session: s})
		}}
	elements, gaps := l.read(ctx)
	grants, bad := github.DecodeElements(elements, kind)
	grants, twice := github.Unique(grants)
	return grants, append(append(gaps, bad...), twice...)
}

// repositories reads which repositories are selected, where that is needed.
func (c *Client) repositories(ctx context.Context, s *session, o *github.Organization, needs Needs) {
	requests, tokens := needs(o)
	total := len(requests) + len(tokens)
	if total == 0 {
		return
	}
	done := 0
	var mu sync.Mutex
	show := func(more int) {
		mu.Lock()
		defer mu.Unlock()
		done += more
		c.watch.reading(fmt.Sprintf("%s: repositories, %d of %d", o.Login, done, total))
	}
	show(0)
	each := func() { show(1) }
	o.Incomplete = append(o.Incomplete, c.repositoriesOf(ctx, s, o.Login, o.Requests, requests, each)...)
	o.Incomplete = append(o.Incomplete, c.repositoriesOf(ctx, s, o.Login, o.Tokens, tokens, each)...)
}

func (c *Client) repositoriesOf(ctx context.Context, s *session, organization string, grants []pat.Grant, indices []int, done func()) []github.Gap {
	gaps := make([][]github.Gap, len(indices))
	var group errgroup.Group
	group.SetLimit(c.options.Parallelism)
	for i, at := range indices {
		group.Go(func() error {
			gaps[i] = c.repositoriesOfOne(ctx, s, organization, &grants[at])
			done()
			return nil
		})
	}
	_ = group.Wait() // each has its own gaps
	var failed github.Failures
	for i, at := range indices {
		for _, gap := range gaps[i] {
			failed.Add(grants[at].ID, gap.Why)
		}
	}
	return failed.Gaps(func(numbers string, several bool) string {
		kind := grants[indices[0]].Kind
		if several {
			return fmt.Sprintf("repositories of %ss %s", kind, numbers)
		}
		return fmt.Sprintf("repositories of %s %s", kind, numbers)
	})
}

func (c *Client) repositoriesOfOne(ctx context.Context, s *session, organization string, g *pat.Grant) []github.Gap {
	l := list{c: c, s: s, what: fmt.Sprintf("repositories of %s %d", g.Kind, g.ID),
		path: fmt.Sprintf("orgs/%s/%s/%d/repositories", url.PathEscape(organization), github.Collection(g.Kind), g.ID),
		why: func(err error) string {
			return c.explain(err, reading{organization: organization, kind: g.Kind, session: s})
		}}
	elements, gaps := l.read(ctx)
	if len(gaps) > 0 {
		return gaps
	}
	names := make([]string, 0, len(elements))
	for i, element := range elements {
		name, err := github.DecodeRepository(element)
		if err != nil {
			return []github.Gap{{What: l.what, Why: fmt.Sprintf("patctl cannot read repository %d of its list: %v.", i+1, err)}}
		}
		names = append(names, name)
	}
	slices.Sort(names)
	g.Repositories, g.RepositoriesRead = slices.Compact(names), true
	return nil
}
