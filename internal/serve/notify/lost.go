package notify

import (
	"context"
	"strings"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/serve/notify/message"
)

// lostSubject is what the record is about while issues without a record are looked for.
const lostSubject = "issues"

// lookForLost closes, once for each organization, issues that no record is about, if their
// requests are over: the records were lost, or a process ended between two calls.
func (t *taking) lookForLost() {
	organization := strings.ToLower(t.look.Organization)
	if t.target.Kind != Issue || !t.look.Complete || t.searched[organization] {
		return
	}
	t.searched[organization] = true
	t.add(keyOf(organization, lostSubject), &job{organization: t.look.Organization, settle: true, pending: t.pending, record: Record{
		Target: t.target.name(), Organization: t.look.Organization, Subject: lostSubject, Verdict: settled,
	}})
}

// closeLost closes the issues of an organization's requests that were not pending in a look, and
// that no record is about: what somebody makes at this time has one.
func (l *line) closeLost(ctx context.Context, w *issueJob) error {
	all, err := w.calls.ListIssues(ctx, w.target.Repository, Label)
	if err != nil {
		return err
	}
	records, err := l.options.Told.Of(ctx, w.organization)
	if err != nil {
		return err
	}
	for _, r := range records {
		if base, _ := splitSubject(r.Subject); r.Target == w.target.name() {
			w.pending[base] = true
		}
	}
	for i := range all {
		base := message.MarkedSubject(all[i].Body, w.organization)
		if !isRequest(base) || w.pending[base] {
			continue
		}
		if err := w.closeOne(ctx, &all[i], base); err != nil {
			return err
		}
	}
	return nil
}

func (w *issueJob) closeOne(ctx context.Context, i *api.Issue, base string) error {
	one := *w
	one.job = &job{organization: w.organization}
	one.marker = message.Marker(w.organization, base)
	if !one.mine(i) {
		return nil
	}
	// Closed first, so that another attempt comments on none again.
	if _, err := w.calls.UpdateIssue(ctx, w.target.Repository, i.Number, api.IssueChange{Close: true}); err != nil {
		return err
	}
	return one.comment(ctx, i.Number, notPending)
}
