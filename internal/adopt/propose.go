package adopt

import (
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// Proposal is a template that patctl proposes.
type Proposal struct {
	pat.Template          // its name may change, if a template of the same target has it
	Comments     []string // lines of patctl's own words, for above the template
}

// ProposalInput are templates that patctl proposes.
type ProposalInput struct {
	Config    *hcl.Configuration // the existing one; without files it has no sources
	Proposals []Proposal
	Load      Loader
}

// Proposed is a template as it is written.
type Proposed struct {
	pat.Template        // with its address and its name
	Source       []byte // the block alone, in canonical layout
	URL          string // its link
}

// ProposalOutput is configuration for templates, in canonical layout.
type ProposalOutput struct {
	Source    []byte // nil: there is nothing to write
	Templates []Proposed
}

// Proposals writes templates that go together with the configuration. The diagnostics are
// those of the templates as they are loaded, without places, and errors that the existing
// configuration has beside them. The error is a *TooLargeError.
func Proposals(in ProposalInput) (*ProposalOutput, diag.Diagnostics, error) {
	namer := newNamer(in.Config)
	out, doc := &ProposalOutput{}, &document{}
	for _, p := range in.Proposals {
		p.Name = namer.name(p.TargetName, p.Name, nobody)
		b := block{Template: p.Template, label: namer.label(p.Name), comments: p.Comments}
		b.Address = "template." + b.label
		src, err := formatted(&document{templates: []block{b}})
		if err != nil {
			return nil, nil, err
		}
		doc.templates = append(doc.templates, b)
		out.Templates = append(out.Templates, Proposed{b.Template, src, prefill.URL(in.Config.Host, b.Template, in.Config.Catalog)})
	}
	if len(doc.templates) == 0 {
		return out, nil, nil
	}
	src, err := formatted(doc)
	if err != nil {
		return nil, nil, err
	}
	out.Source = src
	cfg, found := in.Load(src)
	diags := ownWarnings(cfg, found)
	for _, d := range found {
		if diag.IsError(d) {
			general := *d
			general.Subject, general.Context = nil, nil
			diags = append(diags, &general)
		}
	}
	return out, diags, nil
}
