package workspace

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// CatalogOf returns the catalog with what the configuration of the working
// directory declares, and its host. A command is of use without a configuration,
// and with one that has mistakes, so that these are only mentioned.
func CatalogOf(e *cli.Env, v *cli.View) (known *catalog.Catalog, host string) {
	cfg, diags := ReadConfig(e)
	if diags.HasErrors() && len(cfg.Sources) > 0 {
		v.Note("The configuration in this directory has errors, so permissions that it declares may be missing here. To list the errors, run:\n\n  patctl validate")
	}
	if cfg.Catalog == nil {
		return catalog.Default(), pat.DefaultHost
	}
	return cfg.Catalog, cfg.Host
}

// SeveralTemplates says that an address names more than one template.
func SeveralTemplates(address string, found []*hcl.Template) *diag.Diagnostic {
	var b strings.Builder
	fmt.Fprintf(&b, "The address %s matches %d templates. Specify one of them:\n", diag.Printable(address), len(found))
	for _, t := range found[:min(len(found), cli.MaxNamed)] {
		b.WriteString("\n  " + diag.Printable(t.Address))
	}
	if more := len(found) - cli.MaxNamed; more > 0 {
		fmt.Fprintf(&b, "\n  ... and %d more", more)
	}
	return diag.General("Address of several templates", b.String())
}
