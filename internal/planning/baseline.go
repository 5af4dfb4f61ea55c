package planning

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/report/templatereport"
	"github.com/patctl/patctl/internal/workspace"
)

// maxInventory is the size in bytes from which an inventory is refused.
const maxInventory = 512 << 20

// baseline is what the configuration is compared with.
type baseline struct {
	source    planreport.Baseline
	templates []pat.Template
	config    *hcl.Configuration // of a revision; else nil
}

func (b *baseline) Hash() string { return plan.HashTemplates(b.templates) }

// readBaseline reads the revision, or without one the inventory, or nothing
// where there is none.
func readBaseline(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, revision string) (*baseline, error) {
	if revision != "" {
		return readBase(ctx, e, v, cfg, revision)
	}
	return ReadInventory(e, v)
}

// ReadInventory reads the inventory; where there is none, no template was there.
func ReadInventory(e *cli.Env, v *cli.View) (*baseline, error) {
	e.Inputs.Add(e.Path(workspace.InventoryFile))
	data, err := workspace.ReadLimitedFile(e.Path(workspace.InventoryFile), maxInventory)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &baseline{source: planreport.Baseline{Kind: planreport.BaselineEmpty}}, nil
	case err != nil:
		return nil, fmt.Errorf("read the inventory: %s", diag.Printable(cli.PathReason(workspace.InventoryFile, err)))
	}
	templates, err := templatereport.ReadDocument(data)
	if err != nil {
		v.Diagnostics(diag.Diagnostics{badInventory(err)}, nil)
		return nil, cli.ErrPrinted
	}
	name := workspace.InventoryFile
	return &baseline{source: planreport.Baseline{Kind: planreport.BaselineInventory, File: &name}, templates: templates}, nil
}

func badInventory(err error) *diag.Diagnostic {
	return diag.General("Invalid inventory", fmt.Sprintf(
		"The inventory %s is not valid: %s. Restore the file from Git, or create it again from the configuration in effect:\n\n  patctl render -o json=%s",
		workspace.InventoryFile, diag.Printable(err.Error()), workspace.InventoryFile))
}
