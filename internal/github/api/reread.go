package api

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
)

// perFilter is how many ids the filter token_id takes.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
const perFilter = 50

// Some are requests and tokens of an organization by the ids of their tokens. A
// 0 means one whose id GitHub did not say, which only the whole list tells.
type Some struct{ Requests, Tokens []int64 }

// ReadSome reads again those requests and tokens of an organization that are
// named, and the repositories that needs asks for. What is not there any more is
// not in the result; what could not be read is in its gaps. Nothing is taken from
// the cache.
func (c *Client) ReadSome(ctx context.Context, organization string, some Some, needs Needs) github.Organization {
	o := github.Organization{Login: organization, ReadAt: c.options.Now().UTC(), Requests: []pat.Grant{}, Tokens: []pat.Grant{}}
	if !login.MatchString(organization) {
		o.Incomplete = []github.Gap{{What: everything, Why: "This is not an organization login. A login has letters, digits, and hyphens."}}
		return o
	}
	s, err := c.session(ctx, organization)
	if err != nil {
		o.Incomplete = []github.Gap{{What: everything, Why: c.explain(err, reading{organization: organization})}}
		return o
	}
	ctx = transport.Afresh(ctx)
	var requests, tokens []github.Gap
	o.Requests, requests = c.grantsOf(ctx, s, organization, pat.KindRequest, some.Requests)
	o.Tokens, tokens = c.grantsOf(ctx, s, organization, pat.KindToken, some.Tokens)
	o.Incomplete = append(requests, tokens...)
	c.teams(ctx, s, &o)
	c.repositories(ctx, s, &o, needs)
	o.Incomplete = append(o.Incomplete, c.clocks.Gaps(c.options.Unattended)...)
	return o
}

// grantsOf reads those of a list whose tokens have the ids.
func (c *Client) grantsOf(ctx context.Context, s *session, organization string, kind pat.Kind, ids []int64) ([]pat.Grant, []github.Gap) {
	if len(ids) == 0 {
		return []pat.Grant{}, nil
	}
	if slices.Contains(ids, 0) {
		return c.grants(ctx, s, organization, kind)
	}
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	chunks := slices.Collect(slices.Chunk(slices.Compact(sorted), perFilter))
	found, gaps := make([][]pat.Grant, len(chunks)), make([][]github.Gap, len(chunks))
	var group errgroup.Group
	group.SetLimit(c.options.Parallelism)
	for i, chunk := range chunks {
		group.Go(func() error {
			found[i], gaps[i] = c.filtered(ctx, s, organization, kind, chunk)
			return nil
		})
	}
	_ = group.Wait() // each has its own gaps
	grants, twice := github.Unique(slices.Concat(found...))
	return grants, append(slices.Concat(gaps...), twice...)
}

// filtered reads a list with a filter. An answer with others than were asked for
// would be a list that nobody filtered: they are left out.
func (c *Client) filtered(ctx context.Context, s *session, organization string, kind pat.Kind, ids []int64) ([]pat.Grant, []github.Gap) {
	query := url.Values{}
	for _, id := range ids {
		query.Add("token_id[]", strconv.FormatInt(id, 10))
	}
	l := list{c: c, s: s, what: fmt.Sprintf("%ss with the token IDs %s", kind, github.Enumerate(ids)),
		path: "orgs/" + url.PathEscape(organization) + "/" + github.Collection(kind), query: query.Encode() + "&",
		why: func(err error) string {
			return c.explain(err, reading{organization: organization, kind: kind, session: s})
		}}
	elements, gaps := l.read(ctx)
	grants, bad := github.DecodeElements(elements, kind)
	grants = slices.DeleteFunc(grants, func(g pat.Grant) bool { return !slices.Contains(ids, g.TokenID) })
	return grants, append(gaps, bad...)
}
