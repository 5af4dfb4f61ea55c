package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// GitHub is what a run needs of it; *github.Client is one.
type GitHub interface {
	// ReadSome reads requests and tokens again by the ids of their tokens.
	ReadSome(ctx context.Context, organization string, some api.Some, needs api.Needs) github.Organization
	// Review makes one call. Its errors are of the type *github.ReviewError.
	Review(ctx context.Context, r api.Review) error
}

// Run carries out reviews. All fields are required, except LooksAgain.
type Run struct {
	Config  *hcl.Configuration // the one of the plan
	Host    string
	GitHub  GitHub
	Journal Journal
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	Tell    func(Outcome) // called for each review as soon as its result is known

	Version string // of patctl, for the journal
	Name    string // of the run, for the journal; unlike that of every other run

	// LooksAgain is set by a caller that soon calls Recover for whatever stays open. The run then
	// does not wait for lists that cannot be read, and Recover writes no entry where it learned nothing.
	LooksAgain bool

	began    bool // a call was made: the next one is paced
	calls    int
	failures int // calls in a row whose effect is not known
	late     int // calls in a row that limits kept from being made
}

// Job is what a run is to do.
type Job struct {
	Reviews  []plan.Review
	Limits   []plan.Limit // of the plan, for every organization with reviews
	Complete bool         // whether everything was read from which the reviews were made
}

// pace is the time between two calls that change something.
//
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
const pace = time.Second

// Do carries out the job and returns what happened to every review of it, in the
// order of organizations and actions. The error is about a job from which nothing
// may be done, or about a journal that cannot be written; then no further call
// is made.
func (r *Run) Do(ctx context.Context, job Job) ([]Outcome, error) {
	if err := r.Check(job); err != nil {
		return nil, err
	}
	var out []Outcome
	var failed error
	for _, part := range byOrganization(job.Reviews) {
		w := &work{Run: r, organization: part[0].Organization}
		if failed == nil {
			failed = w.all(ctx, part)
		}
		w.rest(part, failed)
		out = append(out, w.outcomes...)
	}
	return out, failed
}

// newEntry returns an entry of this run.
func (r *Run) newEntry(phase Phase) Entry {
	return Entry{
		FormatVersion: journalFormat, PatctlVersion: r.Version, Time: r.Now().UTC(), Run: r.Name, Phase: phase,
		IDs: []int64{}, TokenIDs: []int64{}, Reasons: []string{}, Expected: []string{},
	}
}

// Record calls write, with an entry of the journal before and after it.
func (r *Run) Record(write func() error) error {
	r.calls++
	entry := r.newEntry(Before)
	entry.Call, entry.Action = r.calls, Record
	if err := r.Journal.Write(entry); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	failed := write()
	entry = r.newEntry(After)
	entry.Call, entry.Action, entry.Result = r.calls, Record, string(Done)
	if failed != nil {
		entry.Result, entry.Message = string(Refused), failed.Error()
	}
	if err := r.Journal.Write(entry); err != nil {
		return errors.Join(failed, fmt.Errorf("write the journal: %w", err))
	}
	return failed
}

// Check rejects a job that must not be started, as Do does: it goes beyond a
// limit, or no plan of patctl holds it. It needs the configuration only.
func (r *Run) Check(job Job) error {
	if over := r.exceeded(&job); len(over) > 0 {
		return errors.New(strings.Join(over, " "))
	}
	seen := map[string]bool{}
	for i := range job.Reviews {
		review := &job.Reviews[i]
		key := fmt.Sprintf("%s %s %d", strings.ToLower(review.Organization), review.Kind, review.ID)
		switch {
		case seen[key]:
			return fmt.Errorf("the %s %d occurs twice", review.Kind, review.ID)
		case !slices.Contains(pat.ReviewActions(), review.Action) || review.Kind != review.Action.Kind():
			return fmt.Errorf("there is no review %q for a %s", review.Action, review.Kind)
		case review.Action == pat.Approve && review.Verdict != pat.Conforming:
			return fmt.Errorf("the request %d is %s, and only conforming requests can be approved", review.ID, review.Verdict)
		case review.Action == pat.Revoke && !job.Complete:
			return errors.New("something could not be read, so no token is revoked")
		}
		seen[key] = true
	}
	return nil
}

// exceeded holds the reviews against what the configuration allows. How many
// tokens there are is known from the plan alone.
func (r *Run) exceeded(job *Job) []string {
	var out []string
	for _, part := range byOrganization(job.Reviews) {
		login := part[0].Organization
		limit := plan.Limit{Organization: login}
		for _, l := range job.Limits {
			if strings.EqualFold(l.Organization, login) {
				limit.ActiveTokens = l.ActiveTokens
			}
		}
		limit.MaxActions, limit.MaxRevokeShare = plan.Allowed(r.Config, login)
		for _, review := range part {
			limit.Actions++
			if review.Action == pat.Revoke {
				limit.Revocations++
			}
		}
		out = append(out, limit.Exceeded()...)
	}
	return out
}

// byOrganization groups reviews, ignoring case, sorted by login.
func byOrganization(reviews []plan.Review) [][]plan.Review {
	groups := map[string][]plan.Review{}
	for _, review := range reviews {
		key := strings.ToLower(review.Organization)
		groups[key] = append(groups[key], review)
	}
	var out [][]plan.Review
	for _, key := range sortedKeys(groups) {
		out = append(out, groups[key])
	}
	return out
}
