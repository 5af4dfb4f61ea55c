package notify

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/serve/notify/message"
)

// Issues are the calls that targets of the kind Issue make; an api.Client has them.
type Issues interface {
	Issue(ctx context.Context, repository string, number int) (api.Issue, error)
	ListIssues(ctx context.Context, repository, label string) ([]api.Issue, error)
	CreateIssue(ctx context.Context, repository string, with api.IssueChange) (api.Issue, error)
	UpdateIssue(ctx context.Context, repository string, number int, change api.IssueChange) (api.Issue, error)
	CommentIssue(ctx context.Context, repository string, number int, text string) error
}

// Label is that of every issue that patctl makes.
const Label = "patctl"

// notPending is the last comment on an issue.
const notPending = "This request is no longer pending."

// issueJob is one attempt at the issue of a request.
type issueJob struct {
	*job
	calls  Issues
	target *Target
	marker string
}

// sendIssue makes, changes, or closes the issue of a request, and returns its number.
func (l *line) sendIssue(ctx context.Context, t *Target, j *job, before Record, m *message.Message) (string, *failure) {
	if l.options.Issues == nil {
		return "", &failure{why: "Issues require a GitHub App.", final: true}
	}
	calls, err := l.options.Issues()
	if err != nil {
		return "", issueFailure(err)
	}
	base, _ := splitSubject(j.record.Subject)
	work := issueJob{j, calls, t, message.Marker(j.organization, base)}
	if j.pending != nil {
		if err := l.closeLost(ctx, &work); err != nil {
			return "", issueFailure(err)
		}
		return "", nil
	}
	number, err := work.do(ctx, cmp.Or(before.External, j.record.External), before, m)
	if err != nil {
		return "", issueFailure(err)
	}
	if number == 0 {
		return "", nil
	}
	return strconv.Itoa(number), nil
}

// issueFailure says whether another attempt may help.
func issueFailure(err error) *failure {
	f := &failure{why: diag.Printable(err.Error())}
	var failed *api.IssueError
	if errors.As(err, &failed) {
		f.final = failed.Outcome == api.Refused && failed.Status != http.StatusRequestTimeout
	}
	return f
}

func (w *issueJob) do(ctx context.Context, external string, before Record, m *message.Message) (int, error) {
	found, err := w.known(ctx, external)
	if err != nil {
		return 0, err
	}
	if w.settle {
		if found == nil {
			return 0, nil
		}
		return 0, w.end(ctx, found.Number, notPending)
	}
	if found == nil {
		if found, err = w.lost(ctx); err != nil {
			return 0, err
		}
	}
	switch event := w.notice.Event; {
	case event == pendingEvent && found != nil:
		return found.Number, w.update(ctx, found.Number, before, m)
	case event == failedEvent && found != nil:
		return found.Number, w.comment(ctx, found.Number, m.Comment(m.Title()))
	case event == pendingEvent, event == failedEvent:
		return w.create(ctx, m)
	case found != nil:
		return found.Number, w.end(ctx, found.Number, m.Comment(m.Title()))
	}
	return 0, nil
}

// mine reports whether an issue is that of the request, and open. Others can write its
// marker into theirs.
func (w *issueJob) mine(i *api.Issue) bool {
	return i.Own && i.Open && message.HasMarker(i.Body, w.marker)
}

// known is the issue with the number of a record; nil: it is closed, gone, or another one.
func (w *issueJob) known(ctx context.Context, external string) (*api.Issue, error) {
	number, err := strconv.Atoi(external)
	if err != nil || number <= 0 {
		return nil, nil
	}
	found, err := w.calls.Issue(ctx, w.target.Repository, number)
	var failed *api.IssueError
	switch {
	case errors.As(err, &failed) && (failed.Status == http.StatusNotFound || failed.Status == http.StatusGone):
		return nil, nil
	case err != nil:
		return nil, err
	case found.Number != number || !w.mine(&found):
		return nil, nil
	}
	return &found, nil
}

// lost looks for an issue that no record tells of: its record is lost, or the answer to the
// call that made it. Of several, the oldest counts.
func (w *issueJob) lost(ctx context.Context) (*api.Issue, error) {
	all, err := w.calls.ListIssues(ctx, w.target.Repository, Label)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i api.Issue) bool { return !w.mine(&i) })
	if len(all) == 0 {
		return nil, nil
	}
	oldest := slices.MinFunc(all, func(a, b api.Issue) int { return a.Number - b.Number })
	return &oldest, nil
}

func (w *issueJob) create(ctx context.Context, m *message.Message) (int, error) {
	labels := []string{Label}
	for _, label := range w.target.Labels {
		if label != "" && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	made, err := w.calls.CreateIssue(ctx, w.target.Repository, api.IssueChange{Title: m.IssueTitle(), Body: m.IssueBody(w.marker), Labels: labels})
	return made.Number, err
}

// update writes the text of an issue, and says below it that the verdict has changed.
func (w *issueJob) update(ctx context.Context, number int, before Record, m *message.Message) error {
	if _, err := w.calls.UpdateIssue(ctx, w.target.Repository, number, api.IssueChange{Title: m.IssueTitle(), Body: m.IssueBody(w.marker)}); err != nil {
		return err
	}
	if !before.Told || before.Verdict == w.record.Verdict {
		return nil
	}
	return w.comment(ctx, number, m.Comment("The verdict has changed."))
}

// comment adds a comment, once: one whose answer was lost may be there.
func (w *issueJob) comment(ctx context.Context, number int, text string) error {
	if w.commented {
		return nil
	}
	err := w.calls.CommentIssue(ctx, w.target.Repository, number, text)
	var failed *api.IssueError
	w.commented = err == nil || errors.As(err, &failed) && failed.Outcome == api.Unknown
	return err
}

// end comments on an issue and closes it.
func (w *issueJob) end(ctx context.Context, number int, text string) error {
	if err := w.comment(ctx, number, text); err != nil {
		return err
	}
	_, err := w.calls.UpdateIssue(ctx, w.target.Repository, number, api.IssueChange{Close: true})
	return err
}
