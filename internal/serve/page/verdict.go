package page

import (
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/serve/status"
)

// maxProblems is how many reasons for not being ready are listed.
const maxProblems = 20

// isRead reports whether the last look at an organization read and checked everything.
func isRead(o *status.Organization) bool {
	return o.Failures == 0 && len(o.Gaps) == 0 && !o.CompleteAt.IsZero()
}

// problemsOf says what keeps the page from being the whole truth.
func problemsOf(p Page) []string {
	var out []string
	if !p.Readiness.OK {
		out = append(out, "The server is not ready.")
		out = append(out, p.Readiness.Reasons...)
	}
	if p.Configuration.Failure != "" {
		out = append(out, "The configuration could not be reloaded. The configuration that was loaded "+
			since(p)+" is still in use. "+p.Configuration.Failure)
	}
	never, partly := 0, 0
	for i := range p.Organizations {
		switch o := &p.Organizations[i]; {
		case o.LookedAt.IsZero():
			never++
		case !isRead(o):
			partly++
		}
	}
	if never > 0 {
		out = append(out, fmt.Sprintf("Organizations that have not been read yet: %d of %d.", never, len(p.Organizations)))
	}
	if partly > 0 {
		out = append(out, fmt.Sprintf("Organizations whose last look failed or was incomplete: %d of %d. Missing parts may contain requests and tokens that do not match.",
			partly, len(p.Organizations)))
	}
	if n := failedReviews(p); n > 0 {
		out = append(out, fmt.Sprintf("Requests and tokens whose last review failed in the past 24 hours: %d. See the recent reviews below.", n))
	}
	return out
}

// failedReviews counts the requests and tokens whose last review went wrong within a day.
func failedReviews(p Page) int {
	n := 0
	for i := range p.Organizations {
		last := map[string]*status.Review{}
		for j := range p.Organizations[i].Done {
			r := &p.Organizations[i].Done[j]
			key := fmt.Sprint(r.Kind, " ", r.ID)
			if known := last[key]; known == nil || !r.At.Before(known.At) {
				last[key] = r
			}
		}
		for _, r := range last {
			if outcomeOf(r.Result).tone == "bad" && p.Now.Sub(r.At) < 24*time.Hour {
				n++
			}
		}
	}
	return n
}

func counted(n int, one, more string) string {
	return format.Counted(n, "organization "+one, "organizations "+more)
}

func since(p Page) string {
	if p.Configuration.LoadedAt.IsZero() {
		return "before"
	}
	return format.Relative(p.Configuration.LoadedAt, p.Now)
}

// verdict is the sentence at the top, and how it looks.
func verdict(p Page, problems int) (tone, sentence string) {
	pending, read, departing := 0, 0, 0
	for i := range p.Organizations {
		pending += len(p.Organizations[i].Requests)
		departing += p.Organizations[i].Tokens.Drifted + p.Organizations[i].Tokens.Undeclared
		if isRead(&p.Organizations[i]) {
			read++
		}
	}
	requests := "No request is pending."
	if pending > 0 {
		requests = format.Counted(pending, "request is", "requests are") + " pending."
	}
	if departing > 0 {
		requests += " " + format.Counted(departing, "active token does", "active tokens do") + " not match the templates."
	}
	switch {
	case len(p.Organizations) == 0:
		return "nothing", "No organization has been read yet."
	case read < len(p.Organizations):
		return "bad", fmt.Sprintf("INCOMPLETE: %d of %s read completely. In what was read: %s", read,
			counted(len(p.Organizations), "was", "were"), lower(requests))
	case problems > 0:
		return "bad", "Needs attention. " + requests
	case pending+departing > 0:
		return "nothing", requests
	}
	return "good", requests + " " + all(len(p.Organizations))
}

func lower(sentence string) string {
	if len(sentence) > 0 && sentence[0] == 'N' {
		return "n" + sentence[1:]
	}
	return sentence
}

func all(n int) string {
	if n == 1 {
		return "The organization was read completely."
	}
	return fmt.Sprintf("All %d organizations were read completely.", n)
}
