package reviewer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/status"
)

// TestLook: what conforms is approved, what drifted is denied with a message, what nobody declared stays.
func TestLook(t *testing.T) {
	r := newRig(t, reviews, world())
	found := r.wantLook()
	wantOutcomes(t, found, "approve 11 done", "deny 12 done", "revoke 23 done")
	r.wantListed([]int64{13}, []int64{21, 22, 50000001})
	if diff := cmp.Diff([]string{"pending request 13", "approved request 11", "denied request 12", "revoked token 23"}, events(found)); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	if !found.Notices.Complete || found.Calls == 0 {
		t.Errorf("complete %v, %d calls", found.Notices.Complete, found.Calls)
	}
	denied := found.Notices.Done[1]
	for name, got := range map[string]string{
		"deny_reason": denied.DenyReason, "findings": strings.Join(denied.Findings, "\n"), "link": denied.Link, "contact": denied.Contact, "url": denied.URL,
		"template": denied.Template, "verdict": denied.Verdict, "result": denied.Result,
	} {
		want := map[string]string{
			"deny_reason": "Questions? Ask #tokens", "findings": `contents`, "link": "https://github.com/settings/personal-access-tokens/new?name=reader",
			"contact": "#tokens", "url": "https://github.com/organizations/octo-org/settings/personal-access-token-requests",
			"template": "template.reader", "verdict": "drifted", "result": "done",
		}[name]
		if !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	pending := found.Notices.Pending[0]
	if pending.Link == "" || pending.DenyReason == "" || pending.Contact != "#tokens" || pending.Detail != "The review block does not deny undeclared requests." {
		t.Errorf("the notice of a pending request is %+v", pending)
	}
	for _, line := range []string{
		"msg=review organization=octo-org action=approve kind=request id=11 name=reader owner=octocat verdict=conforming template=template.reader because=conforming result=done\n",
		"msg=review organization=octo-org action=deny kind=request id=12 name=reader owner=octocat verdict=drifted",
		`msg=pending organization=octo-org kind=request id=13 name=mine owner=octocat verdict=undeclared why="The review block does not deny undeclared requests."`,
	} {
		if strings.Count(r.log.String(), line) != 1 {
			t.Errorf("the log has not once %q:\n%s", line, r.log)
		}
	}
	r.log.Reset()
	again := r.wantLook()
	wantOutcomes(t, again)
	if strings.Contains(r.log.String(), "msg=pending") {
		t.Errorf("what is known is logged again:\n%s", r.log)
	}
	if len(r.posts) != 3 {
		t.Errorf("calls that change something: %v", r.posts)
	}
}

func TestStatusOfLook(t *testing.T) {
	r := newRig(t, reviews, world())
	r.wantLook()
	got := r.status()
	if len(got.Requests) != 1 || len(got.Requests[0].Findings) == 0 || got.Requests[0].Since.IsZero() {
		t.Fatalf("pending are %+v", got.Requests)
	}
	got.Requests[0].Findings, got.Requests[0].Since, got.Calls = nil, time.Time{}, 0
	for i := range got.Done {
		got.Done[i].At = time.Time{}
	}
	now := r.clock()
	want := status.Organization{
		Login: "octo-org", LookedAt: now, CompleteAt: now, Gaps: []status.Gap{}, Tokens: status.Tokens{Conforming: 2},
		Requests: []status.Request{{
			ID: 13, TokenName: "mine", Owner: "octocat", Verdict: pat.Undeclared, Nearest: "template.reader", Why: "The review block does not deny undeclared requests.",
		}},
		Done: []status.Review{
			{Action: pat.Approve, Kind: pat.KindRequest, ID: 11, TokenName: "reader", Owner: "octocat", Verdict: pat.Conforming, Result: "done"},
			{Action: pat.Deny, Kind: pat.KindRequest, ID: 12, TokenName: "reader", Owner: "octocat", Verdict: pat.Drifted, Result: "done"},
			{Action: pat.Revoke, Kind: pat.KindToken, ID: 23, TokenName: "other", Owner: "octocat", Verdict: pat.Undeclared, Result: "done"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
}

// TestExceptedTokens: a token that an exception covers is not counted as one that matches.
func TestExceptedTokens(t *testing.T) {
	w := world()
	w.Organizations[0].Tokens = append(w.Organizations[0].Tokens, grant(24, "reader", "write"))
	r := newRig(t, reviews+`
exception "reader" {
  organization = "octo-org"
  name         = "reader"
  owner        = "octocat"
  reason       = "Moves to an App"
  expires      = "2030-01-01"
}`, w)
	r.wantLook()
	if got, want := r.status().Tokens, (status.Tokens{Conforming: 2, Excepted: 1}); got != want {
		t.Errorf("tokens are %+v, want %+v", got, want)
	}
}

// TestNothingIsDone: without --act, without a review block, and with one that asks for nothing.
func TestNothingIsDone(t *testing.T) {
	for name, test := range map[string]struct {
		source string
		act    bool
		want   map[int64]string
	}{
		"without --act": {reviews, false, map[int64]string{
			11: "Nothing is done, because --act is not set.", 12: "Nothing is done, because --act is not set.", 13: "The review block does not deny undeclared requests."}},
		"without a review block": {template + `organization "octo-org" {}`, true, map[int64]string{
			11: "The organization has no review block.", 12: "The organization has no review block.", 13: "The organization has no review block."}},
		"without an organization block": {template, true, map[int64]string{
			11: "The organization has no review block.", 12: "The organization has no review block.", 13: "The organization has no review block."}},
		"revoke only": {template + "organization \"octo-org\" {\n review {\n revoke = [\"never-expires\"]\n max_revoke_share = 0\n }\n}", true, map[int64]string{
			11: "The review block asks for no reviews of requests.", 12: "The review block asks for no reviews of requests.", 13: "The review block asks for no reviews of requests."}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, test.source, world())
			r.reviewer.Act = test.act
			found := r.wantLook()
			wantOutcomes(t, found)
			r.wantListed([]int64{11, 12, 13}, []int64{21, 22, 23})
			if diff := cmp.Diff(test.want, whys(r.status())); diff != "" {
				t.Errorf("why requests are pending (-want +got):\n%s", diff)
			}
			if len(r.posts)+len(r.store.entries) > 0 || len(found.Notices.Pending) != 3 {
				t.Errorf("%d calls, %d entries, notices %v", len(r.posts), len(r.store.entries), events(found))
			}
		})
	}
}

// TestIncompleteLook revokes nothing, forgets nothing, and is to be made again.
func TestIncompleteLook(t *testing.T) {
	down := githubtest.Fault{Do: githubtest.FaultStatus, Status: 502, Path: tokensPath, Method: "GET"}
	r := newRig(t, reviews, world())
	r.reviewer.Act = false
	r.wantLook()
	before := r.status()

	r = newRig(t, reviews, world(down))
	r.store.kept["octo-org"] = before
	found, err := r.look()
	if err == nil || !strings.Contains(err.Error(), "tokens: GitHub answered 502") || found.Notices.Complete {
		t.Errorf("%v, complete %v", err, found.Notices.Complete)
	}
	if _, tokens := r.server.Listed("octo-org"); len(tokens) < 3 {
		t.Errorf("there are left the tokens %v", tokens)
	}
	got := r.status()
	if got.Failures != 1 || !got.CompleteAt.Equal(before.CompleteAt) || len(got.Gaps) == 0 || got.Tokens != before.Tokens {
		t.Errorf("the status is %+v", got)
	}
	if _, err := r.look(); err == nil || r.status().Failures != 2 {
		t.Errorf("%v, %d failures", err, r.status().Failures)
	}

	// Of the list of requests nothing was read: those that were pending may still be.
	down.Path = requestsPath
	r = newRig(t, reviews, world(down))
	r.store.kept["octo-org"] = before
	if found, err := r.look(); err == nil || len(found.Notices.Pending) > 0 || found.Notices.Complete {
		t.Errorf("%v, notices %v", err, events(found))
	}
	if got := whys(r.status()); len(got) != 3 || got[11] != "The last look could not read it. This is what an earlier one found." {
		t.Errorf("pending are %v", got)
	}
}

// TestAnotherProcessActs: then nothing is looked at, and what is known stays.
func TestAnotherProcessActs(t *testing.T) {
	r := newRig(t, reviews, world())
	r.store.locked = true
	found, err := r.look()
	if !errors.Is(err, reviewer.ErrBusy) || len(r.server.Calls()) > 0 || len(r.store.kept) > 0 || found.Notices.Organization != "" {
		t.Errorf("%v, %d calls, %d kept", err, len(r.server.Calls()), len(r.store.kept))
	}
	r.store.locked = false
	r.wantLook()
	if r.store.locked {
		t.Error("the look has not unlocked the organization")
	}
}

// TestTooManyReviews: nothing at all is done, and people are told, but the look has not failed.
func TestTooManyReviews(t *testing.T) {
	r := newRig(t, strings.Replace(reviews, "max_revoke_share", "max_actions = 2\n max_revoke_share", 1), world())
	found := r.wantLook()
	wantOutcomes(t, found)
	r.wantListed([]int64{11, 12, 13}, []int64{21, 22, 23})
	const why = "3 reviews in octo-org exceed max_actions = 2, the limit for one run. Nothing was done."
	if got := whys(r.status()); got[11] != why || got[12] != why {
		t.Errorf("pending are %v", got)
	}
	last := found.Notices.Done[len(found.Notices.Done)-1]
	if last.Event != "failed" || last.Kind != "organization" || !strings.HasPrefix(last.Detail, why) {
		t.Errorf("the notice is %+v", last)
	}
}

// TestRevokeShareOfADay: looks that repeat cannot revoke more than one run could.
func TestRevokeShareOfADay(t *testing.T) {
	const quarter = template + "organization \"octo-org\" {\n review {\n revoke = [\"undeclared\"]\n max_revoke_share = 0.25\n }\n}"
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}}
	for id := int64(1); id <= 6; id++ {
		w.Organizations[0].Tokens = append(w.Organizations[0].Tokens, grant(id, "reader", "read"))
	}
	stray := func(all []githubtest.Organization, ids ...int64) {
		for _, id := range ids {
			all[0].Tokens = append(all[0].Tokens, grant(id, "stray", "write"))
		}
	}
	stray(w.Organizations, 101, 102)
	r := newRig(t, quarter, w)
	wantOutcomes(t, r.wantLook(), "revoke 101 done", "revoke 102 done") // 2 of 8

	r.move(time.Hour)
	r.server.Change(func(all []githubtest.Organization) { stray(all, 103) })
	found := r.wantLook() // 1 of 7 alone, and 3 of 9 in a day
	wantOutcomes(t, found)
	const why = "The revocations in octo-org (1 now and 2 in the last 24 hours) exceed max_revoke_share = 0.25 of its 7 active tokens and those 2."
	if n := len(found.Notices.Done); n != 1 || !strings.HasPrefix(found.Notices.Done[0].Detail, why) {
		t.Errorf("the notices are %+v", found.Notices.Done)
	}
	r.move(22 * time.Hour)
	wantOutcomes(t, r.wantLook())
	r.move(2 * time.Hour)
	wantOutcomes(t, r.wantLook(), "revoke 103 done")
}

// TestWaitsForALimit: a short one within the look, a longer one by another look.
func TestWaitsForALimit(t *testing.T) {
	limit := githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 20, Path: requestsPath, Times: 1}
	r := newRig(t, reviews, world(limit))
	start := r.clock()
	wantOutcomes(t, r.wantLook(), "approve 11 done", "deny 12 done", "revoke 23 done")
	if waited := r.clock().Sub(start); waited < 20*time.Second {
		t.Errorf("the look took %s", waited)
	}

	limit.Seconds = 300
	r = newRig(t, reviews, world(limit))
	_, err := r.look()
	if err == nil || !strings.Contains(err.Error(), "GitHub's rate limit is exceeded") || strings.Contains(err.Error(), "Run the command") {
		t.Errorf("%v", err)
	}
	r.move(5 * time.Minute)
	wantOutcomes(t, r.wantLook(), "approve 11 done", "deny 12 done", "revoke 23 done")
}

// TestLooksShareAnAccessToken: ten looks need one, and each counts its own calls.
func TestLooksShareAnAccessToken(t *testing.T) {
	r := newRig(t, reviews, world())
	for range 10 {
		r.wantLook()
		r.move(5 * time.Minute)
	}
	count := r.server.Count()
	if n := count["POST /app/installations/{installation_id}/access_tokens"]; n != 1 {
		t.Errorf("%d access tokens were made: %v", n, count)
	}
	if got := r.status().Calls; got != 2 {
		t.Errorf("the last look took %d calls", got)
	}
}

func TestRemovedInstallation(t *testing.T) {
	r := newRig(t, reviews, world())
	r.reviewer.Act = false
	r.wantLook()
	r.server.Change(func(all []githubtest.Organization) { all[0].NotInstalled = true })
	for n := 1; n <= 2; n++ {
		_, err := r.look()
		if err == nil || !strings.Contains(err.Error(), "App 1 is not installed in it") || r.status().Failures != n || len(r.status().Requests) != 3 {
			t.Errorf("%v, and the status is %+v", err, r.status())
		}
	}
	r.server.Change(func(all []githubtest.Organization) { all[0].NotInstalled = false })
	r.wantLook()
	if r.status().Failures != 0 {
		t.Errorf("%d failures", r.status().Failures)
	}
}

// TestEchoedSecrets: what a server echoes is in nothing that is kept, told, or logged.
func TestEchoedSecrets(t *testing.T) {
	for _, path := range []string{"", requestsPath, tokensPath} {
		for _, method := range []string{"", "POST"} {
			if path == "" && method == "POST" {
				continue
			}
			r := newRig(t, reviews, world(githubtest.Fault{Do: githubtest.FaultEcho, Path: path, Method: method}))
			for range 2 {
				found, err := r.look()
				text := fmt.Sprintf("%+v %v %+v %+v %s", found, err, r.status(), r.store.entries, r.log)
				if strings.Contains(text, "eyJ") || strings.Contains(text, "ghs_fake") {
					t.Errorf("%s %s: a secret is in %s", method, path, text)
				}
				if !strings.Contains(text, "[withheld]") {
					t.Errorf("%s %s: nothing was echoed: %s", method, path, text)
				}
			}
		}
	}
}
