package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// queue is an organization with requests 1 to n and tokens 1 to n.
func queue(n int, faults ...githubtest.Fault) githubtest.World {
	o := organization("octo-org", n)
	for id := int64(1); id <= int64(n); id++ {
		o.Requests = append(o.Requests, githubtest.Grant{Grant: pat.Grant{ID: id, TokenID: 5000 + id}})
	}
	return githubtest.World{Organizations: []githubtest.Organization{o}, Faults: faults}
}

func upTo(n int64) []int64 {
	var ids []int64
	for id := int64(1); id <= n; id++ {
		ids = append(ids, id)
	}
	return ids
}

// sent keeps the bodies of reviews on their way to the wire.
type sent struct{ bodies []map[string]any }

func (s *sent) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost && !strings.HasSuffix(req.URL.Path, "/access_tokens") {
		data, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		var body map[string]any
		if err := json.Unmarshal(data, &body); err != nil {
			return nil, err
		}
		s.bodies = append(s.bodies, body)
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(strings.NewReader(string(data)))
	}
	return http.DefaultTransport.RoundTrip(req)
}

// reviewed makes one call and returns what GitHub was sent and what failed.
func reviewed(t *testing.T, r *rig, review api.Review) *api.ReviewError {
	t.Helper()
	err := r.client.Review(t.Context(), review)
	if err == nil {
		return nil
	}
	var failed *api.ReviewError
	if !errors.As(err, &failed) {
		t.Fatalf("an error of the type %T: %v", err, err)
	}
	return failed
}

func posts(r *rig) int {
	n := 0
	for operation, count := range r.server.Count() {
		if operation == "POST "+listRequests || operation == "POST "+listTokens {
			n += count
		}
	}
	return n
}

func TestReviewSends(t *testing.T) {
	reason := strings.Repeat("ü", pat.MaxReason)
	for _, test := range []struct {
		review           api.Review
		want             map[string]any
		requests, tokens int // that are left of 2
	}{
		{api.Review{Action: pat.Approve, IDs: []int64{2}, Reason: "Fine."}, map[string]any{"action": "approve", "pat_request_ids": []any{2.0}, "reason": "Fine."}, 1, 3},
		{api.Review{Action: pat.Deny, IDs: []int64{1, 2}, Reason: reason}, map[string]any{"action": "deny", "pat_request_ids": []any{1.0, 2.0}, "reason": reason}, 0, 2},
		{api.Review{Action: pat.Deny, IDs: []int64{1}}, map[string]any{"action": "deny", "pat_request_ids": []any{1.0}}, 1, 2},
		{api.Review{Action: pat.Revoke, IDs: []int64{1}, Reason: "Kept."}, map[string]any{"action": "revoke", "pat_ids": []any{1.0}}, 2, 1},
	} {
		var wire sent
		r := newRig(t, queue(2), setup{options: func(o *api.Options) { o.HTTP = &wire }})
		test.review.Organization = "octo-org"
		if failed := reviewed(t, r, test.review); failed != nil {
			t.Errorf("%s: %v", test.review.Action, failed)
		}
		if diff := cmp.Diff([]map[string]any{test.want}, wire.bodies); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.review.Action, diff)
		}
		requests, tokens := r.server.Listed("octo-org")
		if len(requests) != test.requests || len(tokens) != test.tokens {
			t.Errorf("%s: there are left the requests %v and the tokens %v", test.review.Action, requests, tokens)
		}
	}
}

// TestReviewRefusedHere: what GitHub would take for something else is not sent.
func TestReviewRefusedHere(t *testing.T) {
	r := newRig(t, queue(2), setup{})
	for name, review := range map[string]api.Review{
		"A call can review 1 to 100 requests or tokens, not 0.":   {Organization: "octo-org", Action: pat.Approve},
		"A call can review 1 to 100 requests or tokens, not 101.": {Organization: "octo-org", Action: pat.Revoke, IDs: upTo(101)},
		"A reason can have at most 1024 characters.":              {Organization: "octo-org", Action: pat.Deny, IDs: []int64{1}, Reason: strings.Repeat("ü", 1025)},
		"There is no request or token 0.":                         {Organization: "octo-org", Action: pat.Revoke, IDs: []int64{1, 0}},
		`There is no review "delete".`:                            {Organization: "octo-org", Action: "delete", IDs: []int64{1}},
		`"octo-org/../x" is not an organization login.`:           {Organization: "octo-org/../x", Action: pat.Deny, IDs: []int64{1}},
	} {
		failed := reviewed(t, r, review)
		if failed == nil || failed.Outcome != api.Unsent || failed.Why != name {
			t.Errorf("%+v, want %s", failed, name)
		}
	}
	if calls := r.server.Calls(); len(calls) > 0 {
		t.Errorf("calls were made: %v", calls)
	}
}

// TestReviewFails: each failure says what is known, and no call is made again
// that may have arrived.
func TestReviewFails(t *testing.T) {
	fault := func(do githubtest.FaultKind, status int) githubtest.Fault {
		return githubtest.Fault{Do: do, Status: status, Method: http.MethodPost, Path: listRequests}
	}
	reset, hidden := fault(githubtest.FaultReset, 0), fault(githubtest.FaultHTML, 0)
	for name, test := range map[string]struct {
		fault   githubtest.Fault
		outcome api.Outcome
		status  int
		words   string
		left    int // requests of 2
	}{
		"404":        {fault(githubtest.FaultStatus, 404), api.Refused, 404, "GitHub answered 404", 2},
		"422":        {fault(githubtest.FaultStatus, 422), api.Refused, 422, "GitHub answered 422", 2},
		"429":        {fault(githubtest.FaultStatus, 429), api.Unknown, 429, "GitHub", 2}, // it may be done all the same
		"500":        {fault(githubtest.FaultStatus, 500), api.Unknown, 500, "GitHub answered 500", 2},
		"503":        {fault(githubtest.FaultStatus, 503), api.Unknown, 503, "GitHub answered 503", 2},
		"reset":      {reset, api.Unknown, 0, "", 1},
		"cut":        {fault(githubtest.FaultCut, 0), api.Unknown, 0, "The response was cut off after", 1},
		"a proxy":    {hidden, api.Unknown, 200, "GitHub answered 200, but answers 202", 2},
		"no content": {fault(githubtest.FaultStatus, 204), api.Unknown, 204, "GitHub answered 204", 2},
	} {
		r := newRig(t, queue(2, test.fault), setup{})
		failed := reviewed(t, r, api.Review{Organization: "octo-org", Action: pat.Deny, IDs: []int64{1}})
		if failed == nil || failed.Outcome != test.outcome || failed.Status != test.status || !strings.Contains(failed.Why, test.words) {
			t.Errorf("%s: %+v", name, failed)
		}
		if n := posts(r); n != 1 {
			t.Errorf("%s: the call was made %d times", name, n)
		}
		if requests, _ := r.server.Listed("octo-org"); len(requests) != test.left {
			t.Errorf("%s: there are left the requests %v", name, requests)
		}
	}
}

// TestReviewWithoutPermission names the permission and the level that are missing.
func TestReviewWithoutPermission(t *testing.T) {
	for kind, permission := range map[pat.ReviewAction]string{pat.Approve: `"Personal access token requests" (write)`, pat.Revoke: `"Personal access tokens" (write)`} {
		w := queue(2)
		w.App = &githubtest.App{Permissions: map[string]string{githubtest.RequestsPermission: "read", githubtest.TokensPermission: "read"}}
		r := newRig(t, w, setup{})
		failed := reviewed(t, r, api.Review{Organization: "octo-org", Action: kind, IDs: []int64{1}})
		if failed == nil || failed.Outcome != api.Refused || failed.Status != 403 || !strings.Contains(failed.Why, "The App does not have the organization permission "+permission+" in octo-org") {
			t.Errorf("%s: %+v", kind, failed)
		}
	}
}

func TestReviewAfterALimit(t *testing.T) {
	limited := githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 120, Method: http.MethodPost, Path: listTokens, Times: 1}
	revoke := api.Review{Organization: "octo-org", Action: pat.Revoke, IDs: []int64{1}}
	r := newRig(t, queue(2, limited), setup{})
	if failed := reviewed(t, r, revoke); failed != nil || posts(r) != 2 || r.clock.total() < 2*time.Minute {
		t.Errorf("%+v, %d calls, waited %s", failed, posts(r), r.clock.total())
	}
	if _, tokens := r.server.Listed("octo-org"); len(tokens) != 1 {
		t.Errorf("there are left the tokens %v", tokens)
	}

	r = newRig(t, queue(2, limited), setup{options: func(o *api.Options) { o.MaxWait = time.Minute }})
	if failed := reviewed(t, r, revoke); failed == nil || failed.Outcome != api.Unsent || posts(r) != 1 {
		t.Errorf("beyond the longest wait: %+v, %d calls", failed, posts(r))
	}

	r = newRig(t, queue(2, limited), setup{})
	late := revoke
	late.NotAfter = r.clock.Now().Add(time.Minute)
	if failed := reviewed(t, r, late); failed == nil || failed.Outcome != api.Late || posts(r) != 1 {
		t.Errorf("after its time: %+v, %d calls", failed, posts(r))
	}
	late.NotAfter = r.clock.Now().Add(time.Minute)
	if failed := reviewed(t, r, late); failed != nil || posts(r) != 2 {
		t.Errorf("in time: %+v, %d calls", failed, posts(r))
	}
}

func TestReviewInterrupted(t *testing.T) {
	r := newRig(t, queue(2, githubtest.Fault{Do: githubtest.FaultHang, Method: http.MethodPost, Path: listTokens}), setup{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r.server.Latency = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/personal-access-tokens") {
			cancel()
		}
	}
	err := r.client.Review(ctx, api.Review{Organization: "octo-org", Action: pat.Revoke, IDs: []int64{1}})
	var failed *api.ReviewError
	if !errors.As(err, &failed) || failed.Outcome != api.Unknown || !strings.Contains(failed.Why, "interrupted") {
		t.Errorf("%v", err)
	}
}
