package inventory

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/workspace"
)

const showLong = `Prints everything about one template: what it declares and where, its link, and the
fields of GitHub's form that you have to fill in by hand. You can shorten the address as
long as it matches only one template.

If the argument is a file, show prints what patctl saved in it: a plan ("patctl plan
--out"), a snapshot ("patctl pull"), or a report ("patctl audit -o json"). This requires
neither the configuration nor the network.

` + workspace.AddressHelp

const showExample = `  patctl show template.reader
  patctl show 'module.ci.template.release["api"]'
  patctl show 'template.release["api"]' --json
  patctl show release.plan
  patctl show snapshot.json`

// showOptions are the flags and arguments of show.
type showOptions struct {
	address string
	json    bool
}

// NewShowCmd returns the command show.
func NewShowCmd(e *cli.Env) *cobra.Command {
	var opts showOptions
	cmd := &cobra.Command{
		Use:     "show ADDRESS|FILE",
		Short:   "Print one template in full, or a saved plan, snapshot, or report",
		Long:    showLong,
		Example: showExample,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			opts.address = args[0]
			return runShow(e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON document: the one of render -o json, or the saved file")
	return cmd
}

func runShow(e *cli.Env, v *cli.View, opts showOptions) error {
	if isFile(e, opts.address) {
		return runShowFile(e, v, opts)
	}
	if err := missingFile(e, opts.address); err != nil {
		return err
	}
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		return err
	}
	filter := workspace.TemplateFilter{Addresses: []string{opts.address}}
	chosen, err := filter.Choose(v, cfg.Templates)
	if err != nil {
		return err
	}
	if len(chosen) > 1 {
		v.Diagnostics(diag.Diagnostics{workspace.SeveralTemplates(opts.address, chosen)}, nil)
		return cli.ErrPrinted
	}
	ts := workspace.Reported(cfg, chosen)
	if opts.json {
		v.Printf("%s", ts.Render("json", false))
		return nil
	}
	var full bytes.Buffer
	_ = ts.WriteFull(&full, v.Stdout.Style()) // a Buffer takes everything
	v.Text(full.Bytes())
	return nil
}

// isFile reports whether a word that does not look like an address is a file.
func isFile(e *cli.Env, word string) bool {
	if strings.HasPrefix(word, "template.") || strings.HasPrefix(word, "module.") {
		return false
	}
	info, err := os.Stat(e.Path(word))
	return err == nil && !info.IsDir()
}

// missingFile is the error of a word that can only be meant as a file, and is none.
func missingFile(e *cli.Env, word string) error {
	if strings.HasPrefix(word, "template.") || strings.HasPrefix(word, "module.") {
		return nil
	}
	info, err := os.Stat(e.Path(word))
	switch {
	case err == nil && info.IsDir():
		return &cli.UsageError{Summary: "Not a file", Detail: fmt.Sprintf("%s is a directory, but patctl show takes the address of a template, or a file that patctl saved. To list the addresses, run:\n\n  patctl%s list",
			diag.Printable(word), cli.ChdirFlag(cli.ShellWord(word)))}
	case err == nil || !cli.LooksLikeFile(word, err):
		return nil
	}
	return &cli.UsageError{Summary: "No such file", Detail: "The file cannot be shown. " + cli.PathReason(word, err)}
}
