package inventory

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/templatereport"
	"github.com/patctl/patctl/internal/workspace"
)

const renderLong = `Prints, for each template, the link that opens GitHub's form with its fields filled in,
and the fields that you have to fill in by hand.

` + workspace.AddressHelp + `

Use --output to set the format, and the file to write to instead of standard output. You
can repeat the flag to write several formats in one run. The html format is a page in a
single file. You can search and filter it, open it from a disk, or host it anywhere. The
page's address contains the current view, so you can share it. In the csv format, a cell
that a spreadsheet could take for a formula begins with an apostrophe.`

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
	filter  workspace.TemplateFilter
	outputs []cli.Output
	open    bool
}

// NewRenderCmd returns the command render.
func NewRenderCmd(e *cli.Env) *cobra.Command {
	var (
		opts    renderOptions
		outputs []string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "render [ADDRESS...]",
		Short:   "Print the links that create tokens",
		Long:    renderLong,
		Example: renderExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			opts.filter.Addresses = args
			if err := opts.filter.Check(cmd); err != nil {
				return err
			}
			if opts.outputs, err = cli.ParseOutputs(cmd, e, cli.WithJSON(outputs, asJSON), "text", knownTemplateFormat); err != nil {
				return err
			}
			return runRender(e, cli.NewView(e), opts)
		},
	}
	cli.AddJSONFlag(cmd, &asJSON)
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(templatereport.FormatNames(), ", ")+"; repeatable (default text)")
	cmd.Flags().BoolVar(&opts.open, "open", false, "open the links in the browser")
	opts.filter.AddLabelFlag(cmd)
	return cmd
}

func knownTemplateFormat(name string) error {
	_, err := templatereport.FormatNamed(name)
	return err
}

func runRender(e *cli.Env, v *cli.View, opts renderOptions) error {
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		return err
	}
	chosen, err := opts.filter.Choose(v, cfg.Templates)
	if err != nil {
		return err
	}
	if len(chosen) == 0 {
		v.Diagnostics(diag.Diagnostics{diag.General("Nothing to render", whyNone(cfg))}, nil)
		return cli.ErrPrinted
	}
	if opts.open && len(chosen) > maxOpen {
		v.Diagnostics(diag.Diagnostics{tooManyToOpen(len(chosen))}, nil)
		return cli.ErrPrinted
	}
	templates := workspace.Reported(cfg, chosen)
	if err := cli.WriteOutputs(e, opts.outputs, templates.Styled); err != nil {
		return err
	}
	if opts.open {
		return openLinks(e, v, templates)
	}
	return nil
}

// whyNone says why there is no template, where no address was wrong.
func whyNone(cfg *hcl.Configuration) string {
	if len(cfg.Templates) == 0 {
		return "The configuration declares no templates. Add one:\n\n" +
			"  template \"reader\" {\n    name        = \"reader\"\n    permissions = { contents = \"read\" }\n  }"
	}
	return "No template has these labels."
}

func tooManyToOpen(n int) *diag.Diagnostic {
	return diag.General("Too many links to open", fmt.Sprintf(
		"%d templates are selected, but --open opens at most %d links at once. Select fewer templates by address or label.",
		n, maxOpen))
}

func openLinks(e *cli.Env, v *cli.View, ts workspace.Templates) error {
	for _, t := range ts.List {
		address := diag.Printable(t.Address)
		if err := e.OpenBrowser(prefill.URL(ts.Host, t.Template, ts.Catalog)); err != nil {
			return fmt.Errorf("open the link of %s in the browser: %w", address, err)
		}
		v.Remark("Opened the link of %s in the browser.", address)
	}
	return nil
}
