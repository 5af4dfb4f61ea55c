package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// GitHub's limits of an issue and of a comment, in characters.
const (
	MaxIssueTitle = 256
	MaxIssueBody  = 65536
)

// Issue is an issue of a repository.
type Issue struct {
	Number int
	Title  string
	Body   string
	Open   bool
	Own    bool // the App itself made it
}

// IssueChange is what an issue is made with, or what of it changes. What is empty stays as it is.
type IssueChange struct {
	Title  string
	Body   string
	Labels []string // of a new issue only
	Close  bool     // of an issue that exists only
}

// issueBody is what a call about an issue sends.
type issueBody struct {
	Title  string   `json:"title,omitempty"`
	Body   string   `json:"body,omitempty"`
	Labels []string `json:"labels,omitempty"`
	State  string   `json:"state,omitempty"`
}

// issueAnswer is what is read of an issue.
type issueAnswer struct {
	Number      int             `json:"number"`
	Title       string          `json:"title"`
	Body        *string         `json:"body"`
	State       string          `json:"state"`
	PullRequest json.RawMessage `json:"pull_request"`
	User        *struct {
		Login string `json:"login"`
		Type  string `json:"type"`
	} `json:"user"`
	App *struct {
		ID int64 `json:"id"`
	} `json:"performed_via_github_app"`
}

// issuesAt is the way to the issues of a repository.
type issuesAt struct {
	c          *Client
	s          *session
	owner      string
	repository string // owner/name
	path       string // repos/octo-org/token-requests/issues
}

// repository is the name of one as GitHub has it; more than that would change the path of a call.
var repositoryName = lazyregexp.New(`^[A-Za-z0-9._-]{1,100}$`)

// issuesOf opens the way to a repository, by the installation of its owner. Every error is an *IssueError.
func (c *Client) issuesOf(ctx context.Context, repository string) (*issuesAt, error) {
	owner, name, _ := strings.Cut(repository, "/")
	if !login.MatchString(owner) || !repositoryName.MatchString(name) || name == "." || name == ".." {
		return nil, &IssueError{Outcome: Unsent, Why: fmt.Sprintf("%q is not a repository. Write it as OWNER/NAME.", repository)}
	}
	if c.app == nil {
		return nil, &IssueError{Outcome: Unsent, Why: fmt.Sprintf("Issues require the private key of a GitHub App, but the credentials are %s.", c.credentials)}
	}
	s, err := c.session(ctx, owner)
	if err != nil {
		return nil, &IssueError{Outcome: Unsent, Why: c.explain(err, reading{organization: owner})}
	}
	return &issuesAt{c, s, owner, repository, "repos/" + url.PathEscape(owner) + "/" + url.PathEscape(name) + "/issues"}, nil
}

// Issue returns one issue. It is an *IssueError with the status 404 or 410 where there is none.
//
// https://docs.github.com/en/rest/issues/issues
func (c *Client) Issue(ctx context.Context, repository string, number int) (Issue, error) {
	at, err := c.issuesOf(ctx, repository)
	if err != nil {
		return Issue{}, err
	}
	return at.call(ctx, http.MethodGet, at.of(number), nil)
}

// ListIssues returns the open issues of a repository that have a label, or an error where they
// could not all be read.
func (c *Client) ListIssues(ctx context.Context, repository, label string) ([]Issue, error) {
	at, err := c.issuesOf(ctx, repository)
	if err != nil {
		return nil, err
	}
	var failed *ReviewError // the first
	l := list{c: c, s: at.s, what: "issues", path: at.path, id: idBy("number"),
		query: url.Values{"state": {"open"}, "labels": {label}}.Encode() + "&",
		why: func(err error) string {
			e := c.reviewError(ctx, err, at.reading(false))
			failed = cmp.Or(failed, e)
			return e.Why
		}}
	switch elements, gaps := l.read(ctx); {
	case failed != nil:
		out := IssueError(*failed)
		return nil, &out
	case len(gaps) > 0:
		return nil, &IssueError{Outcome: Unknown, Why: gaps[0].Why}
	default:
		return c.issuesIn(ctx, elements)
	}
}

// issuesIn reads the elements of a list, without pull requests.
func (c *Client) issuesIn(ctx context.Context, elements []json.RawMessage) ([]Issue, error) {
	self, err := c.self(ctx)
	if err != nil {
		return nil, &IssueError{Outcome: Unsent, Why: c.explain(err, reading{})}
	}
	var out []Issue
	for _, element := range elements {
		var a issueAnswer
		if err := json.Unmarshal(element, &a); err != nil || a.Number <= 0 {
			return nil, &IssueError{Outcome: Unknown, Why: "GitHub's list of issues has an element that is not an issue."}
		}
		if a.PullRequest == nil {
			out = append(out, a.issue(self))
		}
	}
	return out, nil
}

// CreateIssue makes an issue. It is not tried again: where the outcome is Unknown there may be
// one, so look for it in ListIssues first.
func (c *Client) CreateIssue(ctx context.Context, repository string, with IssueChange) (Issue, error) {
	at, err := c.issuesOf(ctx, repository)
	if err != nil {
		return Issue{}, err
	}
	if err := with.check(); err != nil {
		return Issue{}, err
	}
	if with.Title == "" {
		return Issue{}, &IssueError{Outcome: Unsent, Why: "An issue needs a title."}
	}
	return at.call(ctx, http.MethodPost, at.path, issueBody{Title: with.Title, Body: with.Body, Labels: with.Labels})
}

// UpdateIssue changes an issue, and returns what it is then. It never opens one again. Made
// twice, the call does no more, so it is tried again where it fails for a passing reason.
func (c *Client) UpdateIssue(ctx context.Context, repository string, number int, change IssueChange) (Issue, error) {
	at, err := c.issuesOf(ctx, repository)
	if err != nil {
		return Issue{}, err
	}
	if err := change.check(); err != nil {
		return Issue{}, err
	}
	send := issueBody{Title: change.Title, Body: change.Body}
	if change.Close {
		send.State = "closed"
	}
	out, err := at.call(ctx, http.MethodPatch, at.of(number), send)
	if err == nil && (out.Number != number || change.Close && out.Open) {
		return out, &IssueError{Outcome: Unknown, Why: fmt.Sprintf("GitHub did not change issue %d of %s.", number, repository)}
	}
	return out, err
}

// CommentIssue adds a comment to an issue. It is not tried again: where the outcome is Unknown
// there may be one.
//
// https://docs.github.com/en/rest/issues/comments
func (c *Client) CommentIssue(ctx context.Context, repository string, number int, text string) error {
	at, err := c.issuesOf(ctx, repository)
	if err != nil {
		return err
	}
	if err := (IssueChange{Body: text}).check(); err != nil {
		return err
	}
	_, err = at.send(ctx, http.MethodPost, at.of(number)+"/comments", issueBody{Body: text}, nil)
	return err
}

func (i IssueChange) check() error {
	switch {
	case utf8.RuneCountInString(i.Title) > MaxIssueTitle:
		return &IssueError{Outcome: Unsent, Why: fmt.Sprintf("The title of an issue can have at most %d characters.", MaxIssueTitle)}
	case utf8.RuneCountInString(i.Body) > MaxIssueBody:
		return &IssueError{Outcome: Unsent, Why: fmt.Sprintf("The text of an issue can have at most %d characters.", MaxIssueBody)}
	}
	return nil
}

func (at *issuesAt) of(number int) string { return fmt.Sprintf("%s/%d", at.path, number) }

func (at *issuesAt) reading(writing bool) reading {
	return reading{organization: at.owner, repository: at.repository, session: at.s, writing: writing}
}

// call makes a call whose answer is an issue.
func (at *issuesAt) call(ctx context.Context, method, path string, body any) (Issue, error) {
	self, err := at.c.self(ctx)
	if err != nil {
		return Issue{}, &IssueError{Outcome: Unsent, Why: at.c.explain(err, reading{})}
	}
	var a issueAnswer
	resp, err := at.send(ctx, method, path, body, &a)
	if err != nil {
		return Issue{}, err
	}
	if a.Number <= 0 {
		return Issue{}, &IssueError{Outcome: Unknown, Status: resp.StatusCode, Why: "GitHub's response is not an issue. " + at.c.notGitHub()}
	}
	return a.issue(self), nil
}

// send makes a call. Every error is an *IssueError.
func (at *issuesAt) send(ctx context.Context, method, path string, body, into any) (*gh.Response, error) {
	req, err := at.s.api.NewRequest(method, path, body, gh.WithVersion(apiVersion))
	if err != nil {
		return nil, &IssueError{Outcome: Unsent, Why: sentence(err)}
	}
	resp, err := at.s.api.Do(ctx, req, into)
	if err == nil {
		return resp, nil
	}
	var wrong *json.SyntaxError
	if errors.As(err, &wrong) {
		return nil, &IssueError{Outcome: Unknown, Why: "GitHub's response is not JSON. " + at.c.notGitHub()}
	}
	failed := IssueError(*at.c.reviewError(ctx, err, at.reading(method != http.MethodGet)))
	return nil, &failed
}

// self is the App, looked up once.
func (c *Client) self(ctx context.Context) (*gh.App, error) {
	c.common.mu.Lock()
	known := c.common.itself
	c.common.mu.Unlock()
	if known != nil {
		return known, nil
	}
	app, _, err := c.app.api.Apps.Get(ctx, "")
	if err != nil {
		return nil, err
	}
	if app.GetID() <= 0 || app.GetSlug() == "" {
		return nil, errors.New("GitHub's response does not contain the App's ID and name")
	}
	c.common.mu.Lock()
	defer c.common.mu.Unlock()
	c.common.itself = app
	return app, nil
}

// issue is what an answer tells. An issue is the App's own where its bot made it: GitHub keeps
// names that end in [bot] for Apps, and itself says by which App an issue was made.
func (a *issueAnswer) issue(self *gh.App) Issue {
	out := Issue{Number: a.Number, Title: a.Title, Open: a.State == "open"}
	if a.Body != nil {
		out.Body = *a.Body
	}
	if a.User == nil || a.User.Type != "Bot" {
		return out
	}
	if a.App != nil {
		out.Own = a.App.ID == self.GetID()
		return out
	}
	out.Own = strings.EqualFold(a.User.Login, self.GetSlug()+"[bot]")
	return out
}

// IssueError says why a call about an issue failed, and what is known of it, as a ReviewError
// does of a review.
type IssueError ReviewError

func (e *IssueError) Error() string { return e.Why }
