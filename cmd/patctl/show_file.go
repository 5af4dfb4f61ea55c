package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/report"
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
		v.diagnostics(diag.Diagnostics{notShown(opts.address)}, nil)
		return errPrinted
	}
	if err := show(v, data, opts.json); err != nil {
		return fmt.Errorf("%s: %w", diag.Printable(opts.address), err)
	}
	return nil
}

// savedKind is what a file holds.
type savedKind string

const (
	savedPlan     savedKind = "plan"
	savedSnapshot savedKind = "snapshot"
	savedReport   savedKind = "report"
)

// kindOfSaved tells by the lists of a document what it is, or returns "".
func kindOfSaved(data []byte) savedKind {
	if report.IsPlan(data) {
		return savedPlan
	}
	var d struct {
		Subjects      *[]json.RawMessage `json:"subjects"`
		Organizations *[]json.RawMessage `json:"organizations"`
		Host          *string            `json:"host"`
	}
	switch {
	case json.Unmarshal(data, &d) != nil:
		return ""
	case d.Subjects != nil:
		return savedReport
	case d.Organizations != nil && d.Host != nil:
		return savedSnapshot
	}
	return ""
}

func showPlan(v *view, data []byte, asJSON bool) error {
	doc, err := report.ReadPlanDocument(data)
	switch {
	case err != nil:
		return err
	case asJSON:
		v.printf("%s", renderPlan(doc.ForAnybody(), "json", report.PlanStyle{}))
	default:
		v.text(renderPlan(doc, "text", report.PlanStyle{Style: v.stdout.style()}))
	}
	return nil
}

func showReport(v *view, data []byte, asJSON bool) error {
	doc, err := report.ReadAuditDocument(data)
	switch {
	case err != nil:
		return err
	case asJSON:
		v.printf("%s", renderAudit(doc, "json", report.Style{}))
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
	v.text(report.SnapshotText(snapshot, v.stdout.style()))
	return nil
}

// readLimitedFile reads a regular file of at most limit bytes.
func readLimitedFile(path string, limit int64) ([]byte, error) {
	return input.ReadFile(path, limit)
}

// savedNames are what messages call what is saved, and the command that takes it.
var savedNames = map[savedKind][2]string{
	savedPlan:     {"a saved plan", "patctl show FILE"},
	savedSnapshot: {"a snapshot", "patctl audit --snapshot FILE"},
	savedReport:   {"a report of patctl audit", "patctl report --from FILE"},
}

// otherKind says that a file holds something else than it is read for, or
// returns nil. The name is the user's.
func otherKind(data []byte, want savedKind, name string) error {
	got := kindOfSaved(data)
	if got == "" || got == want {
		return nil
	}
	words := savedNames[got]
	return &usageError{"Wrong kind of file", fmt.Sprintf("%s is %s, not %s. To read it, run:\n\n  %s",
		nameOfInput(name), words[0], savedNames[want][0], strings.Replace(words[1], "FILE", shellWord(name), 1))}
}

func notShown(name string) *diag.Diagnostic {
	return diag.General("Nothing that can be shown", fmt.Sprintf(
		"%s is a file, but neither a plan of patctl plan --out, nor a snapshot of patctl pull, nor a report of patctl audit -o json. For the addresses of all templates, run:\n\n  patctl list",
		diag.Printable(name)))
}
