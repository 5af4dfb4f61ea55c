package planreport

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// checkReviews finds reviews that no plan of patctl holds, such as the approval
// of what does not conform.
func (d *Document) checkReviews() error {
	counted := map[string]*Limit{}
	for i := range d.ReviewLimits {
		l := &d.ReviewLimits[i]
		key := strings.ToLower(l.Organization)
		if counted[key] != nil {
			return fmt.Errorf("the limits of %s occur twice", diag.Printable(l.Organization))
		}
		counted[key] = &Limit{Actions: l.Actions, Revocations: l.Revocations}
	}
	seen := map[string]bool{}
	for i := range d.Reviews {
		r := &d.Reviews[i]
		key := fmt.Sprintf("%s %s %d", strings.ToLower(r.Organization), r.Kind, r.ID)
		limit := counted[strings.ToLower(r.Organization)]
		switch err := d.checkReview(r); {
		case err != nil:
			return fmt.Errorf("review %d: %w", i+1, err)
		case seen[key]:
			return fmt.Errorf("review %d: the %s %d occurs twice", i+1, r.Kind, r.ID)
		case limit == nil:
			return fmt.Errorf("review %d: there are no limits for %s", i+1, diag.Printable(r.Organization))
		}
		seen[key] = true
		limit.Actions--
		if r.Action == pat.Revoke {
			limit.Revocations--
		}
	}
	for _, rest := range counted {
		if rest.Actions != 0 || rest.Revocations != 0 {
			return errors.New("its limits do not match its reviews")
		}
	}
	return nil
}

func (d *Document) checkReview(r *Review) error {
	switch {
	case !slices.Contains(pat.ReviewActions(), r.Action):
		return fmt.Errorf("there is no review %q", r.Action)
	case r.Kind != r.Action.Kind():
		return fmt.Errorf("the review %q is not possible for a %s", r.Action, diag.Printable(string(r.Kind)))
	case !slices.Contains(verdicts, r.Verdict):
		return fmt.Errorf("there is no verdict %q", r.Verdict)
	case r.Action == pat.Approve && r.Verdict != pat.Conforming:
		return fmt.Errorf("it approves a request that is %s", r.Verdict)
	case r.Action == pat.Revoke && !d.ReadWhole():
		return errors.New("it revokes a token, although something could not be read")
	case utf8.RuneCountInString(r.Reason) > pat.MaxReason:
		return fmt.Errorf("its reason has more than %d characters", pat.MaxReason)
	}
	r.Because, r.Findings = format.NotNil(r.Because), format.NotNil(r.Findings)
	return nil
}
