package notify_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/notify/message"
)

// tracker is a repository for the issues of requests.
type tracker struct {
	server *githubtest.Server
	told   *memory
	log    *syncBuffer
	client *api.Client
	target notify.Target
}

func newTracker(t *testing.T, issues []githubtest.Issue, faults ...githubtest.Fault) *tracker {
	t.Helper()
	server := checked.New(t, githubtest.World{
		App:           &githubtest.App{Permissions: map[string]string{githubtest.IssuesPermission: "write"}},
		Organizations: []githubtest.Organization{{Login: "octo-org", Repositories: []string{"token-requests"}, Issues: issues}},
		Faults:        faults,
	})
	getenv := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(server.AppPEM())}
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: "github.com", APIURL: server.URL, Getenv: func(name string) string { return getenv[name] },
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.NewClient(credentials, api.Options{Host: "github.com", APIURL: server.URL + "/", Now: server.Now, MaxWait: time.Minute, Attempts: 1})
	if err != nil {
		t.Fatal(err)
	}
	return &tracker{server: server, told: newMemory(), log: &syncBuffer{}, client: client, target: notify.Target{
		Kind: notify.Issue, Name: "requests", Repository: "octo-org/token-requests", Labels: []string{"token-request"}, PerMinute: 1000,
	}}
}

// tell tells of a look, by a process of its own, which ends when it has sent what it can.
func (r *tracker) tell(t *testing.T, l notify.Look) {
	t.Helper()
	d := notify.New(notify.Options{
		Targets: []notify.Target{r.target}, Told: r.told, Now: time.Now, Sleep: sleep,
		Issues: func() (notify.Issues, error) { return r.client.Fresh(), nil },
		Log:    slog.New(slog.NewTextHandler(r.log, nil)),
	})
	d.Tell(l)
	ctx, cancel := contextThatEnded()
	defer cancel()
	d.Run(ctx) // sends what can be sent at once
}

func (r *tracker) issues() []githubtest.Issue { return r.server.Issues("octo-org") }

// states is what there is of every issue: number, state, and comments.
func (r *tracker) states() []string {
	var out []string
	for _, i := range r.issues() {
		out = append(out, fmt.Sprintf("%d %s %d", i.Number, i.State, len(i.Comments)))
	}
	return out
}

func (r *tracker) want(t *testing.T, when string, states ...string) {
	t.Helper()
	if diff := cmp.Diff(states, r.states()); diff != "" {
		t.Errorf("%s (-want +got):\n%s\n%s", when, diff, r.log)
	}
}

func TestIssueOfARequest(t *testing.T) {
	r := newTracker(t, nil)
	r.tell(t, look(pending(42, "One.")))
	r.want(t, "pending", "1 open 0")
	first := r.issues()[0]
	if first.Title != "Token request 42 of `mona` in `octo-org`" || !cmp.Equal(first.Labels, []string{"patctl", "token-request"}) || !first.ByApp ||
		!strings.HasSuffix(first.Body, "\n\n<!-- patctl:octo-org request%2042 -->\n") || !strings.Contains(first.Body, "- Finding: `One.`\n") {
		t.Errorf("%+v", first)
	}
	r.tell(t, look(pending(42, "One.")))
	r.want(t, "the same look again", "1 open 0")
	r.tell(t, look(pending(42, "Two.")))
	r.want(t, "another verdict", "1 open 1")
	if i := r.issues()[0]; !strings.Contains(i.Body, "`Two.`") || strings.Contains(i.Body, "`One.`") || !strings.HasPrefix(i.Comments[0], "The verdict has changed.\n\n- `mona` requests access") {
		t.Errorf("%+v", i)
	}
	r.tell(t, notify.Look{Organization: "octo-org"})
	r.want(t, "an incomplete look", "1 open 1")
	r.tell(t, look())
	r.want(t, "no longer pending", "1 closed 2")
	if i := r.issues()[0]; i.Comments[1] != "This request is no longer pending." || len(r.told.all()) != 0 {
		t.Errorf("%+v, records %+v", i, r.told.all())
	}
	r.tell(t, look(pending(42, "One.")))
	r.want(t, "pending again", "1 closed 2", "2 open 0")
}

func TestIssueOfAReview(t *testing.T) {
	r := newTracker(t, nil)
	l := look(pending(1), pending(2))
	r.tell(t, l)
	l.Done = []subject.Notice{done(1, "denied"), done(2, "failed"), {Event: "revoked", ID: 7, Refusal: subject.Refusal{Kind: "token"}}}
	for range 3 {
		r.tell(t, l)
		r.want(t, "reviewed", "1 closed 1", "2 open 1")
	}
	if i := r.issues()[0]; !strings.HasPrefix(i.Comments[0], "Denied: request 1 of mona in octo-org\n\n- patctl denied the request of `mona`") {
		t.Errorf("%q", i.Comments)
	}
	r.tell(t, look())
	r.want(t, "all are over", "1 closed 1", "2 closed 2")
}

// TestIssueClosedByAPerson is not opened again: another verdict gets another issue.
func TestIssueClosedByAPerson(t *testing.T) {
	r := newTracker(t, nil)
	r.tell(t, look(pending(42)))
	if _, err := r.client.UpdateIssue(t.Context(), r.target.Repository, 1, api.IssueChange{Close: true}); err != nil {
		t.Fatal(err)
	}
	r.tell(t, look(pending(42)))
	r.want(t, "the same verdict", "1 closed 0")
	r.tell(t, look(pending(42, "New.")))
	r.want(t, "another verdict", "1 closed 0", "2 open 0")
}

// TestIssuesOfStrangers are left alone, whatever is written in them and whatever a record says.
func TestIssuesOfStrangers(t *testing.T) {
	marker := "Approve it.\n\n" + message.Marker("octo-org", "request 42") + "\n"
	strangers := []githubtest.Issue{
		{Repository: "token-requests", Title: "Mine", Body: marker, Labels: []string{"patctl"}},
		{Repository: "token-requests", Title: "Another App's", Body: marker, Labels: []string{"patctl"}, Author: "octo-reviewer"},
		{Repository: "token-requests", Title: "The App's, of another request", Body: "x\n\n" + message.Marker("octo-org", "request 4"), Labels: []string{"patctl"}, ByApp: true},
	}
	r := newTracker(t, strangers)
	record := notify.Record{Target: "issue requests", Organization: "octo-org", Subject: "request 42", Verdict: "pending x", External: "1", Told: true}
	if err := r.told.Keep(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	r.tell(t, look(pending(42)))
	r.want(t, "made", "1 open 0", "2 open 0", "3 closed 1", "4 open 0") // request 4 is over
	record.External = "2"
	if err := r.told.Keep(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	r.tell(t, look())
	r.want(t, "over", "1 open 0", "2 open 0", "3 closed 1", "4 closed 1")
	for i, issue := range r.issues()[:3] {
		if issue.Body != strangers[i].Body || issue.Title != strangers[i].Title {
			t.Errorf("changed: %+v", issue)
		}
	}
}

// TestIssueWithoutARecord is found by its marker.
func TestIssueWithoutARecord(t *testing.T) {
	r := newTracker(t, nil)
	r.tell(t, look(pending(42, "One.")))
	r.told = newMemory()
	r.tell(t, look(pending(42, "Two.")))
	r.want(t, "the record was lost", "1 open 0")
	if i := r.issues()[0]; !strings.Contains(i.Body, "`Two.`") {
		t.Errorf("%+v", i)
	}
	r.tell(t, look())
	r.want(t, "over", "1 closed 1")
}

// TestIssuesWithoutRecordsAreClosed where they are the App's own and of requests that are over.
func TestIssuesWithoutRecordsAreClosed(t *testing.T) {
	of := func(organization, subject string, byApp bool) githubtest.Issue {
		return githubtest.Issue{Repository: "token-requests", Title: subject, Body: "x\n\n" + message.Marker(organization, subject), Labels: []string{"patctl"}, ByApp: byApp}
	}
	r := newTracker(t, []githubtest.Issue{of("octo-org", "request 1", true), of("octo-org", "request 2", true), of("octo-org", "request 3", false), of("octodemo", "request 4", true)})
	r.tell(t, notify.Look{Organization: "octo-org"})
	r.want(t, "an incomplete look", "1 open 0", "2 open 0", "3 open 0", "4 open 0")
	r.tell(t, look(pending(2)))
	r.want(t, "a complete look", "1 closed 1", "2 open 0", "3 open 0", "4 open 0")
	r.tell(t, look(pending(2)))
	r.want(t, "again", "1 closed 1", "2 open 0", "3 open 0", "4 open 0")
}

// TestIssueWhoseAnswerWasLost is not made a second time.
func TestIssueWhoseAnswerWasLost(t *testing.T) {
	const issues = "/repos/{owner}/{repo}/issues"
	for _, do := range []githubtest.FaultKind{githubtest.FaultReset, githubtest.FaultCut} {
		r := newTracker(t, nil,
			githubtest.Fault{Do: do, Method: http.MethodPost, Path: issues, Times: 1},
			githubtest.Fault{Do: do, Method: http.MethodPost, Path: issues + "/{issue_number}/comments", Times: 1})
		for range 3 {
			r.tell(t, look(pending(42)))
			r.want(t, string(do), "1 open 0")
		}
		r.tell(t, look())
		r.tell(t, look())
		if state := r.states(); len(state) != 1 || !strings.HasPrefix(state[0], "1 closed") {
			t.Errorf("%s: %v\n%s", do, state, r.log)
		}
	}
}

func TestIssuesWithoutPermission(t *testing.T) {
	r := newTracker(t, nil, githubtest.Fault{Do: githubtest.FaultStatus, Status: 403, Path: "/repos/{owner}/{repo}/issues"})
	r.tell(t, look(pending(42)))
	r.want(t, "refused")
	if log := r.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "GitHub answered 403") {
		t.Error(log)
	}
}

// TestIssueHasNoMarkupOfStrangers, in its title, its text, and its comments.
func TestIssueHasNoMarkupOfStrangers(t *testing.T) {
	r := newTracker(t, nil)
	hostile := "@octo-org/team fixes #1 <!-- patctl:octo-org request%2043 -->\n\n<img src=x>"
	n := pending(42, hostile)
	n.Name, n.Owner, n.Reason = hostile, hostile, hostile
	r.target.Text = func(n subject.Notice) (string, error) { return "Hello\n" + n.Name, nil }
	r.tell(t, look(n))
	i := r.issues()[0]
	for _, text := range []string{i.Title, i.Body} {
		outside := ""
		for k, part := range strings.Split(text, "`") {
			if k%2 == 0 {
				outside += part
			}
		}
		if strings.Contains(outside, "@") || strings.Contains(outside, "#1") || strings.Contains(outside, "img") || strings.Contains(outside, "%2043") {
			t.Errorf("outside of code: %q", outside)
		}
	}
	if !strings.HasPrefix(i.Body, "- `Hello`\n- `@octo-org/team fixes #1 ") {
		t.Errorf("%q", i.Body)
	}
}
