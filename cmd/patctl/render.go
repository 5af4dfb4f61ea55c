package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/templatereport"
)

const renderLong = `Prints for each template the link that opens GitHub's form with its fields filled
in, and what has to be chosen there by hand.

` + addressHelp + `

The flag --output gives the format, and the file to write to instead of stdout. It
may be given several times, so that one run serves people and programs. In CSV, a
cell that a spreadsheet would take for a formula begins with an apostrophe. The
format html is an inventory page in one file, which can be searched and filtered,
opened from a disk and hosted anywhere; its address holds the view, to be shared.`

const renderExample = `  patctl render
  patctl render 'template.release*' --label team=release
  patctl render -o text -o json=tokens.json -o markdown=TOKENS.md
  patctl render -o html=tokens.html
  patctl render 'template.release["api"]' --open`

// maxOpen is how many links are opened at once: a browser with more new tabs
// than that was hardly what the user wanted.
const maxOpen = 10

// renderOptions are the flags and arguments of render.
type renderOptions struct {
	filter  templateFilter
	outputs []output
	open    bool
}

func newRenderCmd(e *env) *cobra.Command {
	var (
		opts    renderOptions
		outputs []string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "render [ADDRESS...]",
		Short:   "Print the links that create the tokens",
		Long:    renderLong,
		Example: renderExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			opts.filter.addresses = args
			if err := opts.filter.check(cmd); err != nil {
				return err
			}
			if opts.outputs, err = parseOutputs(cmd, e, withJSON(outputs, asJSON), "text", knownTemplateFormat); err != nil {
				return err
			}
			return runRender(e, newView(e), opts)
		},
	}
	addJSONFlag(cmd, &asJSON)
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil,
		"write `FORMAT[=FILE]`: "+strings.Join(templatereport.FormatNames(), ", ")+"; repeatable (default text)")
	cmd.Flags().BoolVar(&opts.open, "open", false, "open the links in the browser")
	opts.filter.addLabelFlag(cmd)
	return cmd
}

func knownTemplateFormat(name string) error {
	_, err := templatereport.FormatNamed(name)
	return err
}

func runRender(e *env, v *view, opts renderOptions) error {
	cfg, err := loadConfig(e, v)
	if err != nil {
		return err
	}
	chosen, err := opts.filter.choose(v, cfg.Templates)
	if err != nil {
		return err
	}
	if len(chosen) == 0 {
		v.diagnostics(diag.Diagnostics{diag.General("Nothing to render", whyNone(cfg))}, nil)
		return errPrinted
	}
	if opts.open && len(chosen) > maxOpen {
		v.diagnostics(diag.Diagnostics{tooManyToOpen(len(chosen))}, nil)
		return errPrinted
	}
	templates := reported(cfg, chosen)
	if err := writeOutputs(e, opts.outputs, templates.styled); err != nil {
		return err
	}
	if opts.open {
		return openLinks(e, v, templates)
	}
	return nil
}

// templates are templates to be reported.
type templates struct{ templatereport.Templates }

func reported(cfg *hcl.Configuration, list []*hcl.Template) templates {
	return templates{templatereport.Templates{Version: buildVersion(), Host: cfg.Host, Catalog: cfg.Catalog, List: list}}
}

// render is styled with colours at most.
func (ts templates) render(name string, color bool) []byte {
	return ts.styled(name, format.Style{Color: color})
}

// styled returns the templates in a format whose name is known to be right.
func (ts templates) styled(name string, style format.Style) []byte {
	format, err := templatereport.FormatNamed(name)
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	_ = format.Write(&b, ts.Templates, style) // a Buffer takes everything
	return b.Bytes()
}

// whyNone says why there is no template, where no address was wrong.
func whyNone(cfg *hcl.Configuration) string {
	if len(cfg.Templates) == 0 {
		return "The configuration declares no templates. Add one:\n\n" +
			"  template \"reader\" {\n    name        = \"reader\"\n    permissions = { contents = \"read\" }\n  }"
	}
	return "None of the templates has these labels."
}

func tooManyToOpen(n int) *diag.Diagnostic {
	return diag.General("Too many links to open", fmt.Sprintf(
		"%d templates are chosen, and the browser would get a tab for each. At most %d are opened at once: choose fewer by their addresses or labels.",
		n, maxOpen))
}

func openLinks(e *env, v *view, ts templates) error {
	for _, t := range ts.List {
		address := diag.Printable(t.Address)
		if err := e.openBrowser(prefill.URL(ts.Host, t.Template, ts.Catalog)); err != nil {
			return fmt.Errorf("open the link of %s in the browser: %w", address, err)
		}
		v.remark("Opened the link of %s in the browser.", address)
	}
	return nil
}
