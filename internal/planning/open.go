package planning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// leaveOut takes what an open call is about out of a plan: asked for again, it
// could be done twice.
func (j *Judgment) leaveOut(open Open) {
	actions := map[string]pat.ReviewAction{}
	for i := range open.Calls {
		e := &open.Calls[i]
		for _, id := range e.IDs {
			actions[openKey(e.Organization, e.ReviewAction().Kind(), id)] = e.ReviewAction()
		}
	}
	j.Reviews = slices.DeleteFunc(j.Reviews, func(r plan.Review) bool {
		action, found := actions[openKey(r.Organization, r.Kind, r.ID)]
		if found {
			j.LeftOut = append(j.LeftOut, plan.LeftOut{
				Organization: r.Organization, Kind: r.Kind, ID: r.ID, TokenName: r.TokenName, Owner: r.Owner,
				Why: fmt.Sprintf("An earlier run asked GitHub to %s it, and the result is unknown. %s", action, open.Next),
			})
		}
		return found
	})
	slices.SortFunc(j.LeftOut, func(a, b plan.LeftOut) int {
		return cmp.Or(cmp.Compare(a.Organization, b.Organization), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
}

func openKey(organization string, kind pat.Kind, id int64) string {
	return fmt.Sprintf("%s %s %d", strings.ToLower(organization), kind, id)
}
