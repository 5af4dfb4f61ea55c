package main

import (
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report"
)

// maxPlan is the size in bytes from which a saved plan is refused.
const maxPlan = 512 << 20

// runShowFile prints a saved plan.
func runShowFile(e *env, v *view, opts showOptions) error {
	data, err := readLimitedFile(e.path(opts.address), maxPlan)
	if err != nil {
		return fmt.Errorf("read the plan: %s", diag.Printable(pathReason(opts.address, err)))
	}
	if !report.IsPlan(data) {
		v.diagnostics(diag.Diagnostics{notShown(opts.address)}, nil)
		return errPrinted
	}
	doc, err := report.ReadPlanDocument(data)
	if err != nil {
		return fmt.Errorf("%s: %w", diag.Printable(opts.address), err)
	}
	format := "text"
	if opts.json {
		format = "json"
	}
	v.printf("%s", renderPlan(doc, format, report.PlanStyle{Color: v.stdout.color && !opts.json}))
	return nil
}

// readLimitedFile reads a regular file of at most limit bytes.
func readLimitedFile(path string, limit int64) ([]byte, error) {
	data, err := readRegular(path, limit)
	if err == nil && int64(len(data)) > limit {
		return nil, fmt.Errorf("it is larger than %d MiB", limit>>20)
	}
	return data, err
}

func notShown(name string) *diag.Diagnostic {
	return diag.General("Neither an address nor a plan", fmt.Sprintf(
		"%s is a file, but not a plan that patctl plan --out saved. A report of an audit is printed by:\n  patctl report --from FILE\n\nFor the addresses of all templates, run:\n  patctl list",
		diag.Printable(name)))
}
