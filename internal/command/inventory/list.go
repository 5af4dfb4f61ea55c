package inventory

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/templatereport"
	"github.com/patctl/patctl/internal/workspace"
)

const listLong = `Prints one line for each template: its address, the name of the token, the resource
owner, the lifetime, and the permissions. The lifetime "none" means no expiration, and
"default" means the default of GitHub's form. In a pipe, columns are separated by tabs,
and there is no header.

` + workspace.AddressHelp

const listExample = `  patctl list
  patctl list module.ci --label team=release
  patctl list --json`

// listOptions are the flags and arguments of list.
type listOptions struct {
	filter workspace.TemplateFilter
	json   bool
}

// NewListCmd returns the command list.
func NewListCmd(e *cli.Env) *cobra.Command {
	var opts listOptions
	cmd := &cobra.Command{
		Use:     "list [ADDRESS...]",
		Short:   "List the templates",
		Long:    listLong,
		Example: listExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.filter.Addresses = args
			if err := opts.filter.Check(cmd); err != nil {
				return err
			}
			return runList(e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON document, the same as render -o json")
	opts.filter.AddLabelFlag(cmd)
	return cmd
}

// runList lists nothing where nothing is declared: that is an answer, too.
func runList(e *cli.Env, v *cli.View, opts listOptions) error {
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		return err
	}
	chosen, err := opts.filter.Choose(v, cfg.Templates)
	if err != nil {
		return err
	}
	ts := workspace.Reported(cfg, chosen)
	if len(chosen) == 0 {
		v.Remark("%s", whyNone(cfg))
	}
	switch {
	case opts.json:
		v.Printf("%s", ts.Render("json", false))
	case len(chosen) > 0:
		v.Table(cli.Table{Columns: listColumns(), Rows: ts.Rows(), Links: ts.URLs()})
	}
	return nil
}

func listColumns() []cli.Column {
	return []cli.Column{
		{Title: "ADDRESS"},
		{Title: "NAME", Shrink: true, Optional: true},
		{Title: "OWNER"},
		{Title: "LIFETIME", Optional: true, Paint: paintLifetime},
		{Title: "PERMISSIONS", Shrink: true, Paint: paintPermissions},
	}
}

// paintLifetime marks a token that never expires, as render does.
func paintLifetime(s *cli.Stream, text string) string {
	if text == templatereport.NoLifetime {
		return s.Yellow(text)
	}
	return text
}

// paintPermissions marks the levels that can change things, as render does.
func paintPermissions(s *cli.Stream, text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		name, level, _ := strings.Cut(word, "=")
		switch pat.Level(level) {
		case pat.Write:
			words[i] = name + "=" + s.Yellow(level)
		case pat.Admin:
			words[i] = name + "=" + s.Red(level)
		}
	}
	return strings.Join(words, " ")
}
