package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Review is something that is to be done to a request or a token.
type Review struct {
	Organization string
	Action       pat.ReviewAction
	Kind         pat.Kind
	ID           int64 // of the request or of the grant
	TokenID      int64 // 0: GitHub did not say
	TokenName    string
	Owner        string
	Verdict      pat.Verdict
	Template     string   // address of the template that it fits or claims; "": none
	Because      []string // words of the review block that ask for it, sorted
	Findings     []string // what an approved request has nevertheless: the messages of its findings, which are no errors
	Reason       string   // what is sent, and kept; at most pat.MaxReason characters
	State        string   // a hash of what was judged, to tell whether it is still the same
}

// Reviews returns what the review blocks of a configuration ask for, sorted by
// organization, kind and id. The audit is that of the snapshot by the same
// configuration. Only what conforms is ever approved, by the default severities
// of the rules as well as by the configured ones, and refusal wins over approval. Nothing is proposed for what could not be judged in full. If
// anything could not be read, no token is revoked.
func Reviews(cfg *hcl.Configuration, snapshot *github.Snapshot, judged *audit.Audit) []Review {
	out, _ := Propose(cfg, snapshot, judged)
	return out
}

// Propose is Reviews with diagnostics about messages that could not be
// evaluated. Such a denial has the reason that patctl gives.
func Propose(cfg *hcl.Configuration, snapshot *github.Snapshot, judged *audit.Audit) ([]Review, diag.Diagnostics) {
	var diags diag.Diagnostics
	words := reviewBlocks(cfg)
	needed := neededRepositories(cfg, snapshot)
	var out []Review
	for i := range judged.Subjects {
		s := &judged.Subjects[i]
		review := words[strings.ToLower(s.Organization)]
		depends := needed[keyOf(s.Organization, s.Kind, s.ID)]
		if review == nil || whyUnjudged(s, depends) != "" {
			continue
		}
		action, because := decide(review, s, judged.TimeOf(s.Organization))
		switch {
		case action == "", action == pat.Revoke && !judged.ReadWhole(), action == pat.Approve && whyNotApproved(s) != "":
			continue
		}
		r := newReview(s, action, because, state(s.Grant, depends))
		diags = append(diags, r.tell(review, s)...)
		out = append(out, r)
	}
	slices.SortFunc(out, compareReviews)
	return out, diags
}

func compareReviews(a, b Review) int {
	return cmp.Or(
		cmp.Compare(strings.ToLower(a.Organization), strings.ToLower(b.Organization)),
		cmp.Compare(a.Organization, b.Organization), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// subjectKey names a request or token among all of them.
type subjectKey struct {
	organization string // lower case
	kind         pat.Kind
	id           int64
}

func keyOf(organization string, kind pat.Kind, id int64) subjectKey {
	return subjectKey{strings.ToLower(organization), kind, id}
}

// neededRepositories are the requests and tokens whose verdict may depend on
// the repositories that they select.
func neededRepositories(cfg *hcl.Configuration, snapshot *github.Snapshot) map[subjectKey]bool {
	out := map[subjectKey]bool{}
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		requests, tokens := audit.NeedsRepositories(cfg, o)
		for _, at := range requests {
			out[keyOf(o.Login, pat.KindRequest, o.Requests[at].ID)] = true
		}
		for _, at := range tokens {
			out[keyOf(o.Login, pat.KindToken, o.Tokens[at].ID)] = true
		}
	}
	return out
}

// decide returns what a review block asks for, or "".
func decide(review *hcl.Review, s *audit.Subject, asOf time.Time) (pat.ReviewAction, []string) {
	expired := s.ExpiredAt(asOf)
	if s.Kind == pat.KindToken {
		if because := asked(review.Revoke, s); because != nil && !expired {
			return pat.Revoke, because
		}
		return "", nil
	}
	if because := asked(review.Deny, s); because != nil {
		return pat.Deny, because
	}
	// Who approves a token that has expired grants nothing and hides the request.
	if s.Verdict == pat.Conforming && !expired && slices.Contains(review.Approve, string(pat.Conforming)) {
		return pat.Approve, []string{string(pat.Conforming)}
	}
	return "", nil
}

// asked returns which of the words of a refusal hold for a subject: its verdict,
// or the rule of a finding that no exception covers.
func asked(words []string, s *audit.Subject) []string {
	var out []string
	for _, word := range words {
		refused := pat.Verdict(word) == s.Verdict && (s.Verdict == pat.Drifted || s.Verdict == pat.Undeclared)
		if refused || slices.ContainsFunc(s.Findings, func(f audit.Finding) bool { return f.Rule == word && f.ExceptedBy == "" }) {
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func newReview(s *audit.Subject, action pat.ReviewAction, because []string, state string) Review {
	r := Review{
		Organization: s.Organization, Action: action, Kind: s.Kind, ID: s.ID, TokenID: s.TokenID, TokenName: s.TokenName, Owner: s.Owner,
		Verdict: s.Verdict, Because: because, State: state,
	}
	if s.Template != nil {
		r.Template = s.Template.Address
	}
	if action == pat.Approve {
		r.Findings = remaining(s)
	}
	r.Reason = clip(reason(s, &r), pat.MaxReason)
	return r // tell puts the words of the review block into the reason
}

// remaining are the messages of the findings of a request that is approved all
// the same. The person who confirms the approval reads them.
func remaining(s *audit.Subject) []string {
	out := make([]string, 0, len(s.Findings))
	for _, f := range s.Findings {
		out = append(out, fmt.Sprintf("%s, %s: %s", f.Rule, f.Severity, f.Message))
	}
	return out
}

// reason is what the member is told, or of a revocation what is kept: GitHub
// takes no reason for that.
func reason(s *audit.Subject, r *Review) string {
	if r.Action == pat.Approve {
		return fmt.Sprintf("It matches %s.", r.Template)
	}
	lines := []string{"This does not match what the organization agreed on:"}
	told := true // by what the audit says about a drifted or undeclared subject
	for _, f := range s.Findings {
		named := slices.Contains(r.Because, f.Rule)
		wrong := f.Severity == pat.SeverityError && slices.Contains(r.Because, string(s.Verdict))
		if f.ExceptedBy != "" || !named && !wrong {
			continue
		}
		lines = append(lines, "- "+f.Message)
		told = told && f.Severity == pat.SeverityError
	}
	if r.Action == pat.Deny && told && s.DenyReason != "" {
		return s.DenyReason // which ends with the link to make it right
	}
	return strings.Join(lines, "\n")
}

func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-3]) + "..."
	}
	return text
}

// state is a hash of what was judged. When a token was used last and whether it
// has expired changes by itself: those are not in it. Repositories are where the
// verdict depends on them, since else they may not have been read.
func state(g pat.Grant, withRepositories bool) string {
	g.LastUsedAt, g.Expired = nil, false
	g.RepositoriesRead = false
	// A snapshot keeps neither empty lists nor empty sections.
	repositories := slices.Sorted(slices.Values(g.Repositories))
	if g.Repositories = nil; withRepositories && len(repositories) > 0 {
		g.Repositories = repositories
	}
	g.Permissions = sections(g.Permissions)
	g.Since, g.ExpiresAt = inUTC(g.Since), inUTC(g.ExpiresAt)
	return hashOf(g)
}

func orNil(p pat.Permissions) pat.Permissions {
	if len(p) == 0 {
		return nil
	}
	return p
}

// inUTC makes one time look the same in every zone.
func inUTC(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	utc := t.UTC()
	return &utc
}
