package adopt

import (
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// RequestInput is a template that somebody asked for.
type RequestInput struct {
	Config   *hcl.Configuration // the existing one; without files it has no sources
	Template pat.Template
	Comment  string // patctl's own words, for the line above the template; may be ""
	Load     Loader
}

// RequestOutput is configuration for a template, in canonical layout.
type RequestOutput struct {
	Source   []byte
	Template *hcl.Template // as it is loaded
	URL      string        // its link
}

// Requested writes a template that goes together with the configuration. The
// diagnostics have no places; with an error among them there is no output.
func Requested(in RequestInput) (*RequestOutput, diag.Diagnostics) {
	namer := newNamer(in.Config)
	if !namer.free(in.Template.TargetName, in.Template.Name) {
		return nil, diag.Diagnostics{diag.General("Duplicate template name", fmt.Sprintf(
			"A template for %q already has the name %q. Use that template, or choose another name.", in.Template.TargetName, in.Template.Name))}
	}
	b := block{Template: in.Template, label: namer.label(in.Template.Name)}
	if in.Comment != "" {
		b.comments = []string{in.Comment}
	}
	src, err := formatted(&document{templates: []block{b}})
	if err != nil {
		return nil, diag.Diagnostics{diag.General("Request too large", err.Error()+".")}
	}
	cfg, found := in.Load(src)
	diags := requestDiagnostics(found)
	if diags.HasErrors() {
		return nil, diags
	}
	for _, t := range cfg.Templates {
		if t.Range.Filename == FileName {
			return &RequestOutput{src, t, requestURL(in, cfg, t)}, diags
		}
	}
	panic(fmt.Sprintf("adopt: the configuration does not have the template:\n%s", src))
}

// requestURL is the link of the template as it is loaded, which has to be the one
// that was asked for.
func requestURL(in RequestInput, cfg *hcl.Configuration, t *hcl.Template) string {
	got, want := prefill.URL(cfg.Host, t.Template, cfg.Catalog), prefill.URL(cfg.Host, in.Template, cfg.Catalog)
	if got != want {
		panic(fmt.Sprintf("adopt: the template of %s has the link %s", want, got))
	}
	return got
}

// requestDiagnostics are what the checks report about the template, without places.
func requestDiagnostics(found diag.Diagnostics) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, d := range found {
		if isOurs(d) || diag.IsError(d) {
			general := *d
			general.Subject, general.Context = nil, nil
			diags = append(diags, &general)
		}
	}
	return diags
}
