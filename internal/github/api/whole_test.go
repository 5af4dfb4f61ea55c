package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// gave is what a server answers to one page of a list of tokens.
type gave struct {
	first, last int // ids
	status      int // 0: 200
	header      http.Header
	body        string // instead of elements
}

// link is the header in which a page names others by their numbers.
func link(rels ...any) http.Header {
	var parts []string
	for i := 0; i < len(rels); i += 2 {
		parts = append(parts, fmt.Sprintf(`<https://api.example.com/x?page=%v>; rel="%v"`, rels[i+1], rels[i]))
	}
	return http.Header{"Link": {strings.Join(parts, ", ")}}
}

// elementsJSON are tokens from one id to another.
func elementsJSON(first, last int) string {
	var all []string
	for id := first; id <= last; id++ {
		all = append(all, fmt.Sprintf(`{"id":%d,"owner":{"login":"mona"},"repository_selection":"all"}`, id))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// pagesServer is a server that gives the pages of a list of tokens, and no request.
func pagesServer(t *testing.T, pages ...gave) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		n, _ := strconv.Atoi(r.URL.Query().Get("page"))
		if strings.Contains(r.URL.Path, "requests") || n < 1 || n > len(pages) {
			fmt.Fprint(w, "[]")
			return
		}
		p := pages[n-1]
		for name, values := range p.header {
			w.Header()[name] = values
		}
		w.WriteHeader(max(p.status, http.StatusOK))
		if p.body == "" {
			p.body = elementsJSON(p.first, p.last)
		}
		fmt.Fprint(w, p.body)
	}))
	t.Cleanup(server.Close)
	return server
}

// readFrom reads the tokens that a server gives.
func readFrom(t *testing.T, address string, options func(*api.Options)) github.Organization {
	t.Helper()
	return readWith(t, &rig{clock: newClock()}, address, options)
}

func readWith(t *testing.T, r *rig, address string, options func(*api.Options)) github.Organization {
	t.Helper()
	r.server = &githubtest.Server{URL: address}
	r.client = r.newClient(t, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}, options: func(o *api.Options) {
		o.Log = nil
		if options != nil {
			options(o)
		}
	}})
	return r.read(t, "octo-org", nil)
}

// TestListsThatAreNotWhole keeps everything that was sent, and says what is missing.
func TestListsThatAreNotWhole(t *testing.T) {
	partial := func(name, value string) http.Header {
		h := link("next", 2, "last", 2)
		h[name] = []string{value}
		return h
	}
	for name, test := range map[string]struct {
		pages     []gave
		tokens    int
		what, why string
	}{
		"206":                              {[]gave{{first: 1, last: 60, status: 206}}, 60, "tokens", "GitHub answered 206, so the list may be incomplete"},
		"names itself":                     {[]gave{{first: 1, last: 100, header: link("next", 1)}}, 100, "tokens", "Page 1 links to page 1 as the next page"},
		"names itself later":               {[]gave{{first: 1, last: 100, header: link("next", 2)}, {first: 101, last: 200, header: link("next", 2)}}, 200, "page 2 of the tokens", "Page 2 links to page 2 as the next page"},
		"skips a page":                     {[]gave{{first: 1, last: 100, header: link("next", 3)}, {}, {first: 201, last: 250}}, 100, "tokens", "Page 1 links to page 3 as the next page, so the pages between them are missing"},
		"skips a page, and names the last": {[]gave{{first: 1, last: 100, header: link("next", 3, "last", 4)}, {}, {first: 201, last: 250}}, 100, "tokens", "Page 1 links to page 3"},
		"a last page that none leads to":   {[]gave{{first: 1, last: 60, header: link("last", 3)}}, 60, "tokens", "Page 1 links to page 3 as the last page, but to no next page"},
		"a next page without a number":     {[]gave{{first: 1, last: 100, header: http.Header{"Link": {`<https://x/?after=abc>; rel="next"`}}}}, 100, "tokens", "is not valid"},
		"partial results":                  {[]gave{{first: 1, last: 2, header: http.Header{"X-Github-Sso": {"partial-results; organizations=1"}}}}, 2, "tokens", "GitHub left out"},
		"partial results, upper case":      {[]gave{{first: 1, last: 2, header: http.Header{"X-Github-Sso": {"PARTIAL-RESULTS"}}}}, 2, "tokens", "GitHub left out"},
		"partial results, second header":   {[]gave{{first: 1, last: 2, header: http.Header{"X-Github-Sso": {"required", "partial-results"}}}}, 2, "tokens", "GitHub left out"},
		"partial results, more pages":      {[]gave{{first: 1, last: 100, header: partial("X-Github-Sso", "partial-results")}, {first: 101, last: 150}}, 150, "page 1 of 2 of the tokens", "GitHub left out"},
		"two tokens with one id":           {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all"},{"id":7,"owner":{"login":"hubot"},"repository_selection":"all"}]`}}, 1, "tokens", "but different contents, and patctl used only one of each. The IDs are 7."},
		"an id as text and as number":      {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all"},{"id":"7","owner":{"login":"mona"},"repository_selection":"all"}]`}}, 1, "tokens", "The IDs are 7."},
		"a key twice":                      {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"owner":{"login":"hubot"},"repository_selection":"all"}]`}}, 0, "element 1 of the tokens", `has the key "owner" twice`},
		"a key in another case":            {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all","permissions":{"repository":{"contents":"write"}},"Permissions":{}}]`}}, 0, "element 1 of the tokens", `the key "Permissions", which is not the same as "permissions"`},
		"a time as a number":               {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all","token_expires_at":1798000000}]`}}, 0, "element 1 of the tokens", `a time is no string like "2026-11-22T12:00:00Z"`},
		"requests instead of tokens":       {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all","reason":"x","created_at":"2026-11-20T06:49:30Z"}]`}}, 0, "element 1 of the tokens", "it is a request, but this is a list of tokens"},
	} {
		t.Run(name, func(t *testing.T) {
			o := readFrom(t, pagesServer(t, test.pages...).URL, nil)
			wantGap(t, o, test.what, test.why)
			if len(o.Tokens) != test.tokens {
				t.Errorf("%d tokens are left of what was read, want %d", len(o.Tokens), test.tokens)
			}
			for _, gap := range o.Incomplete {
				if strings.Contains(gap.Why, "Go value") || strings.Contains(gap.Why, "json:") || strings.Contains(gap.Why, "UnmarshalJSON") {
					t.Errorf("the gap speaks Go: %s", gap.Why)
				}
			}
		})
	}
}

// TestFullPagesWithoutALink asks for the page after a full one.
func TestFullPagesWithoutALink(t *testing.T) {
	for name, pages := range map[string][]gave{
		"100 a page": {{first: 1, last: 100}, {first: 101, last: 200}, {first: 201, last: 250}},
		"30 a page":  {{first: 1, last: 30}, {first: 31, last: 60}, {first: 61, last: 62}},
	} {
		t.Run(name, func(t *testing.T) {
			wantComplete(t, readFrom(t, pagesServer(t, pages...).URL, nil), pages[2].last)
		})
	}
	o := readFrom(t, pagesServer(t, gave{first: 1, last: 100}, gave{status: 403, body: `{"message":"no"}`}).URL, nil)
	wantGap(t, o, "tokens", "GitHub answered 403")
	wantTokens(t, o, 100)
}

// TestPartialResultsAreNotKept: the second run is as incomplete as the first.
func TestPartialResultsAreNotKept(t *testing.T) {
	for why, header := range map[string]http.Header{
		"GitHub left out": {"X-Github-Sso": {"Partial-Results; organizations=1"}},
		"the headers":     {"Content-Type": nil},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Date"] = nil
			w.Header().Set("ETag", `"tag"`)
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			maps.Copy(w.Header(), header)
			fmt.Fprint(w, elementsJSON(1, 2))
		}))
		defer server.Close()
		dir := filepath.Join(t.TempDir(), "cache")
		for run := range 2 {
			o := readFrom(t, server.URL, cacheIn(dir))
			wantGap(t, o, "tokens", why)
			if len(o.Tokens) != 2 {
				t.Errorf("run %d: %d tokens", run, len(o.Tokens))
			}
		}
	}
}

// TestLastPageOutOfTheCache: a 304 says nothing of pages, and the doubt stays.
func TestLastPageOutOfTheCache(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		w.Header().Set("ETag", `"tag"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header()["Link"] = link("last", 3)["Link"]
		fmt.Fprint(w, elementsJSON(1, 2))
	}))
	defer server.Close()
	dir := filepath.Join(t.TempDir(), "cache")
	for range 2 {
		wantGap(t, readFrom(t, server.URL, cacheIn(dir)), "tokens", "Page 1 links to page 3 as the last page")
	}
}

// TestDumpOfOnePage: a list that is exactly a page may be the first of many. Only what
// gh fetched page by page, as --slurp shows, is known to be all.
func TestDumpOfOnePage(t *testing.T) {
	slurped := func(lists ...string) string { return "[" + strings.Join(lists, ",") + "]" }
	for name, test := range map[string]struct {
		dump string
		cut  bool
	}{
		"100":                 {elementsJSON(1, 100), true},
		"30":                  {elementsJSON(1, 30), true},
		"99":                  {elementsJSON(1, 99), false},
		"31":                  {elementsJSON(1, 31), false},
		"100 and 30":          {elementsJSON(1, 100) + "\n" + elementsJSON(101, 130), true},
		"100 and 1":           {elementsJSON(1, 100) + elementsJSON(101, 101), false},
		"100 and none":        {elementsJSON(1, 100) + "[]", false},
		"slurped, 100":        {slurped(elementsJSON(1, 100)), false},
		"slurped, 100 and 30": {slurped(elementsJSON(1, 100), elementsJSON(101, 130)), false},
		"none":                {"[]", false},
		"a byte order mark":   {"\xef\xbb\xbf" + elementsJSON(1, 30), true},
	} {
		_, gaps, err := github.DecodeGrants([]byte(test.dump), pat.KindToken)
		if err != nil || (len(gaps) > 0) != test.cut {
			t.Errorf("%s: %v %v", name, gaps, err)
		}
		if test.cut && (len(gaps) != 1 || !strings.Contains(gaps[0].Why, "gh api --paginate --slurp 'orgs/ORG/personal-access-tokens?per_page=100'")) {
			t.Errorf("%s: the gaps do not say how to fetch the rest: %v", name, gaps)
		}
	}
}

// TestSlurpedDump is what gh api --paginate --slurp prints.
func TestSlurpedDump(t *testing.T) {
	grants, gaps, err := github.DecodeGrants([]byte("["+elementsJSON(1, 3)+","+elementsJSON(4, 5)+"]"), pat.KindToken)
	if err != nil || len(gaps) > 0 || len(grants) != 5 {
		t.Errorf("%d tokens, %v %v", len(grants), gaps, err)
	}
}
