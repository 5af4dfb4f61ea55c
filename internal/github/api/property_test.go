package api_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
)

// randomServer has a list of tokens and gives its pages, now and then, in one of
// the ways in which servers and what stands before them go wrong. The same seed
// goes wrong in the same way.
type randomServer struct {
	seed           uint64
	total, perPage int
	percent        int    // of answers that go wrong
	format         string // of an element with an id; "": a token

	mu    sync.Mutex
	calls int
	sent  map[int]bool // ids that went out in a list
}

// wrongs change an answer. Each is one that a reader can see.
var wrongs = []func(s *randomServer, a *randomAnswer){
	func(_ *randomServer, a *randomAnswer) { a.status, a.elements = 206, a.elements[:len(a.elements)/2] },
	func(_ *randomServer, a *randomAnswer) { a.link("next", a.number, "last", a.last) },
	func(_ *randomServer, a *randomAnswer) { a.link("next", a.number+2, "last", a.number+2) },
	func(_ *randomServer, a *randomAnswer) { a.header.Set("Link", `<https://x/?after=abc>; rel="next"`) },
	func(_ *randomServer, a *randomAnswer) {
		a.header.Add("X-GitHub-SSO", "Partial-Results; organizations=1")
	},
	func(s *randomServer, a *randomAnswer) {
		if len(a.elements) == s.perPage {
			a.header.Del("Link") // without a word of what follows
		}
	},
	func(_ *randomServer, a *randomAnswer) {
		a.Add(`{"id":%d,"owner":{"login":"hubot"},"repository_selection":"none"}`) // another of the same id
	},
	func(_ *randomServer, a *randomAnswer) { a.Add(`{"id":"%d","owner":{"login":"hubot"}}`) },
	func(_ *randomServer, a *randomAnswer) {
		a.Add(`{"id":9%d,"Owner":{"login":"mona"},"repository_selection":"all"}`)
	},
	func(_ *randomServer, a *randomAnswer) { a.Add(`{"number":%d}`) },
	func(_ *randomServer, a *randomAnswer) { a.status, a.elements = 502, nil },
	func(_ *randomServer, a *randomAnswer) { a.status, a.elements = 429, nil },
	func(_ *randomServer, a *randomAnswer) { a.status, a.elements = 403, nil },
	func(_ *randomServer, a *randomAnswer) { a.text = "<html>" },
	func(_ *randomServer, a *randomAnswer) { a.text = `[{"id":1` },
	func(_ *randomServer, a *randomAnswer) { a.text = `{"message":"no"}` },
}

type randomAnswer struct {
	status, number, last int
	header               http.Header
	ids                  []int
	elements             []string
	text                 string // instead of elements
}

func (a *randomAnswer) link(rels ...any) { a.header["Link"] = link(rels...)["Link"] }

// Add adds an element that is made of the first id.
func (a *randomAnswer) Add(format string) {
	if len(a.ids) > 0 {
		a.elements = append(a.elements, fmt.Sprintf(format, a.ids[0]))
	}
}

func (s *randomServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header()["Date"] = nil
	if strings.Contains(r.URL.Path, "requests") {
		fmt.Fprint(w, "[]")
		return
	}
	s.calls++
	a := s.page(r)
	rng := rand.New(rand.NewPCG(s.seed, uint64(s.calls)))
	if rng.IntN(100) < s.percent {
		wrongs[rng.IntN(len(wrongs))](s, a)
	}
	for name, values := range a.header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	w.WriteHeader(a.status)
	if a.text != "" {
		fmt.Fprint(w, a.text)
		return
	}
	fmt.Fprintf(w, "[%s]", strings.Join(a.elements, ","))
	for _, id := range a.ids[:min(len(a.ids), len(a.elements))] {
		s.sent[id] = true
	}
}

// page is the true answer.
func (s *randomServer) page(r *http.Request) *randomAnswer {
	number, _ := strconv.Atoi(r.URL.Query().Get("page"))
	a := &randomAnswer{status: 200, number: number, last: max(1, (s.total+s.perPage-1)/s.perPage), header: http.Header{}}
	for id := (number-1)*s.perPage + 1; id <= min(number*s.perPage, s.total); id++ {
		a.ids = append(a.ids, id)
		a.elements = append(a.elements, fmt.Sprintf(cmp.Or(s.format, `{"id":%d,"owner":{"login":"mona"},"repository_selection":"all"}`), id))
	}
	if number < a.last {
		a.link("next", number+1, "last", a.last)
	}
	return a
}

// TestEveryElementIsReadOrMissed holds, of servers that go wrong at random, that
// what was sent is in the result or in a gap, that a list counts as complete only
// if all of it was read, and that the run ends within its time.
func TestEveryElementIsReadOrMissed(t *testing.T) {
	complete := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		s := &randomServer{seed: seed, total: rng.IntN(350), perPage: []int{100, 100, 30}[rng.IntN(3)], percent: []int{0, 3, 15, 40}[rng.IntN(4)], sent: map[int]bool{}}
		server := httptest.NewServer(s)
		r := &rig{clock: newClock()}
		var o github.Organization
		func() {
			defer server.Close()
			o = readWith(t, r, server.URL, func(o *api.Options) { o.Parallelism = 1 })
		}()
		read := map[int]bool{}
		for _, g := range o.Tokens {
			read[int(g.ID)] = true
		}
		named := slices.ContainsFunc(o.Incomplete, func(gap github.Gap) bool { return strings.Contains(gap.What, "tokens") && gap.Why != "" })
		for id := range s.sent {
			if !read[id] && !named {
				t.Errorf("seed %d: token %d was sent, and is neither read nor missed", seed, id)
				break
			}
		}
		if o.Complete() {
			complete++
			if len(read) != s.total {
				t.Errorf("seed %d: complete with %d of %d tokens", seed, len(read), s.total)
			}
		}
		if s.calls > 100 || r.clock.total() > api.DefaultMaxWait {
			t.Errorf("seed %d: %d calls, %s waited", seed, s.calls, r.clock.total())
		}
	}
	if complete < 30 || complete > 270 {
		t.Errorf("%d of 300 runs were complete: the servers go wrong too seldom, or too often", complete)
	}
}

// moreServer has a list behind each path that is read with Classic and Use, and gives some of
// them as a randomServer does.
type moreServer struct {
	mu    sync.Mutex
	seed  uint64
	rng   *rand.Rand
	lists map[string]*randomServer // by what follows the organization in the path
}

// The forms of elements with an id.
const (
	authorizationForm = `{"login":"mona","credential_id":%d,"credential_type":"personal access token","scopes":["repo"]}`
	subjectForm       = `{"subject_type":"user","subject_name":"mona","subject_id":%d}`
	routeForm         = `{"http_method":"GET","api_route":"/route/%d","total_request_count":1}`
)

// list finds or makes the list behind a path: a few users have many tokens, and a few tokens
// have many routes.
func (s *moreServer) list(path string) *randomServer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lists[path]; l != nil {
		return l
	}
	total, form := 0, ""
	name, id, _ := strings.Cut(strings.TrimPrefix(path, "insights/api/"), "/")
	switch name {
	case "credential-authorizations":
		total, form = s.rng.IntN(250), authorizationForm
	case "subject-stats":
		total, form = []int{s.rng.IntN(4), 90 + s.rng.IntN(40)}[s.rng.IntN(2)], subjectForm
	case "user-stats":
		if len(id) == 1 {
			total = s.rng.IntN(35)
		}
		form = `{"actor_type":"classic_pat","actor_id":` + id + `%03d}`
	case "route-stats":
		total, form = 1+s.rng.IntN(3), routeForm
		if s.rng.IntN(10) == 0 {
			total = s.rng.IntN(130)
		}
	}
	l := &randomServer{seed: s.seed + uint64(len(s.lists)+1)<<20, total: total, perPage: []int{100, 30}[s.rng.IntN(2)], format: form, sent: map[int]bool{}}
	// Only lists of one name go wrong, so that their gaps alone have to tell.
	if name == []string{"credential-authorizations", "subject-stats", "user-stats", "route-stats"}[s.seed%4] && s.rng.IntN(3) > 0 {
		l.percent = 30
	}
	s.lists[path] = l
	return l
}

func (s *moreServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/orgs/octo-org")
	switch {
	case path == "":
		w.Header()["Date"] = nil
		fmt.Fprint(w, `{"public_repos":3}`)
	case strings.HasPrefix(path, "/personal"):
		w.Header()["Date"] = nil
		fmt.Fprint(w, "[]")
	default:
		s.list(strings.TrimPrefix(path, "/")).ServeHTTP(w, r)
	}
}

// found are the ids that an organization has of the list behind a path.
func (s *moreServer) found(path string, o *github.Organization) map[int]bool {
	out := map[int]bool{}
	name, id, _ := strings.Cut(strings.TrimPrefix(path, "insights/api/"), "/")
	for _, t := range o.Credentials {
		out[int(t.CredentialID)] = name == "credential-authorizations"
	}
	if o.Insights == nil || name == "credential-authorizations" {
		return out
	}
	if name == "subject-stats" {
		for asked := range s.lists {
			if user, ok := strings.CutPrefix(asked, "insights/api/user-stats/"); ok {
				n, _ := strconv.Atoi(user)
				out[n] = true
			}
		}
	}
	for _, a := range o.Insights.Actors {
		if user, n := a.ID/1000, int(a.ID%1000); name == "user-stats" && strconv.FormatInt(user, 10) == id {
			out[n] = true
		}
		for _, route := range a.Routes {
			n, _ := strconv.Atoi(strings.TrimPrefix(route.Route, "/route/"))
			out[n] = out[n] || name == "route-stats" && fmt.Sprintf("classic_pat/%d", a.ID) == id
		}
	}
	return out
}

// TestEveryRowIsReadOrMissed holds for classic tokens and API Insights what
// TestEveryElementIsReadOrMissed holds for tokens.
func TestEveryRowIsReadOrMissed(t *testing.T) {
	complete := 0
	for seed := range uint64(48) {
		s := &moreServer{seed: seed, rng: rand.New(rand.NewPCG(seed, 1)), lists: map[string]*randomServer{}}
		server := httptest.NewServer(s)
		var o github.Organization
		func() {
			defer server.Close()
			o = readWith(t, &rig{clock: newClock()}, server.URL, func(o *api.Options) { more(o); o.Parallelism = 1 })
		}()
		named := func(what string) bool {
			return slices.ContainsFunc(o.Incomplete, func(gap github.Gap) bool { return strings.Contains(gap.What, what) && gap.Why != "" })
		}
		for path, l := range s.lists {
			what := github.WhatInsights
			if strings.HasPrefix(path, "credential") {
				what = github.WhatCredentials
			}
			found := s.found(path, &o)
			for id := range l.sent {
				if !found[id] && !named(what) {
					t.Errorf("seed %d: element %d of %s was sent, and is neither read nor missed", seed, id, path)
					break
				}
			}
			for id := 1; id <= l.total && !named(what); id++ {
				if !found[id] {
					t.Errorf("seed %d: there is no gap, and element %d of %d of %s was not read", seed, id, l.total, path)
					break
				}
			}
		}
		if o.Insights != nil && o.Insights.Complete == named(github.WhatInsights) {
			t.Errorf("seed %d: API Insights are complete: %t, with the gaps %+v", seed, o.Insights.Complete, o.Incomplete)
		}
		if o.Complete() {
			complete++
		}
	}
	if complete < 5 || complete > 43 {
		t.Errorf("%d of 48 runs were complete: the servers go wrong too seldom, or too often", complete)
	}
}
