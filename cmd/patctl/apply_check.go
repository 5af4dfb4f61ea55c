package main

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report"
)

// readFreshPlan reads a saved plan and refuses one that is not of what there is
// now.
func readFreshPlan(e *env, v *view, cfg *hcl.Configuration, o *applyOptions) (*report.PlanDocument, error) {
	data, err := readLimitedFile(e.path(o.plan), maxPlan)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %s", diag.Printable(pathReason(o.plan, err)))
	}
	doc, err := report.ReadPlanDocument(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", diag.Printable(o.plan), err)
	}
	stale := ""
	switch {
	case doc.Hashes.Configuration != plan.HashConfiguration(cfg):
		stale = "The configuration has changed since the plan was made, or has other values of variables."
	case doc.Hashes.Catalog != plan.HashCatalog(cfg.Catalog):
		stale = "The catalog of permissions is another one than that of the plan."
	case !o.noInventory:
		now, err := readInventory(e, v)
		if err != nil {
			return nil, err
		}
		if doc.Hashes.Baseline != plan.HashTemplates(now.templates) {
			stale = "The inventory is not what the plan compared with: " + whyOtherBaseline(doc)
		}
	}
	if stale == "" {
		return doc, nil
	}
	v.diagnostics(diag.Diagnostics{diag.General("Saved plan is stale", stale+" Nothing was done. Make a new plan:\n\n  patctl plan --out "+diag.Printable(o.plan))}, nil)
	return nil, errPrinted
}

func whyOtherBaseline(doc *report.PlanDocument) string {
	if doc.Baseline.Kind == report.BaselineGit {
		return "the plan was made with --base, and " + inventoryFile + " records something else. With --no-inventory it is left alone."
	}
	return inventoryFile + " has changed since."
}

// allowed refuses a plan before anything of it is done. An edited one may claim
// other limits than the configuration has.
func (a *application) allowed() error {
	if !a.reviews() {
		return nil
	}
	if over := a.doc.Exceeded(); len(over) > 0 {
		a.view.diagnostics(diag.Diagnostics{beyondLimits(over)}, nil)
		return errPrinted
	}
	if err := (&apply.Run{Config: a.cfg}).Check(a.job()); err != nil {
		return fmt.Errorf("nothing was done, since the plan cannot be carried out: %s", diag.Printable(err.Error()))
	}
	return nil
}

func beyondLimits(over []string) *diag.Diagnostic {
	return diag.General("Too many reviews for one run", fmt.Sprintf(
		"%s Nothing was done. If all of them are meant, raise the limit in the review block of the organization; else look for the template or rule that makes so many differ.",
		diag.Printable(strings.Join(over, " "))))
}
