package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// The limits of a review block that declares none.
const (
	DefaultMaxActions     = 50
	DefaultMaxRevokeShare = 0.25
)

// rounding keeps 0.29 of 100 tokens from being less than 29.
const rounding = 1e-9

// Limit is what may be done in one organization in one run, and what is to be.
type Limit struct {
	Organization   string
	Actions        int
	MaxActions     int
	Revocations    int
	ActiveTokens   int     // that had not expired when they were read
	MaxRevokeShare float64 // of the active tokens, 0 to 1
}

// Limits returns the limits of each organization in which there are reviews,
// sorted. The snapshot is the one from which the reviews were made.
func Limits(cfg *hcl.Configuration, snapshot *github.Snapshot, reviews []Review) []Limit {
	active := map[string]int{}
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		active[strings.ToLower(o.Login)] += countActive(o)
	}
	var out []Limit
	for _, r := range reviews {
		last := len(out) - 1
		if last < 0 || !strings.EqualFold(out[last].Organization, r.Organization) { // reviews are sorted so
			most, share := Allowed(cfg, r.Organization)
			out = append(out, Limit{Organization: r.Organization, MaxActions: most, MaxRevokeShare: share, ActiveTokens: active[strings.ToLower(r.Organization)]})
			last++
		}
		out[last].add(r.Action)
	}
	return out
}

// Allowed returns what the review block of an organization allows in one run;
// without a block, nothing.
func Allowed(cfg *hcl.Configuration, organization string) (maxActions int, maxRevokeShare float64) {
	at := slices.IndexFunc(cfg.Organizations, func(o *hcl.Organization) bool { return strings.EqualFold(o.Login, organization) })
	if at < 0 || cfg.Organizations[at].Review == nil {
		return 0, 0
	}
	review := cfg.Organizations[at].Review
	maxActions, maxRevokeShare = DefaultMaxActions, DefaultMaxRevokeShare
	if review.MaxActions != nil {
		maxActions = *review.MaxActions
	}
	if review.MaxRevokeShare != nil {
		maxRevokeShare = *review.MaxRevokeShare
	}
	return maxActions, maxRevokeShare
}

func (l *Limit) add(action pat.ReviewAction) {
	l.Actions++
	if action == pat.Revoke {
		l.Revocations++
	}
}

func countActive(o *github.Organization) int {
	n := 0
	for i := range o.Tokens {
		t := &o.Tokens[i]
		if !t.Expired && (t.ExpiresAt == nil || t.ExpiresAt.After(o.ReadAt)) {
			n++
		}
	}
	return n
}

// Exceeded says in whole sentences which limits the reviews go beyond; empty:
// none.
func (l *Limit) Exceeded() []string {
	var out []string
	if l.Actions > l.MaxActions {
		out = append(out, fmt.Sprintf("%d reviews in %s exceed max_actions = %d, the limit for one run.", l.Actions, l.Organization, l.MaxActions))
	}
	if l.Revocations > 0 && float64(l.Revocations) > l.MaxRevokeShare*float64(l.ActiveTokens)+rounding {
		out = append(out, fmt.Sprintf("%d revocations in %s exceed max_revoke_share = %v of its %d active tokens, the limit for one run.",
			l.Revocations, l.Organization, l.MaxRevokeShare, l.ActiveTokens))
	}
	return out
}
