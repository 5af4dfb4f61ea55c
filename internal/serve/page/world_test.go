package page_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/page"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

var now = formattest.Time

// write returns the page as HTML.
func write(t testing.TB, p page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// calm is a page on which nothing needs attention.
func calm() page.Page {
	return page.Page{
		Now: now, Version: "1.2.3", Host: "github.com", Acting: true, Readiness: page.Readiness{OK: true},
		Configuration: page.Configuration{LoadedAt: now.Add(-2 * time.Hour)},
		Organizations: []status.Organization{{Login: "octo-org", LookedAt: now, CompleteAt: now, Tokens: status.Tokens{Conforming: 3}}},
	}
}

// busy is a page with everything on it, in which a stranger wrote text.
func busy(text string) page.Page {
	p := calm()
	p.Configuration.Failure = "main.pat.hcl line 3: " + text
	p.Readiness = page.Readiness{Reasons: []string{"The last complete look at " + text + " was 2 hours ago."}}
	p.Queue = queue.Depth{Waiting: 2, Running: 1, Delayed: 3, Oldest: 5 * time.Minute}
	p.Organizations = []status.Organization{
		{Login: "octo-org", LookedAt: now.Add(-time.Minute), CompleteAt: now.Add(-time.Minute), Tokens: status.Tokens{Conforming: 40, Drifted: 2, Undeclared: 1, Excepted: 4},
			Requests: []status.Request{
				{ID: 8101, TokenName: "api-release", Owner: "octocat", Since: now.Add(-26 * time.Hour), Verdict: pat.Conforming, Template: `module.service["api"].template.release`, Planned: "approve"},
				{ID: 8102, TokenName: text, Owner: text, Verdict: pat.Undeclared, Nearest: text, Why: text, Findings: []string{text, "b", "c", "d", "e", "f", "g"}},
				{ID: 8103, TokenName: "clone", Owner: "mona", Since: now.Add(-3 * time.Hour), Verdict: pat.Drifted, Template: text, Findings: []string{"The template grants contents = \"read\", but the token has \"write\"."}, Why: "The review block does not deny requests."},
			},
			Done: []status.Review{
				{At: now.Add(-3 * time.Hour), Action: pat.Approve, Kind: pat.KindRequest, ID: 7000, TokenName: "web-release", Owner: "hubot", Verdict: pat.Conforming, Result: "done"},
				{At: now.Add(-time.Hour), Action: pat.Revoke, Kind: pat.KindToken, ID: 7001, TokenName: text, Owner: text, Verdict: pat.Drifted, Result: "refused", Message: text},
				{At: now.Add(-2 * time.Hour), Action: pat.Deny, Kind: pat.KindRequest, ID: 7002, Verdict: pat.Drifted, Result: text},
			}},
		{Login: text, LookedAt: now.Add(-time.Minute), CompleteAt: now.Add(-25 * time.Hour), Failures: 3, Gaps: []status.Gap{{What: text, Why: text}, {What: "tokens", Why: "502"}, {What: "teams", Why: "403"}, {What: "use", Why: "403"}}},
		{Login: "octo-new"},
	}
	return p
}

// many is a page of a large enterprise.
func many(organizations, requests int) page.Page {
	p := calm()
	p.Organizations = nil
	for i := range organizations {
		o := status.Organization{Login: fmt.Sprintf("octo-%04d", i), LookedAt: now, CompleteAt: now}
		for j := range requests / organizations {
			id := int64(i*1000 + j)
			o.Requests = append(o.Requests, status.Request{
				ID: id, TokenName: fmt.Sprintf("token-%d", id), Owner: "mona", Since: now.Add(-time.Duration(id) * time.Minute), Verdict: pat.Drifted,
				Template: "template.release", Findings: []string{"The token has a longer lifetime than the template allows, which is 90 days."}, Why: "The review block does not deny requests.",
			})
		}
		for j := range status.MaxDone {
			o.Done = append(o.Done, status.Review{At: now.Add(-time.Duration(i*100+j) * time.Minute), Action: pat.Deny, Kind: pat.KindRequest, ID: int64(j), TokenName: "token", Owner: "mona", Verdict: pat.Drifted, Result: "done"})
		}
		p.Organizations = append(p.Organizations, o)
	}
	return p
}
