package main

import (
	_ "embed" // the files that init writes
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
)

const initLong = `Writes a commented starter configuration, main.pat.hcl, into DIR or the working
directory, and a .gitignore for what does not belong into Git: saved plans, the
journal and the lock of apply, snapshots and reports, which name people and their
tokens, and private keys. If DIR does not exist, it is created.

In a Git repository it also writes a workflow for GitHub Actions that checks the
configuration in pull requests, into .github/workflows at the top of the
repository. Outside of a repository it writes no workflow, because GitHub would
not find it.

Nothing is overwritten. A file that already exists is kept and listed. Running
the command again writes only what is missing.`

const initExample = `  patctl init
  patctl init tokens --organization octo-org`

//go:embed starter/main.pat.hcl
var starterConfig []byte

//go:embed starter/patctl.yml
var starterWorkflow string

//go:embed starter/gitignore
var starterIgnore []byte

// starterOrganization is the login that the starter configuration has.
const starterOrganization = "octo-org"

// loginPattern is what the login of an organization looks like.
var loginPattern = regexp.MustCompile(`^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$`)

func newInitCmd(e *env) *cobra.Command {
	organization := starterOrganization
	cmd := &cobra.Command{
		Use:                   "init [DIR]",
		Short:                 "Write a starter configuration and a workflow that checks it",
		Long:                  initLong,
		Example:               initExample,
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := ""
			if len(args) > 0 {
				dir = args[0]
			}
			if len(organization) > 39 || !loginPattern.MatchString(organization) {
				return usageErrorf(cmd, "Invalid organization", "The flag --organization takes the login of an organization: at most 39 letters, digits, and single hyphens between them. %q is not a login.", organization)
			}
			return runInit(e, newView(e), dir, organization, cmd.Flags().Changed("organization"))
		},
	}
	cmd.Flags().StringVar(&organization, "organization", organization, "write templates for the organization `LOGIN`")
	return cmd
}

// runInit writes what is missing. The organization is the user's if it is
// chosen, and an example otherwise.
func runInit(e *env, v *view, dir, organization string, chosen bool) error {
	s, err := newStarter(e, dir, organization)
	if err != nil {
		return err
	}
	s.chosen = chosen
	for _, write := range []func(*view) error{s.config, s.ignore, s.workflow} {
		if err := write(v); err != nil {
			return err
		}
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(e.global.chdir, dir)
	}
	v.nextSteps(dir, s.placeholder())
	return nil
}

// nextSteps says what to do with a configuration in dir, which is relative to
// the user's directory. A placeholder in it is to be replaced.
func (v *view) nextSteps(dir, placeholder string) {
	command := "patctl"
	if dir != "" && dir != "." {
		command += " --chdir " + shellWord(dir)
	}
	edit := "edit the configuration"
	if placeholder != "" {
		edit += ", and replace " + placeholder + " with the login of your organization"
	}
	v.printf("\nNext, %s. Then check it, and print its links:\n\n", edit)
	v.printf("  %s validate\n  %s render\n", command, command)
}

// wrote says that a file was written.
func (v *view) wrote(name string) { v.printf("Wrote %s.\n", diag.Printable(name)) }

// kept says why a file was not written.
func (v *view) kept(name, why string) {
	v.printf("Kept %s: %s.\n", diag.Printable(name), why)
}
