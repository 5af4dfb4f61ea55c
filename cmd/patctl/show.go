package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

const showLong = `Prints one template in full: everything that it declares and where, its link, and
what has to be chosen in the form by hand. The address may be shortened as long as
only one template fits.

For a file, it prints what patctl saved there: a plan (plan --out), a snapshot
(pull), or a report (audit -o json). That needs neither the configuration nor the
network.

` + addressHelp

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

func newShowCmd(e *env) *cobra.Command {
	var opts showOptions
	cmd := &cobra.Command{
		Use:     "show ADDRESS|FILE",
		Short:   "Print one template in full, or a saved plan, snapshot or report",
		Long:    showLong,
		Example: showExample,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			opts.address = args[0]
			return runShow(e, newView(e), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON document, the same as render -o json, or as the file was saved")
	return cmd
}

func runShow(e *env, v *view, opts showOptions) error {
	if isFile(e, opts.address) {
		return runShowFile(e, v, opts)
	}
	if err := missingFile(e, opts.address); err != nil {
		return err
	}
	cfg, err := loadConfig(e, v)
	if err != nil {
		return err
	}
	filter := templateFilter{addresses: []string{opts.address}}
	chosen, err := filter.choose(v, cfg.Templates)
	if err != nil {
		return err
	}
	if len(chosen) > 1 {
		v.diagnostics(diag.Diagnostics{severalTemplates(opts.address, chosen)}, nil)
		return errPrinted
	}
	ts := reported(cfg, chosen)
	if opts.json {
		v.printf("%s", ts.render("json", false))
		return nil
	}
	var full bytes.Buffer
	_ = ts.WriteFull(&full, v.stdout.style()) // a Buffer takes everything
	v.text(full.Bytes())
	return nil
}

// isFile reports whether a word that does not look like an address is a file.
func isFile(e *env, word string) bool {
	if strings.HasPrefix(word, "template.") || strings.HasPrefix(word, "module.") {
		return false
	}
	info, err := os.Stat(e.path(word))
	return err == nil && !info.IsDir()
}

// missingFile is the error of a word that can only be meant as a file, and is none.
func missingFile(e *env, word string) error {
	if strings.HasPrefix(word, "template.") || strings.HasPrefix(word, "module.") {
		return nil
	}
	info, err := os.Stat(e.path(word))
	switch {
	case err == nil && info.IsDir():
		return &usageError{"Not a file", fmt.Sprintf("%s is a directory. patctl show takes the address of a template, or a file that patctl saved. For the addresses, run:\n\n  patctl%s list",
			diag.Printable(word), chdirFlag(shellWord(word)))}
	case err == nil || !looksLikeFile(word, err):
		return nil
	}
	return &usageError{"No such file", "The file cannot be shown. " + pathReason(word, err)}
}

// maxNamed is how many of the fitting templates an error names.
const maxNamed = 10

func severalTemplates(address string, found []*hcl.Template) *diag.Diagnostic {
	var b strings.Builder
	fmt.Fprintf(&b, "The address %s fits %d templates. Name one of them:\n", diag.Printable(address), len(found))
	for _, t := range found[:min(len(found), maxNamed)] {
		b.WriteString("\n  " + diag.Printable(t.Address))
	}
	if more := len(found) - maxNamed; more > 0 {
		fmt.Fprintf(&b, "\n  ... and %d more", more)
	}
	return diag.General("More than one template", b.String())
}
