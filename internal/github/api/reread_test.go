package api_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// tokenIDs are those of the requests 1 to n of a queue.
func tokenIDs(n int64) []int64 {
	var out []int64
	for _, id := range upTo(n) {
		out = append(out, 5000+id)
	}
	return out
}

func idsOf(grants []pat.Grant) []int64 {
	out := []int64{}
	for _, g := range grants {
		out = append(out, g.ID)
	}
	slices.Sort(out)
	return out
}

// TestReadSome: the ids of 120 tokens are asked for in three calls, and nothing else is.
func TestReadSome(t *testing.T) {
	r := newRig(t, queue(300), setup{})
	o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Requests: append(tokenIDs(120), 5001, 4999)}, api.NeedsNone)
	if diff := cmp.Diff(upTo(120), idsOf(o.Requests)); diff != "" || !o.Complete() || len(o.Tokens) != 0 {
		t.Errorf("%v, %d tokens, requests: %s", o.Incomplete, len(o.Tokens), diff)
	}
	var sizes []int
	for _, c := range r.server.Calls() {
		if c.Method == http.MethodGet && c.Operation == "GET "+listRequests {
			sizes = append(sizes, len(c.Query["token_id[]"]))
		}
	}
	slices.Sort(sizes)
	if diff := cmp.Diff([]int{21, 50, 50}, sizes); diff != "" {
		t.Errorf("ids a call: %s", diff)
	}
	if n := r.server.Count()["GET "+listTokens]; n != 0 {
		t.Errorf("%d calls for tokens", n)
	}
}

// TestReadSomeWithoutID: one whose token nobody knows is in the whole list only.
func TestReadSomeWithoutID(t *testing.T) {
	r := newRig(t, queue(150), setup{})
	o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Requests: []int64{5001, 0}}, api.NeedsNone)
	if len(o.Requests) != 150 || !o.Complete() {
		t.Errorf("%d requests, %v", len(o.Requests), o.Incomplete)
	}
	for _, c := range r.server.Calls() {
		if len(c.Query["token_id[]"]) > 0 {
			t.Errorf("a filter: %v", c.Query)
		}
	}
}

// TestReadSomeAfresh: what a cache says is not what is.
func TestReadSomeAfresh(t *testing.T) {
	r := newRig(t, queue(3), setup{options: func(o *api.Options) { o.CacheDir = t.TempDir() }})
	for range 2 {
		r.client.ReadSome(t.Context(), "octo-org", api.Some{Tokens: []int64{900_000_001}}, api.NeedsAll)
	}
	if n := r.server.CountStatus(http.StatusNotModified); n != 0 {
		t.Errorf("%d answers came from the cache", n)
	}
}

func TestReadSomeReadsRepositories(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(3, true)}}}
	r := newRig(t, w, setup{})
	o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Tokens: []int64{900_000_002}}, api.NeedsAll)
	if len(o.Tokens) != 1 || !o.Tokens[0].RepositoriesRead || len(o.Tokens[0].Repositories) != 1 {
		t.Errorf("%+v", o.Tokens)
	}
}

// TestReadSomeOfAnUnfilteredList: others than were asked for are left out.
func TestReadSomeOfAnUnfilteredList(t *testing.T) {
	other := githubtest.Fault{Do: githubtest.FaultElement, Path: listTokens, Value: []byte(
		`{"id": 99, "token_id": 77, "token_name": "x", "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {}}`)}
	w := queue(3)
	w.Faults = []githubtest.Fault{other}
	r := newRig(t, w, setup{})
	o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Tokens: []int64{900_000_001, 900_000_002}}, api.NeedsNone)
	if slices.Contains(idsOf(o.Tokens), 99) || len(o.Tokens) != 1 {
		t.Errorf("%v", idsOf(o.Tokens))
	}
}

func TestReadSomeHasGaps(t *testing.T) {
	for name, f := range map[string]githubtest.Fault{
		"tokens with the token IDs 900000001, 900000002": {Do: githubtest.FaultStatus, Status: 403, Path: listTokens},
	} {
		w := queue(3)
		w.Faults = []githubtest.Fault{f}
		r := newRig(t, w, setup{})
		o := r.client.ReadSome(t.Context(), "octo-org", api.Some{Requests: []int64{5001}, Tokens: []int64{900_000_001, 900_000_002}}, api.NeedsNone)
		wantGap(t, o, name, "GitHub answered 403")
		if len(o.Requests) != 1 {
			t.Errorf("%d requests", len(o.Requests))
		}
	}
	r := newRig(t, queue(1), setup{})
	wantGap(t, r.client.ReadSome(t.Context(), "octo/org", api.Some{}, api.NeedsNone), "requests and tokens", "This is not an organization login")
	wantGap(t, r.client.ReadSome(t.Context(), "octodemo", api.Some{}, api.NeedsNone), "requests and tokens", "GitHub answered 404")
}
