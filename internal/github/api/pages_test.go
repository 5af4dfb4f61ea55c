package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestPages reads lists of many lengths whole, and counts the calls.
func TestPages(t *testing.T) {
	for _, test := range []struct{ tokens, calls int }{
		{0, 1}, {1, 1},
		{30, 2}, {100, 2}, // the page is full, so the next is asked for
		{101, 4},   // two pages, and both once more
		{250, 5},   // three pages, and the first and the last once more
		{1000, 13}, // and the page after the last, which is full
	} {
		r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", test.tokens)}}, setup{})
		wantComplete(t, r.read(t, "octo-org", nil), test.tokens)
		if got := r.server.Count()["GET "+listTokens]; got != test.calls {
			t.Errorf("%d tokens took %d calls, want %d", test.tokens, got, test.calls)
		}
	}
}

// TestPagesWithoutLast reads a list whose pages name only the next one.
func TestPagesWithoutLast(t *testing.T) {
	pages := map[string]string{"1": `<https://api.example.com/x?page=2>; rel="next"`, "2": `<https://api.example.com/x?page=3>; rel="next"`}
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org"}},
		Faults:        linked(pages, 3),
	}, setup{})
	wantComplete(t, r.read(t, "octo-org", nil), 3)
}

// linked answers with one token a page and the given Link headers.
func linked(links map[string]string, pages int) []githubtest.Fault {
	var out []githubtest.Fault
	for n := 1; n <= pages; n++ {
		out = append(out, githubtest.Fault{
			Path: listTokens, Page: n, Do: githubtest.FaultStatus, Status: 200,
			Header: map[string]string{"Link": links[fmt.Sprint(n)]},
			Body:   fmt.Sprintf(`[{"id":%d,"owner":{"login":"mona"},"repository_selection":"all"}]`, n),
		})
	}
	return out
}

func TestPagesThatLeadAstray(t *testing.T) {
	for name, test := range map[string]struct {
		fault githubtest.Fault
		what  string
		why   string
	}{
		"names itself":        {githubtest.Fault{Page: 2, Do: githubtest.FaultNextSelf}, "page 2 of 3 of the tokens", "Page 2 links to page 2 as the next page"},
		"never ends":          {githubtest.Fault{Do: githubtest.FaultEndless}, "the tokens from page 4 onward", "Page 4 contains nothing new and links to another"},
		"never ends, new ids": {githubtest.Fault{Do: githubtest.FaultEndless, New: true}, "the tokens from page 41 onward", "The list has more than 40 pages"},
		"repeats":             {githubtest.Fault{Page: 2, Do: githubtest.FaultRepeat, Count: 3}, "tokens", "the same element appears on two pages. patctl read them 3 times"},
		"too many pages": {githubtest.Fault{Page: 1, Do: githubtest.FaultStatus, Status: 200, Body: "[]",
			Header: map[string]string{"Link": `<https://x/?page=2>; rel="next", <https://x/?page=99999999>; rel="last"`}}, "tokens", "The list has 99999999 pages"},
		"a cursor": {githubtest.Fault{Page: 1, Do: githubtest.FaultStatus, Status: 200, Body: "[]",
			Header: map[string]string{"Link": `<https://x/?after=abc>; rel="next"`}}, "tokens", "link to the next page is not valid"},
		"a hole": {githubtest.Fault{Page: 2, Do: githubtest.FaultStatus, Status: 200, Body: "[]",
			Header: map[string]string{"Link": `<https://x/?page=3>; rel="next", <https://x/?page=3>; rel="last"`}}, "tokens", "page 2 of 3 is empty. patctl read them 3 times"},
		"a part": {githubtest.Fault{Page: 1, Do: githubtest.FaultStatus, Status: 200, Body: "[]",
			Header: map[string]string{"X-GitHub-SSO": "partial-results; organizations=1"}}, "tokens", "GitHub left out"},
		"no headers": {githubtest.Fault{Page: 1, Do: githubtest.FaultStatus, Status: 200, Body: "[]",
			Header: map[string]string{"Content-Type": ""}}, "tokens", "response lacks the headers that GitHub sends"},
		"too many elements": {githubtest.Fault{Do: githubtest.FaultStatus, Status: 200, Body: "[" + strings.Repeat("1,", 10_000) + "1]"}, "tokens", "page has more than 10000 elements, although patctl asked for 100"},
		"null":              {githubtest.Fault{Do: githubtest.FaultStatus, Status: 200, Body: "null"}, "tokens", "response is not a list"},
		"an object":         {githubtest.Fault{Do: githubtest.FaultStatus, Status: 200, Body: "{}"}, "tokens", "response is not a list"},
	} {
		t.Run(name, func(t *testing.T) {
			test.fault.Path = listTokens
			r := newRig(t, githubtest.World{
				Organizations: []githubtest.Organization{organization("octo-org", 250), organization("octodemo", 5)},
				Faults:        []githubtest.Fault{withOrganization(test.fault, "octo-org")},
			}, setup{options: func(o *api.Options) { o.MaxPages = 40 }})
			s := r.client.Read(t.Context(), []string{"octo-org", "octodemo"}, nil)
			wantGap(t, s.Organizations[0], test.what, test.why)
			wantComplete(t, s.Organizations[1], 5)
			if calls := r.client.Usage().Calls; calls > 60 {
				t.Errorf("%d calls were made", calls)
			}
		})
	}
}

func withOrganization(f githubtest.Fault, login string) githubtest.Fault {
	f.Organization = login
	return f
}

// TestEndlessListWithoutLast ends although every page names a next one.
func TestEndlessListWithoutLast(t *testing.T) {
	links := map[string]string{}
	for n := 1; n <= 3; n++ {
		links[fmt.Sprint(n)] = fmt.Sprintf(`<https://x/?page=%d>; rel="next"`, n+1)
	}
	faults := linked(links, 3)
	faults[2].Body = faults[1].Body
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}, Faults: faults}, setup{})
	o := r.read(t, "octo-org", nil)
	wantGap(t, o, "the tokens from page 3 onward", "Page 3 contains nothing new and links to another")
	wantTokens(t, o, 2)
}

// TestListMovesWhileItIsRead is right after a change, at whichever call of the
// first reading it comes: no token that stayed is missing or there twice.
func TestListMovesWhileItIsRead(t *testing.T) {
	for _, do := range []githubtest.FaultKind{githubtest.FaultGrow, githubtest.FaultShrink} {
		for nth := 2; nth <= 7; nth++ {
			t.Run(fmt.Sprintf("%s at call %d", do, nth), func(t *testing.T) {
				r := newRig(t, githubtest.World{
					Organizations: []githubtest.Organization{organization("octo-org", 450)},
					Faults:        []githubtest.Fault{{Path: listTokens, Nth: nth, Times: 1, Do: do, Count: 3}},
				}, setup{})
				o := r.read(t, "octo-org", nil)
				if !o.Complete() {
					t.Errorf("incomplete: %+v", o.Incomplete)
				}
				_, want := r.server.Listed("octo-org")
				got := map[int64]int{}
				for _, g := range o.Tokens {
					got[g.ID]++
				}
				for _, id := range want {
					if got[id] != 1 {
						t.Fatalf("token %d was read %d times", id, got[id])
					}
				}
				if len(got) != len(want) {
					t.Errorf("%d tokens were read, and there are %d", len(got), len(want))
				}
			})
		}
	}
}

// TestEmptyLastPage: a page that the first one names has elements. Without them it is read again,
// and if it stays empty, the list is not whole.
func TestEmptyLastPage(t *testing.T) {
	for _, n := range []int{150, 250} {
		last := (n + 99) / 100
		for times, whole := range map[int]bool{1: true, 0: false} {
			r := newRig(t, githubtest.World{
				Organizations: []githubtest.Organization{organization("octo-org", n)},
				Faults:        []githubtest.Fault{{Path: listTokens, Page: last, Times: times, Do: githubtest.FaultEmpty}},
			}, setup{})
			o := r.read(t, "octo-org", nil)
			if whole {
				wantComplete(t, o, n)
			} else {
				wantGap(t, o, "tokens", fmt.Sprintf("The pages are inconsistent: page %d of %d is empty.", last, last))
				wantTokens(t, o, (last-1)*100)
			}
		}
	}
}

// TestReplicaThatLags: a page that is older than the others lacks what has moved to it, which shows
// on the page that comes before or after it, or when it is read again.
func TestReplicaThatLags(t *testing.T) {
	for _, n := range []int{150, 250, 350} {
		for _, do := range []githubtest.FaultKind{githubtest.FaultGrow, githubtest.FaultShrink} {
			for page := range (n + 199) / 100 {
				r := newRig(t, githubtest.World{
					Organizations: []githubtest.Organization{organization("octo-org", n)},
					Faults: []githubtest.Fault{
						{Path: listTokens, Times: 1, Do: do},
						{Path: listTokens, Page: page + 1, Times: 1, Do: githubtest.FaultStale},
					},
				}, setup{})
				o := r.read(t, "octo-org", nil)
				_, want := r.server.Listed("octo-org")
				if got := idsOf(o.Tokens); !o.Complete() || !slices.Equal(got, want) {
					t.Errorf("%s of %d, page %d is old: %d of %d tokens, %+v", do, n, page+1, len(got), len(want), o.Incomplete)
				}
			}
		}
	}
}

// TestListThatNeverRests ends incomplete, with everything that was seen.
func TestListThatNeverRests(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 250)},
		Faults:        []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultGrow}},
	}, setup{})
	o := r.read(t, "octo-org", nil)
	wantGap(t, o, "tokens", "The list changed each of the 3 times that patctl read it")
	if len(o.Tokens) < 250 {
		t.Errorf("%d tokens are left of 250 and more", len(o.Tokens))
	}
}

func TestMalformedElementIsNamed(t *testing.T) {
	for name, value := range map[string]string{
		"not an object": `42`, "null": `null`, "no id": `{"owner":{"login":"mona"},"repository_selection":"all"}`,
		"no owner": `{"id":7,"repository_selection":"all"}`, "a selection of its own": `{"id":7,"owner":{"login":"mona"},"repository_selection":"some"}`,
		"a time that is none": `{"id":7,"owner":{"login":"mona"},"repository_selection":"all","token_expires_at":"soon"}`,
		"a huge id":           `{"id":92233720368547758080,"owner":{"login":"mona"},"repository_selection":"all"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, githubtest.World{
				Organizations: []githubtest.Organization{organization("octo-org", 5)},
				Faults:        []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultElement, Index: 2, Value: json.RawMessage(value)}},
			}, setup{})
			o := r.read(t, "octo-org", nil)
			wantGap(t, o, "element 3 of the tokens")
			if len(o.Tokens) != 4 {
				t.Errorf("%d tokens are left, want the 4 others", len(o.Tokens))
			}
		})
	}
}

// TestMalformedRepositoryIsNamed: a name alone is what snapshots have, and no repository of GitHub's.
func TestMalformedRepositoryIsNamed(t *testing.T) {
	for _, value := range []string{`"x"`, `7`, `null`, `{}`, `{"full_name": 7}`} {
		r := newRig(t, githubtest.World{
			Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(2, true)}},
			Faults:        []githubtest.Fault{{Path: listTokens + "/{pat_id}/repositories", Do: githubtest.FaultElement, Value: json.RawMessage(value)}},
		}, setup{})
		o := r.read(t, "octo-org", func(*github.Organization) (requests, tokens []int) { return nil, []int{0, 1} })
		wantGap(t, o, "repositories of tokens 1, 2", "patctl cannot read repository 1 of its list")
		if o.Tokens[0].RepositoriesRead && o.Tokens[1].RepositoriesRead {
			t.Errorf("%s: repositories %v and %v", value, o.Tokens[0].Repositories, o.Tokens[1].Repositories)
		}
	}
}

// TestOrganizationsFailAlone is the scene of a security team on a bad day.
func TestOrganizationsFailAlone(t *testing.T) {
	w := githubtest.World{
		Organizations: []githubtest.Organization{organization("hubot", 3), organization("octo-org", 250), organization("octodemo", 120)},
		Faults: []githubtest.Fault{
			{Organization: "hubot", Path: listTokens, Do: githubtest.FaultStatus, Status: 403},
			{Organization: "octo-org", Path: listTokens, Page: 2, Do: githubtest.FaultStatus, Status: 504},
		},
	}
	r := newRig(t, w, setup{})
	s := r.client.Read(t.Context(), []string{"octodemo", "hubot", "octo-org", "OCTO-ORG"}, nil)
	if len(s.Organizations) != 3 {
		t.Fatalf("%d organizations were read", len(s.Organizations))
	}
	wantGap(t, s.Organizations[0], "tokens", "GitHub answered 403")
	wantGap(t, s.Organizations[1], "page 2 of 3 of the tokens", "GitHub answered 504, after 7 attempts")
	if len(s.Organizations[1].Tokens) != 150 {
		t.Errorf("%d tokens of the other pages were kept, want 150", len(s.Organizations[1].Tokens))
	}
	wantComplete(t, s.Organizations[2], 120)
	if s.Host != "github.com" || !s.GeneratedAt.Equal(githubtest.DefaultNow) {
		t.Errorf("snapshot of %s at %s", s.Host, s.GeneratedAt)
	}
}

func TestNamesThatAreNone(t *testing.T) {
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 3)}}, setup{})
	for _, name := range []string{"..", "octo-org/personal-access-tokens", "octo-org?x", "", "octo org", "a\nb"} {
		wantGap(t, r.read(t, name, nil), "requests and tokens", "This is not an organization login")
	}
	if calls := r.client.Usage().Calls; calls != 0 {
		t.Errorf("%d calls were made", calls)
	}
}

// TestRepositories reads repositories where they are needed, and only there.
func TestRepositories(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(5, true), Requests: tokens(2, true)}}}
	for i := range 130 {
		w.Organizations[0].Tokens[1].Repositories = append(w.Organizations[0].Tokens[1].Repositories, fmt.Sprintf("many-%d", i))
	}
	r := newRig(t, w, setup{})
	o := r.read(t, "octo-org", func(*github.Organization) ([]int, []int) { return []int{1}, []int{1, 3} })
	if !o.Complete() {
		t.Fatalf("incomplete: %+v", o.Incomplete)
	}
	if n := len(o.Tokens[1].Repositories); n != 131 {
		t.Errorf("%d repositories, want 131", n)
	}
	if got := o.Tokens[3].Repositories; len(got) != 1 || got[0] != "octo-org/repository-3" {
		t.Errorf("repositories %q", got)
	}
	for i, want := range []bool{false, true, false, true, false} {
		if o.Tokens[i].RepositoriesRead != want {
			t.Errorf("token %d: repositories read %t", i, !want)
		}
	}
	if !o.Requests[1].RepositoriesRead || o.Requests[0].RepositoriesRead {
		t.Error("the repositories of the wrong request were read")
	}
}

// TestRepositoriesThatFail makes one gap for one reason.
func TestRepositoriesThatFail(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(15, true)}},
		Faults:        []githubtest.Fault{{Path: "/orgs/{org}/personal-access-tokens/{pat_id}/repositories", Do: githubtest.FaultStatus, Status: 404}},
	}, setup{})
	o := r.read(t, "octo-org", nil)
	wantGap(t, o, "repositories of tokens 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 5 more", "GitHub answered 404")
	if len(o.Incomplete) != 1 || o.Tokens[0].RepositoriesRead {
		t.Errorf("gaps %+v", o.Incomplete)
	}
}
