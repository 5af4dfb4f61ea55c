package usage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/record"
)

// random gives an event of few tokens, and of calls that the catalog doesn't know.
func random(r *rand.Rand) Event {
	id := int64(r.IntN(3))
	return Event{
		Token: Token{Kind: record.FineGrained, ID: id, User: fmt.Sprintf("mona-%d", r.IntN(3)), Source: AuditLog},
		Join:  uint64(r.IntN(4)),
		Call:  Call{Method: "GET", Route: fmt.Sprintf("/%d", r.IntN(12)), Known: r.IntN(4) == 0, Repository: fmt.Sprintf("octo-org/%d", r.IntN(2)), Count: 1, FirstAt: noon, LastAt: noon},
	}
}

// TestLimits: what goes beyond a limit is an error, or loses its route or repository. That
// does not depend on the order, and no call is lost.
func TestLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	routeless, placeless, tooMany := 0, 0, 0
	for range 300 {
		events := make([]Event, 20+r.IntN(60))
		for i := range events {
			events[i] = random(r)
		}
		want, wantErr := build(events)
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		got, err := build(events)
		if err != nil || wantErr != nil {
			tooMany++
			continue
		}
		if !cmp.Equal(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
		calls := 0
		for _, token := range got.Tokens {
			for _, call := range token.Calls {
				calls += call.Count
				if call.Route == anyRoute {
					routeless++
				}
				if call.Repository == "" {
					placeless++
				}
			}
		}
		if calls != len(events) {
			t.Errorf("%d of %d calls", calls, len(events))
		}
	}
	if routeless == 0 || placeless == 0 || tooMany == 0 || tooMany == 300 {
		t.Errorf("%d calls without a route, %d without a repository, %d logs with too many calls", routeless, placeless, tooMany)
	}
}

func build(events []Event) (*Log, error) {
	b := NewBuilder(catalog.Default())
	b.limits = limits{calls: 34, tokens: 20, places: 12, unknown: 5}
	for _, e := range events {
		_ = b.Add(e) // Log has the error, too
	}
	return b.Log()
}

func TestTooManyTokens(t *testing.T) {
	b := NewBuilder(catalog.Default())
	b.limits.tokens = 10
	var err error
	for id := int64(1); id <= 11; id++ {
		err = b.Add(Event{Token: Token{ID: id}, Call: Call{Is: []string{"git push"}}})
	}
	if err == nil || !strings.Contains(err.Error(), "more than 10 tokens") {
		t.Errorf("got %v", err)
	}
}

// TestScopes: of too many scopes, the same are kept in any order.
func TestScopes(t *testing.T) {
	for _, backwards := range []bool{false, true} {
		b := NewBuilder(catalog.Default())
		for i := range 2 * maxScopes {
			if backwards {
				i = 2*maxScopes - 1 - i
			}
			_ = b.Add(Event{Token: Token{ID: 1, Scopes: []string{fmt.Sprintf("scope%03d", i)}}, Call: Call{Is: []string{"git push"}}})
		}
		l, err := b.Log()
		if err != nil || len(l.Tokens[0].Scopes) != maxScopes || l.Tokens[0].Scopes[maxScopes-1] != fmt.Sprintf("scope%03d", maxScopes-1) {
			t.Errorf("%+v, %v", l, err)
		}
	}
}

// TestLargeLogs: many tokens that each call many repositories are no reason to read nothing.
// The log then does not show the repositories of the tokens with the most calls.
func TestLargeLogs(t *testing.T) {
	b := NewBuilder(catalog.Default())
	b.limits = limits{calls: 1000, tokens: 200, places: 500, unknown: 5}
	count := 0
	for repository := range 60 {
		for token := range 30 {
			if token == 0 && repository > 2 {
				continue
			}
			count++
			e := Event{Token: Token{Kind: record.FineGrained, ID: int64(token + 1), Source: AuditLog, Organization: "octo-org"}, Call: Call{
				Method: "GET", Route: "/repos/{owner}/{repo}/issues", Known: true, Repository: fmt.Sprintf("octo-org/r%d", repository), Count: 1,
				FirstAt: time.UnixMilli(1), LastAt: time.UnixMilli(1),
			}}
			if err := b.Add(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	log, err := b.Log()
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, token := range log.Tokens {
		for _, c := range token.Calls {
			calls += c.Count
			if known := c.Repository != ""; known != (token.ID == 1) {
				t.Errorf("token %d: the repository is %q", token.ID, c.Repository)
			}
		}
	}
	if calls != count {
		t.Errorf("%d of %d calls", calls, count)
	}
}
