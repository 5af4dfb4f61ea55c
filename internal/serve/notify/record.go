package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/pat"
)

const (
	pendingEvent = "pending"
	failedEvent  = "failed"
)

// How long it is kept that a review was told. A look after a crash may report one again that
// has ended a request or token, and many looks one that fails again and again.
const (
	keptFor     = 2 * 24 * time.Hour
	keptFailure = 30 * 24 * time.Hour
)

// name tells a target from others.
func (t *Target) name() string { return string(t.Kind) + " " + t.Name }

// organizationBase is that of a notice about an organization as a whole.
const organizationBase = subject.OrganizationKind + " 0"

// baseOf is the request, token, or organization of a notice: request 42.
func baseOf(n *subject.Notice) string {
	switch n.Kind {
	case subject.OrganizationKind:
		return organizationBase
	case string(pat.KindToken):
		return fmt.Sprintf("%s %d", pat.KindToken, n.ID)
	}
	return fmt.Sprintf("%s %d", pat.KindRequest, n.ID)
}

// subjectOf is what the record of a notice is about: reviews have records of their own, as the
// request may stay pending.
func subjectOf(n *subject.Notice) string {
	if n.Event == pendingEvent {
		return baseOf(n)
	}
	return baseOf(n) + " " + n.Event
}

// splitSubject is the reverse of subjectOf.
func splitSubject(s string) (base, event string) {
	if parts := strings.SplitN(s, " ", 3); len(parts) == 3 {
		return parts[0] + " " + parts[1], parts[2]
	}
	return s, pendingEvent
}

// isRequest reports whether a base is a request.
func isRequest(base string) bool { return strings.HasPrefix(base, string(pat.KindRequest)+" ") }

// settles reports whether a review ends a request.
func settles(n *subject.Notice) bool {
	return n.Event != pendingEvent && n.Event != failedEvent && isRequest(baseOf(n))
}

// verdictOf identifies what a notice says. What it has no influence on is not told again.
func verdictOf(n *subject.Notice) string {
	findings := slices.Sorted(slices.Values(n.Findings))
	said, err := json.Marshal([]any{n.Event, n.Verdict, n.Template, n.Result, findings})
	if err != nil {
		panic(err) // of texts alone
	}
	sum := sha256.Sum256(said)
	return n.Event + " " + hex.EncodeToString(sum[:16])
}

// deliveryOf is the ID of a message: the same whenever it is tried, also by another process,
// and another one where a verdict comes back after one in between.
func deliveryOf(r, before Record) string {
	said := []string{r.Target, strings.ToLower(r.Organization), r.Subject, r.Verdict}
	if before.Told {
		said = append(said, before.Verdict, before.At.UTC().Format(time.RFC3339Nano))
	}
	sum := sha256.Sum256([]byte(strings.Join(said, "\n")))
	return hex.EncodeToString(sum[:16])
}
