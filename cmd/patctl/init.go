package main

import (
	_ "embed" // the files that init writes
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
)

const initLong = `Writes a commented starter configuration, main.pat.hcl, into DIR or the working
directory, and a workflow for GitHub Actions that checks it in pull requests.
DIR is created where it does not exist. The workflow stands where GitHub looks
for it: in .github/workflows of the repository around DIR, or of DIR itself
outside a repository.

Nothing is overwritten. A file that exists already is left as it is, and said
to be; so is a directory that has a configuration under other names. The exit
code is 0 then, too, so that the command can be run again.`

const initExample = `  patctl init
  patctl init tokens`

//go:embed starter/main.pat.hcl
var starterConfig []byte

//go:embed starter/patctl.yml
var starterWorkflow string

func newInitCmd(e *env) *cobra.Command {
	return &cobra.Command{
		Use:                   "init [DIR]",
		Short:                 "Write a starter configuration and a workflow that checks it",
		Long:                  initLong,
		Example:               initExample,
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := ""
			if len(args) > 0 {
				dir = args[0]
			}
			return runInit(e, newView(e), dir)
		},
	}
}

func runInit(e *env, v *view, dir string) error {
	s, err := newStarter(e, dir)
	if err != nil {
		return err
	}
	if err := s.config(v); err != nil {
		return err
	}
	if err := s.workflow(v); err != nil {
		return err
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(e.global.chdir, dir)
	}
	v.nextSteps(dir)
	return nil
}

// nextSteps says what to do with a configuration in dir, which is relative to
// where the user stands.
func (v *view) nextSteps(dir string) {
	command := "patctl"
	if dir != "" && dir != "." {
		command += " --chdir " + shellWord(dir)
	}
	v.printf("\nNext, put your organization and its templates into the configuration, then run:\n\n")
	v.printf("  %s validate\n  %s render\n", command, command)
}

// wrote says that a file was written.
func (v *view) wrote(name string) { v.printf("Wrote %s.\n", diag.Printable(name)) }

// kept says why a file was not written.
func (v *view) kept(name, why string) {
	v.printf("Kept %s: %s.\n", diag.Printable(name), why)
}
