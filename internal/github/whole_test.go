package github_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github"
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
func readFrom(t *testing.T, address string, options func(*github.Options)) github.Organization {
	t.Helper()
	return readWith(t, &rig{clock: newClock()}, address, options)
}

func readWith(t *testing.T, r *rig, address string, options func(*github.Options)) github.Organization {
	t.Helper()
	r.server = &githubtest.Server{URL: address}
	r.client = r.newClient(t, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}, options: func(o *github.Options) {
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
		"206":                              {[]gave{{first: 1, last: 60, status: 206}}, 60, "tokens", "GitHub answered 206, which is not how it gives a whole list"},
		"names itself":                     {[]gave{{first: 1, last: 100, header: link("next", 1)}}, 100, "tokens", "Page 1 names page 1 as the next one"},
		"names itself later":               {[]gave{{first: 1, last: 100, header: link("next", 2)}, {first: 101, last: 200, header: link("next", 2)}}, 200, "page 2 of the tokens", "Page 2 names page 2 as the next one"},
		"skips a page":                     {[]gave{{first: 1, last: 100, header: link("next", 3)}, {}, {first: 201, last: 250}}, 100, "tokens", "Page 1 names page 3 as the next one, and nobody knows what is between them"},
		"skips a page, and names the last": {[]gave{{first: 1, last: 100, header: link("next", 3, "last", 4)}, {}, {first: 201, last: 250}}, 100, "tokens", "Page 1 names page 3"},
		"a last page that none leads to":   {[]gave{{first: 1, last: 60, header: link("last", 3)}}, 60, "tokens", "Page 1 names page 3 as the last one, and no next one"},
		"a next page without a number":     {[]gave{{first: 1, last: 100, header: http.Header{"Link": {`<https://x/?after=abc>; rel="next"`}}}}, 100, "tokens", "not understood"},
		"partial results":                  {[]gave{{first: 1, last: 2, header: http.Header{"X-Github-Sso": {"partial-results; organizations=1"}}}}, 2, "tokens", "GitHub left out"},
		"partial results, upper case":      {[]gave{{first: 1, last: 2, header: http.Header{"X-Github-Sso": {"PARTIAL-RESULTS"}}}}, 2, "tokens", "GitHub left out"},
		"partial results, second header":   {[]gave{{first: 1, last: 2, header: http.Header{"X-Github-Sso": {"required", "partial-results"}}}}, 2, "tokens", "GitHub left out"},
		"partial results, more pages":      {[]gave{{first: 1, last: 100, header: partial("X-Github-Sso", "partial-results")}, {first: 101, last: 150}}, 150, "page 1 of 2 of the tokens", "GitHub left out"},
		"two tokens with one id":           {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all"},{"id":7,"owner":{"login":"hubot"},"repository_selection":"all"}]`}}, 1, "tokens", "have different contents, and only one of each was looked at. The ids: 7."},
		"an id as text and as number":      {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all"},{"id":"7","owner":{"login":"mona"},"repository_selection":"all"}]`}}, 1, "tokens", "The ids: 7."},
		"a key twice":                      {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"owner":{"login":"hubot"},"repository_selection":"all"}]`}}, 0, "element 1 of the tokens", `has the key "owner" twice`},
		"a key in another case":            {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all","permissions":{"repository":{"contents":"write"}},"Permissions":{}}]`}}, 0, "element 1 of the tokens", `the key "Permissions", which is not the same as "permissions"`},
		"a time as a number":               {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all","token_expires_at":1798000000}]`}}, 0, "element 1 of the tokens", `a time is no string like "2026-11-22T12:00:00Z"`},
		"requests instead of tokens":       {[]gave{{body: `[{"id":7,"owner":{"login":"mona"},"repository_selection":"all","reason":"x","created_at":"2026-11-20T06:49:30Z"}]`}}, 0, "element 1 of the tokens", "it is a request, and this is a list of tokens"},
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
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		w.Header().Set("ETag", `"tag"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("X-GitHub-SSO", "Partial-Results; organizations=1")
		fmt.Fprint(w, elementsJSON(1, 2))
	}))
	defer server.Close()
	dir := filepath.Join(t.TempDir(), "cache")
	for run := range 2 {
		o := readFrom(t, server.URL, cacheIn(dir))
		wantGap(t, o, "tokens", "GitHub left out")
		if len(o.Tokens) != 2 {
			t.Errorf("run %d: %d tokens", run, len(o.Tokens))
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
		wantGap(t, readFrom(t, server.URL, cacheIn(dir)), "tokens", "Page 1 names page 3 as the last one")
	}
}

// snapshotOf is a snapshot with one organization.
func snapshotOf(organization string) string {
	return `{"format_version": "1.0", "generated_at": "2026-11-22T12:00:00Z", "host": "github.com", "organizations": [` + organization + `]}`
}

// TestSnapshotsThatContradictThemselves are errors, or have a gap that says so.
func TestSnapshotsThatContradictThemselves(t *testing.T) {
	const token = `{"id":7,"owner":{"login":"mona"},"repository_selection":"all"}`
	for name, test := range map[string]struct{ data, wrong, gap string }{
		"complete twice":       {snapshotOf(`{"login": "octo-org", "complete": false, "Complete": true, "requests": [], "tokens": []}`), `the key "Complete"`, ""},
		"tokens twice":         {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [` + token + `], "tokens": []}`), `the key "tokens" twice`, ""},
		"organizations twice":  {strings.Replace(snapshotOf(""), `"host"`, `"organizations": [], "host"`, 1), `the key "organizations" twice`, ""},
		"two tokens of one id": {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [` + token + `, {"id":7,"owner":{"login":"hubot"},"repository_selection":"all"}]}`), "", "token 7 Two elements have this id and different contents"},
		"the same token twice": {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [` + token + `, ` + token + `]}`), "", ""},
		"requests for tokens":  {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [{"id":7,"owner":{"login":"mona"},"repository_selection":"all","reason":null,"created_at":"2026-11-20T06:49:30Z"}]}`), "", "element 1 of the tokens it is a request"},
		"tokens for requests":  {snapshotOf(`{"login": "octo-org", "complete": true, "tokens": [], "requests": [{"id":7,"owner":{"login":"mona"},"repository_selection":"all","access_granted_at":"2026-11-20T06:49:30Z"}]}`), "", "element 1 of the requests it is a token"},
		"an id as text":        {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [{"id":"7","owner":{"login":"mona"},"repository_selection":"all"}]}`), "", "element 1 of the tokens the field id is a string where a number is due"},
		"tokens are an object": {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": {}}`), "the field organizations.tokens is an object where a list is due", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := github.DecodeSnapshot([]byte(test.data))
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("got %v, want %s", err, test.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			gaps := fmt.Sprint(s.Organizations[0].Incomplete)
			if !strings.Contains(gaps, test.gap) || test.gap == "" && gaps != "[]" {
				t.Errorf("gaps %s, want %s", gaps, test.gap)
			}
		})
	}
}

// TestOrganizationsKeepTheirTimes: each one of a snapshot is as of its own time.
func TestOrganizationsKeepTheirTimes(t *testing.T) {
	s, err := github.DecodeSnapshot([]byte(snapshotOf(
		`{"login": "octo-org", "generated_at": "2026-11-01T00:00:00Z", "complete": true, "requests": [], "tokens": []},
		{"login": "octodemo", "complete": true, "requests": [], "tokens": []}`)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := github.DecodeSnapshot(encode(t, s))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2026-11-01", "2026-11-22"} {
		if got := again.Organizations[i].ReadAt.Format("2006-01-02"); got != want {
			t.Errorf("%s was read on %s, want %s", again.Organizations[i].Login, got, want)
		}
	}
}

// The body of a webhook, in the form in which GitHub delivers it.
const delivered = `{"action":"created","personal_access_token_request":{"id":3,"owner":{"login":"mona","id":2},
	"permissions_added":{},"permissions_upgraded":{},"permissions_result":{"organization":{},"repository":{"contents":"write"},"other":{}},
	"repository_selection":"subset","repository_count":1,"repositories":[{"full_name":"octo-org/api","id":9,"name":"api","node_id":"R_1","private":true}],
	"created_at":"2024-04-23T16:52:27+02:00","token_expired":false,"token_expires_at":"2024-05-23T16:52:27+02:00","token_last_used_at":null},
	"organization":{"login":"octo-org"},"sender":{"login":"mona"},"installation":{"id":1}}`

func TestDeliveredWebhook(t *testing.T) {
	grants, gaps, err := github.DecodeGrants([]byte(delivered), pat.KindRequest)
	if err != nil || len(grants) != 1 {
		t.Fatalf("%d requests, %v %v", len(grants), gaps, err)
	}
	g := grants[0]
	if g.TokenID != 0 || g.Permissions.Repository["contents"] != pat.Write || len(g.Repositories) != 1 || g.Since.UTC().Format("15:04:05") != "14:52:27" {
		t.Errorf("read %+v", g)
	}
	if len(gaps) != 1 || gaps[0].What != "requests" {
		t.Errorf("one request counts as all that are pending: %+v", gaps)
	}
	denied := strings.Replace(delivered, "created", "denied", 1)
	if _, _, err := github.DecodeGrants([]byte(denied), pat.KindRequest); err == nil || !strings.Contains(err.Error(), "was denied") {
		t.Errorf("a request that was denied: %v", err)
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

// TestFilesThatAreNoDump say what is wrong with them, and what belongs there.
func TestFilesThatAreNoDump(t *testing.T) {
	for data, want := range map[string]string{
		"":                                   "the file is empty. Write the list of requests into it with:\n\n  gh api --paginate --slurp 'orgs/ORG/personal-access-token-requests?per_page=100' > requests.json",
		" \n":                                "the file is empty",
		"\xef\xbb\xbf":                       "the file is empty",
		"\xff\xfe[\x00]\x00":                 "it is UTF-16 text",
		"null":                               "it is null",
		`{"message": "Not Found"}`:           "it is an error of the API",
		`[{"id": 1, "x": {"y": 2, "y": 3}}]`: `an object has the key "y" twice`,
		`[{"id": 1}] {"x": 1}`:               "it is an object without an id where a list is due",
		`[{"id": 1}`:                         "it ends before the JSON is complete",
	} {
		_, gaps, err := github.DecodeGrants([]byte(data), pat.KindRequest)
		switch {
		case want == "" && (err != nil || len(gaps) != 1):
			t.Errorf("%q: %v %v", data, gaps, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
}

// TestSilentPermissions: what GitHub does not say stays apart from what it says is
// empty, also in a snapshot.
func TestSilentPermissions(t *testing.T) {
	for permissions, unsaid := range map[string]bool{
		`"permissions": null,`: true, ``: true, `"permissions": {"repository": null},`: true, `"permissions": {"organization": {}, "repository": null},`: true,
		`"permissions": {},`: false, `"permissions": {"repository": {}},`: false, `"permissions": {"organization": null, "repository": {"contents": "read"}},`: false,
	} {
		s, err := github.DecodeSnapshot([]byte(snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [{"id": 1, ` + permissions + ` "owner": {"login": "mona"}, "repository_selection": "all"}]}`)))
		if err != nil {
			t.Fatal(err)
		}
		again, err := github.DecodeSnapshot(encode(t, s))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*github.Snapshot{s, again} {
			if got := s.Organizations[0].Tokens[0].PermissionsUnsaid; got != unsaid {
				t.Errorf("%s: unsaid is %t", permissions, got)
			}
		}
	}
}

// TestSnapshotWithoutAHost: nobody knows whose tokens these are.
func TestSnapshotWithoutAHost(t *testing.T) {
	for _, host := range []string{`"host": "",`, ``} {
		data := strings.Replace(snapshotOf(""), `"host": "github.com",`, host, 1)
		if _, err := github.DecodeSnapshot([]byte(data)); err == nil || !strings.Contains(err.Error(), "it has no host") {
			t.Errorf("%s: %v", data, err)
		}
	}
	if _, err := github.DecodeSnapshot([]byte("\xef\xbb\xbf" + snapshotOf(""))); err != nil {
		t.Errorf("with a byte order mark: %v", err)
	}
}

// TestContradictionsInAnyOrder: of two elements with one id, the same is looked at
// whichever comes first.
func TestContradictionsInAnyOrder(t *testing.T) {
	const one, two, three = `{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all"}`,
		`{"id": 7, "owner": {"login": "hubot"}, "repository_selection": "all"}`, `{"id": 3, "owner": {"login": "mona"}, "repository_selection": "all"}`
	var seen []string
	for _, list := range [][]string{{one, two, three, three}, {three, two, one, two}, {two, one, one, three}} {
		grants, gaps, err := github.DecodeGrants([]byte("["+strings.Join(list, ",")+"]"), pat.KindToken)
		if err != nil || len(gaps) != 1 || gaps[0].What != "token 7" {
			t.Fatalf("%v %v", gaps, err)
		}
		for _, g := range grants {
			if g.ID == 7 {
				seen = append(seen, g.Owner)
			}
		}
	}
	if seen = slices.Compact(seen); len(seen) != 1 {
		t.Errorf("looked at the tokens of %v", seen)
	}
}

// TestSlurpedDump is what gh api --paginate --slurp prints.
func TestSlurpedDump(t *testing.T) {
	grants, gaps, err := github.DecodeGrants([]byte("["+elementsJSON(1, 3)+","+elementsJSON(4, 5)+"]"), pat.KindToken)
	if err != nil || len(gaps) > 0 || len(grants) != 5 {
		t.Errorf("%d tokens, %v %v", len(grants), gaps, err)
	}
}
