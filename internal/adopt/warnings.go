package adopt

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// maxNamed is how many templates a warning names.
const maxNamed = 3

// warning is one that applies to several places.
type warning struct {
	*diag.Diagnostic
	addresses []string
}

// ownWarnings returns the warnings about the file that is made. They name the
// templates instead of places, which nobody could look up yet, and each stands
// once for all templates.
func ownWarnings(cfg *hcl.Configuration, diags diag.Diagnostics) diag.Diagnostics {
	found := map[[2]string]*warning{}
	var order []*warning
	for _, d := range diags {
		if diag.IsError(d) || d.Subject == nil || d.Subject.Filename != FileName && !diag.IsCount(d) {
			continue
		}
		key := [2]string{d.Summary, d.Detail}
		if found[key] == nil {
			found[key] = &warning{Diagnostic: d}
			order = append(order, found[key])
		}
		if address := addressAt(cfg, d.Subject); address != "" {
			found[key].addresses = append(found[key].addresses, address)
		}
	}
	var out diag.Diagnostics
	for _, w := range order {
		out = append(out, w.general())
	}
	diag.Sort(out)
	return out
}

// addressAt returns the template that a place of the file that is made is in, or "".
func addressAt(cfg *hcl.Configuration, at *diag.Range) string {
	address, start := "", -1
	for _, t := range cfg.Templates {
		if t.Range.Filename == FileName && t.Range.Start.Byte <= at.Start.Byte && t.Range.Start.Byte > start {
			address, start = t.Address, t.Range.Start.Byte
		}
	}
	return address
}

func (w *warning) general() *diag.Diagnostic {
	d := *w.Diagnostic
	d.Subject, d.Context = nil, nil
	if names := w.addresses[:min(len(w.addresses), maxNamed)]; len(names) > 0 {
		d.Detail += "\n\nThis applies to " + strings.Join(names, ", ")
		if more := len(w.addresses) - len(names); more > 0 {
			d.Detail += fmt.Sprintf(" and %d more", more)
		}
		d.Detail += "."
	}
	return &d
}
