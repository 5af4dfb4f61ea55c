package inventory

import (
	"fmt"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/report/snapshotreport"
	"github.com/patctl/patctl/internal/workspace"
)

// runShowFile prints a file that patctl has saved: a plan, a snapshot, or the
// report of an audit.
func runShowFile(e *cli.Env, v *cli.View, opts showOptions) error {
	data, err := workspace.ReadLimitedFile(e.Path(opts.address), workspace.MaxPlan)
	if err != nil {
		return fmt.Errorf("read the file: %s", diag.Printable(cli.PathReason(opts.address, err)))
	}
	show := map[cli.SavedKind]func(*cli.View, []byte, bool) error{
		cli.SavedPlan: showPlan, cli.SavedSnapshot: showSnapshot, cli.SavedReport: showReport,
	}[cli.KindOfSaved(data)]
	if show == nil {
		if err := cli.OtherKind(e, data, cli.SavedAny, opts.address); err != nil {
			return err
		}
		v.Diagnostics(diag.Diagnostics{notShown(opts.address)}, nil)
		return cli.ErrPrinted
	}
	if err := show(v, data, opts.json); err != nil {
		return fmt.Errorf("%s: %w", diag.Printable(opts.address), err)
	}
	return nil
}

func showPlan(v *cli.View, data []byte, asJSON bool) error {
	doc, err := planreport.ReadDocument(data)
	switch {
	case err != nil:
		return err
	case asJSON:
		v.Printf("%s", workspace.RenderPlan(doc.ForAnybody(), "json", planreport.Style{}))
	default:
		v.Text(workspace.RenderPlan(doc, "text", planreport.Style{Style: v.Stdout.Style()}))
	}
	return nil
}

func showReport(v *cli.View, data []byte, asJSON bool) error {
	doc, err := auditreport.ReadDocument(data)
	switch {
	case err != nil:
		return err
	case asJSON:
		v.Printf("%s", workspace.RenderAudit(doc, "json", format.Style{}))
	default:
		v.Text(workspace.RenderAudit(doc, "text", v.Stdout.Style()))
	}
	return nil
}

func showSnapshot(v *cli.View, data []byte, asJSON bool) error {
	snapshot, err := github.DecodeSnapshot(data)
	if err != nil {
		return err
	}
	if asJSON {
		return snapshot.Encode(v.Stdout, cli.BuildVersion())
	}
	v.Text(snapshotreport.Text(snapshot, v.Stdout.Style()))
	return nil
}

func notShown(name string) *diag.Diagnostic {
	return diag.General("Unsupported file", fmt.Sprintf(
		"%s is not a plan from patctl plan --out, a snapshot from patctl pull, or a report from patctl audit -o json. To list the addresses of all templates, run:\n\n  patctl list",
		diag.Printable(name)))
}
