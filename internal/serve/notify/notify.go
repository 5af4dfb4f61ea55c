// Package notify tells people and programs about verdicts and reviews: in Slack and Teams, by
// an issue, and at any URL. It decides nothing and reviews nothing, and no review waits for it.
package notify

import (
	"context"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl/subject"
)

// Kind is where a target is.
type Kind string

// The kinds of targets, as the blocks in serve are called.
const (
	Slack   Kind = "slack"   // an incoming webhook
	Teams   Kind = "teams"   // a workflow that a webhook starts
	Issue   Kind = "issue"   // an issue for each request, updated, and closed when it is done; it tells nothing of tokens and organizations
	Webhook Kind = "webhook" // any URL, with a signature
)

// Target is a block in serve.
type Target struct {
	Kind          Kind
	Name          string            // its label
	URL           credential.Secret // of all kinds but Issue
	Secret        credential.Secret // of Webhook: signs the body
	Repository    string            // of Issue: owner/name
	Labels        []string          // of Issue
	Events        []string          // those of subject.NoticeEvents that it is told; empty: all
	Organizations []string          // logins that it is told about; empty: all
	PerMinute     int               // messages at most
	// Text is the text of the block's message; nil: there is none, and the default is sent.
	// It is plain text, which is escaped for the target as a whole.
	Text func(subject.Notice) (string, error)
}

// Look is what a look at an organization found, and what was done.
type Look struct {
	Organization string
	Complete     bool             // all requests were read: what is not among Pending is not pending
	Pending      []subject.Notice // every pending request
	Done         []subject.Notice // reviews that were asked for in this look
}

// Record is what one target was told about one request or token.
type Record struct {
	Target       string // kind and name, such as "slack security"
	Organization string
	Subject      string // kind and id, such as "request 42"; of a review its event too: "request 42 denied"
	Verdict      string // what it was told: identifies event, verdict, and findings
	External     string // the number of the issue; "": there is none
	Told         bool   // false: somebody is about to tell it
	At           time.Time
}

// Told keeps records, for one process or for several. The key of a record is its target,
// organization, and subject.
type Told interface {
	// Claim takes it on to tell r. It is false where the same verdict was told, or where
	// somebody else has claimed it since the time before. The record that was there comes
	// back, or a zero one.
	Claim(ctx context.Context, r Record, before time.Time) (Record, bool, error)
	// Keep replaces the record of its key.
	Keep(ctx context.Context, r Record) error
	// Of returns the records of an organization.
	Of(ctx context.Context, organization string) ([]Record, error)
	// Forget drops the record with the key of r.
	Forget(ctx context.Context, r Record) error
}
