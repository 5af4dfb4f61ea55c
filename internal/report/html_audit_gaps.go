package report

import (
	"fmt"

	"github.com/patctl/patctl/internal/diag"
)

// How much of what is missing stands on the page word by word. A page stays
// below its size whatever GitHub answered, and however often.
const (
	maxGaps     = 20
	maxGapWords = 300 // in characters, of one reason
)

// auditPageGaps is what could not be read and judged. Every organization of
// which something is missing is named, whatever is cut.
type auditPageGaps struct {
	Shown         []AuditGap
	More          int // that are not shown
	Organizations []auditPageMissing
	Cut           bool // a reason, or a gap, is not there in full
}

// auditPageMissing is how many parts of an organization are missing beyond those
// that are shown.
type auditPageMissing struct {
	Login string
	Parts int
}

func (d *AuditDocument) htmlGaps() auditPageGaps {
	var page auditPageGaps
	for _, gap := range d.Incomplete[:min(len(d.Incomplete), maxGaps)] {
		shown := AuditGap{clip(diag.Printable(gap.Organization), maxGapWords), clip(diag.Printable(gap.What), maxGapWords), clip(diag.Printable(gap.Why), maxGapWords), gap.Policy}
		page.Cut = page.Cut || shown != AuditGap{diag.Printable(gap.Organization), diag.Printable(gap.What), diag.Printable(gap.Why), gap.Policy}
		page.Shown = append(page.Shown, shown)
	}
	rest := d.Incomplete[len(page.Shown):]
	page.More, page.Cut = len(rest), page.Cut || len(rest) > 0
	places := map[string]int{}
	for _, gap := range rest {
		at, known := places[gap.Organization]
		if !known {
			at = len(page.Organizations)
			places[gap.Organization] = at
			page.Organizations = append(page.Organizations, auditPageMissing{Login: clip(diag.Printable(gap.Organization), maxCell)})
		}
		page.Organizations[at].Parts++
	}
	return page
}

// Rest says what is not shown, before the list of its organizations.
func (g auditPageGaps) Rest() string {
	return fmt.Sprintf("%s missing, of %s:", counted(g.More, "more part is", "more parts are"), count(len(g.Organizations), "organization"))
}
