package auditreport

import (
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// How much of what is missing the page lists word by word. A page stays
// below its size whatever GitHub answered, and however often.
const (
	maxGaps     = 20
	maxGapWords = 300 // in characters, of one reason
)

// pageGaps is what could not be read and judged. Every organization with something
// missing is named, whatever is cut.
type pageGaps struct {
	Shown         []judged.Gap
	More          int // that are not shown
	Organizations []pageMissing
	Cut           bool // a reason, or a gap, is not there in full
}

// pageMissing is how many parts of an organization are missing beyond those
// that are shown.
type pageMissing struct {
	Login string
	Parts int
}

func (d *Document) htmlGaps() pageGaps {
	var page pageGaps
	for _, gap := range d.Incomplete[:min(len(d.Incomplete), maxGaps)] {
		shown := judged.Gap{Organization: format.Clip(diag.Printable(gap.Organization), maxGapWords), What: format.Clip(diag.Printable(gap.What), maxGapWords), Why: format.Clip(diag.Printable(gap.Why), maxGapWords), Policy: gap.Policy}
		page.Cut = page.Cut || shown != judged.Gap{Organization: diag.Printable(gap.Organization), What: diag.Printable(gap.What), Why: diag.Printable(gap.Why), Policy: gap.Policy}
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
			page.Organizations = append(page.Organizations, pageMissing{Login: format.Clip(diag.Printable(gap.Organization), format.MaxCell)})
		}
		page.Organizations[at].Parts++
	}
	return page
}

// Rest says what is not shown, before the list of its organizations.
func (g pageGaps) Rest() string {
	return fmt.Sprintf("%s missing in %s:", format.Counted(g.More, "more part is", "more parts are"), format.Count(len(g.Organizations), "organization"))
}
