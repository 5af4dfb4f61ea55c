package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/templatereport"
)

const listLong = `Prints a line for each template: its address, the name of the token, the resource
owner, the lifetime ("none": no expiration; "default": what the form takes) and the
permissions. In a pipe the columns are separated by tabs, without titles.

` + addressHelp

const listExample = `  patctl list
  patctl list module.ci --label team=release
  patctl list --json`

// listOptions are the flags and arguments of list.
type listOptions struct {
	filter templateFilter
	json   bool
}

func newListCmd(e *env) *cobra.Command {
	var opts listOptions
	cmd := &cobra.Command{
		Use:     "list [ADDRESS...]",
		Short:   "List the templates, a line each",
		Long:    listLong,
		Example: listExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.filter.addresses = args
			if err := opts.filter.check(cmd); err != nil {
				return err
			}
			return runList(e, newView(e), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON document, the same as render -o json")
	opts.filter.addLabelFlag(cmd)
	return cmd
}

// runList lists nothing where nothing is declared: that is an answer, too.
func runList(e *env, v *view, opts listOptions) error {
	cfg, err := loadConfig(e, v)
	if err != nil {
		return err
	}
	chosen, err := opts.filter.choose(v, cfg.Templates)
	if err != nil {
		return err
	}
	ts := reported(cfg, chosen)
	if len(chosen) == 0 {
		v.remark("%s", whyNone(cfg))
	}
	switch {
	case opts.json:
		v.printf("%s", ts.render("json", false))
	case len(chosen) > 0:
		v.table(table{columns: listColumns(), rows: ts.Rows(), links: ts.URLs()})
	}
	return nil
}

func listColumns() []column {
	return []column{
		{title: "ADDRESS"},
		{title: "NAME", shrink: true, optional: true},
		{title: "OWNER"},
		{title: "LIFETIME", optional: true, paint: paintLifetime},
		{title: "PERMISSIONS", shrink: true, paint: paintPermissions},
	}
}

// paintLifetime marks a token that never expires, as render does.
func paintLifetime(s *stream, text string) string {
	if text == templatereport.NoLifetime {
		return s.yellow(text)
	}
	return text
}

// paintPermissions marks the levels that can change things, as render does.
func paintPermissions(s *stream, text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		name, level, _ := strings.Cut(word, "=")
		switch pat.Level(level) {
		case pat.Write:
			words[i] = name + "=" + s.yellow(level)
		case pat.Admin:
			words[i] = name + "=" + s.red(level)
		}
	}
	return strings.Join(words, " ")
}
