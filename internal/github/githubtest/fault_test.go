package githubtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

func TestMadeAnswers(t *testing.T) {
	tests := []struct {
		name   string
		fault  githubtest.Fault
		status int
		header map[string]string
		body   string
	}{
		{"status", githubtest.Fault{Do: githubtest.FaultStatus, Status: 502}, 502, nil, "Bad Gateway"},
		{"status with body", githubtest.Fault{Do: githubtest.FaultStatus, Status: 503, Body: "busy", Seconds: 3, Header: map[string]string{"X-Why": "load"}},
			503, map[string]string{"Retry-After": "3", "X-Why": "load"}, "busy"},
		{"primary limit", githubtest.Fault{Do: githubtest.FaultPrimaryLimit, Seconds: 2},
			403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795348802"}, "API rate limit exceeded"},
		{"secondary limit", githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 60},
			403, map[string]string{"Retry-After": "60"}, "You have exceeded a secondary rate limit"},
		{"html", githubtest.Fault{Do: githubtest.FaultHTML}, 200, map[string]string{"Content-Type": "text/html; charset=utf-8"}, "<!DOCTYPE html>"},
		{"redirect", githubtest.Fault{Do: githubtest.FaultRedirect, To: "https://example.com/x"}, 301, map[string]string{"Location": "https://example.com/x"}, "Moved Permanently"},
		{"echo", githubtest.Fault{Do: githubtest.FaultEcho, Status: 302, To: "https://example.com/"},
			302, map[string]string{"X-Echo-Authorization": "Bearer " + reader, "Location": "https://example.com/?authorization=Bearer+" + reader}, "Authorization: Bearer " + reader},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := checked.New(t, octoOrg(tokens(2), test.fault))
			r := get(t, s, tokensPath)
			if r.status != test.status || !strings.Contains(r.body, test.body) {
				t.Errorf("%d %s, want %d %s", r.status, r.body, test.status, test.body)
			}
			for name, want := range test.header {
				if got := r.header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestFaultStrikesOnlyWhatItMatches(t *testing.T) {
	world := octoOrg(tokens(4), githubtest.Fault{
		Do: githubtest.FaultStatus, Status: 502, Method: "GET", Path: "/orgs/{org}/personal-access-tokens",
		Organization: "octo-org", Page: 2, Nth: 2, Times: 2,
	})
	world.Organizations = append(world.Organizations, githubtest.Organization{Login: "octodemo"})
	s := checked.New(t, world)
	var got []int
	for range 5 {
		got = append(got, get(t, s, tokensPath+"?per_page=2&page=2").status)
		for _, other := range []string{tokensPath, requestsPath + "?page=2"} {
			if r := get(t, s, other); r.status != 200 {
				t.Errorf("%s: %d", other, r.status)
			}
		}
	}
	if diff := cmp.Diff([]int{200, 502, 502, 200, 200}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnswerLostOnItsWay(t *testing.T) {
	for _, kind := range []githubtest.FaultKind{githubtest.FaultCut, githubtest.FaultReset} {
		s := checked.New(t, octoOrg(tokens(2), githubtest.Fault{Do: kind, Times: 1}))
		r := get(t, s, tokensPath)
		if r.err == nil {
			t.Errorf("%s: the client got all of %d %s", kind, r.status, r.body)
		}
		if kind == githubtest.FaultCut && !errors.Is(r.err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v, want an early end", kind, r.err)
		}
		if r := get(t, s, tokensPath); r.status != 200 {
			t.Errorf("%s: the next call: %d %v", kind, r.status, r.err)
		}
	}
}

func TestHangsUntilTheClientGivesUp(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(1), githubtest.Fault{Do: githubtest.FaultHang, Times: 1}))
	arrived := make(chan struct{})
	s.Latency = func(*http.Request) { close(arrived) }
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+tokensPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		<-arrived
		cancel()
	}()
	if r := do(req); !errors.Is(r.err, context.Canceled) {
		t.Errorf("%d %v, want the client's own end", r.status, r.err)
	}
}

// A client that never gives up must not keep a test from ending.
func TestCloseLetsGoOfWhoHangs(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(1), githubtest.Fault{Do: githubtest.FaultHang}))
	arrived, ended := make(chan struct{}), make(chan reply)
	s.Latency = func(*http.Request) { close(arrived) }
	go func() { ended <- get(t, s, tokensPath) }()
	<-arrived
	s.Close()
	if r := <-ended; r.err == nil {
		t.Errorf("the call got %d", r.status)
	}
}

func TestListsGoWrong(t *testing.T) {
	const page2 = "?per_page=2&page=2"
	tests := []struct {
		name  string
		fault githubtest.Fault
		query string
		ids   []int64
		next  string
	}{
		{"next is itself", githubtest.Fault{Do: githubtest.FaultNextSelf}, page2, []int64{3, 4}, "2"},
		{"no end", githubtest.Fault{Do: githubtest.FaultEndless}, page2, []int64{3, 4}, "3"},
		{"no end, again", githubtest.Fault{Do: githubtest.FaultEndless}, "?per_page=2&page=4", []int64{1, 2}, "5"},
		{"no end, new", githubtest.Fault{Do: githubtest.FaultEndless, New: true}, "?per_page=2&page=4", []int64{4000000, 4000001}, "5"},
		{"repeated", githubtest.Fault{Do: githubtest.FaultRepeat, Count: 1}, page2, []int64{2, 3, 4}, "3"},
		{"grown", githubtest.Fault{Do: githubtest.FaultGrow, Count: 1}, page2, []int64{2, 3}, "3"},
		{"shrunk", githubtest.Fault{Do: githubtest.FaultShrink, Count: 1}, page2, []int64{4, 5}, ""},
		{"empty", githubtest.Fault{Do: githubtest.FaultEmpty}, page2, []int64{}, "3"},
		{"partial", githubtest.Fault{Do: githubtest.FaultPartial}, page2, []int64{4}, "3"},
		{"another element", githubtest.Fault{Do: githubtest.FaultElement, Index: 1, Value: []byte(`{"id":77}`)}, page2, []int64{3, 77}, "3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := checked.New(t, octoOrg(tokens(5), test.fault))
			r := get(t, s, tokensPath+test.query)
			if diff := cmp.Diff(test.ids, r.ids(t)); diff != "" {
				t.Error(diff)
			}
			links := " " + rels(t, r.header.Get("Link"), s.URL) + " "
			if next := " next=" + test.next + " "; strings.Contains(links, next) != (test.next != "") {
				t.Errorf("the pages named are %q, want next %q", links, test.next)
			}
		})
	}
}

// TestStaleList: a list that has moved is answered as it was before.
func TestStaleList(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(3),
		githubtest.Fault{Do: githubtest.FaultStale, Path: tokensPath, Nth: 1, Times: 1},
		githubtest.Fault{Do: githubtest.FaultShrink, Path: tokensPath, Nth: 2, Times: 1},
		githubtest.Fault{Do: githubtest.FaultStale, Path: tokensPath, Nth: 3, Times: 1}))
	for i, want := range [][]int64{{1, 2, 3}, {2, 3}, {1, 2, 3}, {2, 3}} {
		if diff := cmp.Diff(want, get(t, s, tokensPath).ids(t)); diff != "" {
			t.Errorf("call %d: %s", i+1, diff)
		}
	}
}

func TestTokenThatExpiresInMidRun(t *testing.T) {
	s := checked.New(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(1).Tokens}},
		Faults:        []githubtest.Fault{{Do: githubtest.FaultExpireToken, Path: tokensPath, Nth: 2, Times: 1}},
	})
	app := goodAppToken(t, s)
	first, _ := issue(t, s, app)
	second, _ := issue(t, s, app)
	var got []int
	for _, token := range []string{first, first, first, second} {
		got = append(got, get(t, s, tokensPath, "Authorization", "Bearer "+token).status)
	}
	if diff := cmp.Diff([]int{200, 401, 401, 200}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCallsAreRecorded(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(3)))
	const atOnce = 3
	waiting := make(chan struct{}, atOnce)
	meet := make(chan struct{})
	s.Latency = func(*http.Request) {
		if waiting <- struct{}{}; len(waiting) == atOnce {
			close(meet)
		}
		<-meet
	}
	done := make(chan reply, atOnce)
	for range atOnce {
		go func() { done <- get(t, s, "/api/v3"+tokensPath+"?per_page=1", "X-GitHub-Api-Version", "2022-11-28") }()
	}
	for range atOnce {
		<-done
	}
	if s.Busiest() != atOnce {
		t.Errorf("at most %d calls were under way, want %d", s.Busiest(), atOnce)
	}
	c := s.Calls()[0]
	c.Host = ""
	want := githubtest.Call{
		Method: "GET", Path: tokensPath, Operation: "GET /orgs/{org}/personal-access-tokens",
		Query: map[string][]string{"per_page": {"1"}}, Enterprise: true, APIVersion: "2022-11-28",
		Credential: githubtest.Fingerprint("Bearer " + reader), Status: 200,
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
	s.Forget()
	s.Latency = nil
	get(t, s, "/rate_limit", "Authorization", "")
	if diff := cmp.Diff(map[string]int{"GET /rate_limit": 1}, s.Count()); diff != "" || s.Calls()[0].Credential != "" {
		t.Errorf("after a fresh start: %s, credential %q", diff, s.Calls()[0].Credential)
	}
}
