package main

import (
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/report/snapshotreport"
)

// maxPlan is the size in bytes from which a file that patctl saved is refused.
const maxPlan = maxData

// runShowFile prints a file that patctl has saved: a plan, a snapshot, or the
// report of an audit.
func runShowFile(e *env, v *view, opts showOptions) error {
	data, err := readLimitedFile(e.path(opts.address), maxPlan)
	if err != nil {
		return fmt.Errorf("read the file: %s", diag.Printable(pathReason(opts.address, err)))
	}
	show := map[savedKind]func(*view, []byte, bool) error{
		savedPlan: showPlan, savedSnapshot: showSnapshot, savedReport: showReport,
	}[kindOfSaved(data)]
	if show == nil {
		if err := otherKind(e, data, savedAny, opts.address); err != nil {
			return err
		}
		v.diagnostics(diag.Diagnostics{notShown(opts.address)}, nil)
		return errPrinted
	}
	if err := show(v, data, opts.json); err != nil {
		return fmt.Errorf("%s: %w", diag.Printable(opts.address), err)
	}
	return nil
}

func showPlan(v *view, data []byte, asJSON bool) error {
	doc, err := planreport.ReadDocument(data)
	switch {
	case err != nil:
		return err
	case asJSON:
		v.printf("%s", renderPlan(doc.ForAnybody(), "json", planreport.Style{}))
	default:
		v.text(renderPlan(doc, "text", planreport.Style{Style: v.stdout.style()}))
	}
	return nil
}

func showReport(v *view, data []byte, asJSON bool) error {
	doc, err := auditreport.ReadDocument(data)
	switch {
	case err != nil:
		return err
	case asJSON:
		v.printf("%s", renderAudit(doc, "json", format.Style{}))
	default:
		v.text(renderAudit(doc, "text", v.stdout.style()))
	}
	return nil
}

func showSnapshot(v *view, data []byte, asJSON bool) error {
	snapshot, err := github.DecodeSnapshot(data)
	if err != nil {
		return err
	}
	if asJSON {
		return snapshot.Encode(v.stdout, buildVersion())
	}
	v.text(snapshotreport.Text(snapshot, v.stdout.style()))
	return nil
}

// readLimitedFile reads a regular file of at most limit bytes.
func readLimitedFile(path string, limit int64) ([]byte, error) {
	return input.ReadFile(path, limit)
}

func notShown(name string) *diag.Diagnostic {
	return diag.General("Nothing that can be shown", fmt.Sprintf(
		"%s is a file, but neither a plan of patctl plan --out, nor a snapshot of patctl pull, nor a report of patctl audit -o json. For the addresses of all templates, run:\n\n  patctl list",
		diag.Printable(name)))
}
