package api_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// TestSecondRunGetsOnly304s is the promise to who runs an audit every hour.
func TestSecondRunGetsOnly304s(t *testing.T) {
	org := githubtest.Organization{Login: "octo-org", Tokens: tokens(5000, false), Requests: tokens(3, false)}
	for i := range 4000 {
		org.Tokens[i].Repositories = []string{"api", "web"}
		org.Tokens[i].RepositorySelection = "subset"
	}
	tenth := func(o *github.Organization) (requests, tokens []int) {
		_, all := api.NeedsAll(o)
		for i := 0; i < len(all); i += 10 {
			tokens = append(tokens, all[i])
		}
		return nil, tokens
	}
	cached := setup{options: cacheIn(filepath.Join(t.TempDir(), "cache"))}
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{org}}, cached)
	cold := r.read(t, "octo-org", tenth)
	wantComplete(t, cold, 5000)
	// 50 pages of tokens and one of requests, the page after the last, which is
	// full, the first and the last once more, the repositories of those 400 of
	// 4,000 that are asked for, the installation and its token.
	if got := r.client.Usage().Calls; got != 50+1+1+2+400+2 {
		t.Errorf("the cold run took %d calls", got)
	}
	r.server.Forget()
	r.client = r.newClient(t, cached)
	warm := r.read(t, "octo-org", tenth)
	if diff := cmp.Diff(cold, warm); diff != "" {
		t.Errorf("the warm run read something else (-cold +warm):\n%s", diff)
	}
	for _, c := range r.server.Calls() {
		if c.Status != 304 && c.Method == "GET" {
			t.Errorf("%s %s was answered %d", c.Method, c.Path, c.Status)
		}
	}
	u := r.client.Usage()
	if u.NotModified != u.Calls-1 || u.Limit != 5000 || u.Remaining != 5000-(50+1+1+400) {
		t.Errorf("usage %+v", u)
	}
}

func cacheIn(dir string) func(*api.Options) {
	return func(o *api.Options) { o.CacheDir = dir }
}

// TestChangeIsSeenThroughTheCache reads what is new after a change.
func TestChangeIsSeenThroughTheCache(t *testing.T) {
	cached := setup{options: cacheIn(filepath.Join(t.TempDir(), "cache"))}
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 150)},
		Faults:        []githubtest.Fault{{Path: listTokens, Nth: 5, Times: 1, Do: githubtest.FaultShrink, Count: 60}},
	}, cached)
	wantComplete(t, r.read(t, "octo-org", nil), 150)
	r.client = r.newClient(t, cached)
	o := r.read(t, "octo-org", nil)
	if !o.Complete() || len(o.Tokens) != 90 {
		t.Errorf("%d tokens, gaps %+v", len(o.Tokens), o.Incomplete)
	}
}

// TestGrowthAtTheEnd is seen although every page that was kept stays the same.
func TestGrowthAtTheEnd(t *testing.T) {
	for _, test := range []struct{ before, after int }{{100, 101}, {200, 203}, {300, 450}, {150, 350}, {350, 150}, {200, 100}, {101, 0}} {
		cached := setup{options: cacheIn(filepath.Join(t.TempDir(), "cache"))}
		r, become := newChangingRig(t)
		for _, n := range []int{test.before, test.after} {
			become(githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", n)}})
			r.client = r.newClient(t, cached)
			wantComplete(t, r.read(t, "octo-org", nil), n)
		}
	}
}

// newChangingRig returns a rig whose world can be replaced by another.
func newChangingRig(t *testing.T) (*rig, func(githubtest.World)) {
	t.Helper()
	r := &rig{clock: newClock(), log: &bytes.Buffer{}, server: &githubtest.Server{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { r.server.ServeHTTP(w, req) }))
	t.Cleanup(server.Close)
	r.server.URL = server.URL
	return r, func(w githubtest.World) {
		w.Clock = r.clock.Now
		h, err := checked.NewHandler(w)
		if err != nil {
			t.Fatal(err)
		}
		r.server.Handler = h
	}
}

// TestCacheIsOfTheUserAndHoldsNoSecret looks at every file of it.
func TestCacheIsOfTheUserAndHoldsNoSecret(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "patctl")
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 150)},
		Credentials:   []githubtest.Credential{{Token: "ghu_hunter2", Kind: githubtest.AppUserToken}},
	}, setup{getenv: map[string]string{"GH_TOKEN": "ghu_hunter2"}, options: cacheIn(dir)})
	r.read(t, "octo-org", nil)
	files := 0
	for name, data := range cacheFiles(t, dir) {
		files++
		if bytes.Contains(data, []byte("hunter2")) || bytes.Contains(data, []byte("X-RateLimit")) {
			t.Errorf("%s holds what it must not", name)
		}
	}
	if files != 3 {
		t.Errorf("%d files, want one for each page", files)
	}
}

// cacheFiles returns the files of a cache, whose modes it checks.
func cacheFiles(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", name, info.Mode())
		}
		if !entry.IsDir() {
			out[name], err = os.ReadFile(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCacheOfOthers asks anew with other credentials.
func TestCacheOfOthers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	w := githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 2)},
		Credentials:   []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}, {Token: "ghp_2", Kind: githubtest.ClassicToken}},
	}
	r := newRig(t, w, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}, options: cacheIn(dir)})
	wantComplete(t, r.read(t, "octo-org", nil), 2)
	r.client = r.newClient(t, setup{getenv: map[string]string{"GH_TOKEN": "ghp_2"}, options: cacheIn(dir)})
	if o := r.read(t, "octo-org", nil); len(o.Tokens) != 0 || o.Complete() {
		t.Errorf("who may not read got %d tokens out of the cache of another", len(o.Tokens))
	}
}

// TestOneTagWithAFixedToken: a token that stays the same gets the same tags, so that a
// conditional request carries the one that was kept. The tokens of an App change, and
// with them the tags: then the one that would be due is sent as well.
func TestOneTagWithAFixedToken(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	var tags []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header()["Date"] = nil
		w.Header().Set("ETag", `W/"kept"`)
		if sent := req.Header.Values("If-None-Match"); len(sent) > 0 {
			tags = append(tags, strings.Join(sent, "; "))
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = fmt.Fprint(w, `[]`)
	}))
	defer server.Close()
	one := func(o *api.Options) { cacheIn(dir)(o); o.Parallelism = 1 }
	for range 2 {
		readFrom(t, server.URL, one)
	}
	if want := []string{`W/"kept"`, `W/"kept"`}; !slices.Equal(tags, want) {
		t.Errorf("the tags of the second run are %q, want %q", tags, want)
	}
}

// TestCacheKeepsCredentialsApart does not rely on the server for that.
func TestCacheKeepsCredentialsApart(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"always"`)
		_, _ = fmt.Fprintf(w, `[{"id":1,"owner":{"login":%q},"repository_selection":"all"}]`, req.Header.Get("X-Owner"))
	}))
	defer server.Close()
	dir := filepath.Join(t.TempDir(), "cache")
	for owner, token := range map[string]string{"mona": "ghu_1", "hubot": "ghu_2"} {
		r := &rig{clock: newClock(), log: &bytes.Buffer{}, server: &githubtest.Server{URL: server.URL}}
		r.client = r.newClient(t, setup{getenv: map[string]string{"GH_TOKEN": token}, options: func(o *api.Options) {
			o.CacheDir, o.HTTP = dir, asOwner(owner)
		}})
		for range 2 {
			if o := r.read(t, "octo-org", nil); len(o.Tokens) != 1 || o.Tokens[0].Owner != owner {
				t.Errorf("%s got %+v", owner, o.Tokens)
			}
		}
	}
}

// asOwner is a network that says who asks.
type asOwner string

func (owner asOwner) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("X-Owner", string(owner))
	return http.DefaultTransport.RoundTrip(req)
}

// TestSpoiledCache does without entries that are not whole.
func TestSpoiledCache(t *testing.T) {
	for name, spoil := range map[string]func([]byte) []byte{
		"empty": func([]byte) []byte { return nil },
		"half":  func(b []byte) []byte { return b[:len(b)/2] },
		"zeros": func(b []byte) []byte { return make([]byte, len(b)) },
		"other": func([]byte) []byte { return []byte(`{"etag":"","body":[]}`) },
		"pages": func(b []byte) []byte { return bytes.Replace(b, []byte(`"next_page"`), []byte(`"nexu_page"`), 1) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "cache")
			cached := setup{options: cacheIn(dir)}
			r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 150)}}, cached)
			r.read(t, "octo-org", nil)
			for file, data := range cacheFiles(t, dir) {
				if err := os.WriteFile(file, spoil(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r.client = r.newClient(t, cached)
			wantComplete(t, r.read(t, "octo-org", nil), 150)
		})
	}
}

// TestOddLinksAreNotKept: what GitHub has mended is not wrong any longer for the cache.
func TestOddLinksAreNotKept(t *testing.T) {
	cached := setup{options: cacheIn(filepath.Join(t.TempDir(), "cache"))}
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 150)},
		Faults:        []githubtest.Fault{{Path: listTokens, Page: 1, Times: 1, Do: githubtest.FaultNextSelf}},
	}, cached)
	wantGap(t, r.read(t, "octo-org", nil), "tokens", "Page 1 links to page 1 as the next page")
	r.client = r.newClient(t, cached)
	wantComplete(t, r.read(t, "octo-org", nil), 150)
}

// TestCacheThatCannotBeWritten does without it.
func TestCacheThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 150)}},
		setup{options: cacheIn(filepath.Join(file, "cache"))})
	wantComplete(t, r.read(t, "octo-org", nil), 150)
}
