package start

import (
	_ "embed" // the files that init writes
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

const initLong = `Writes a commented starter configuration, main.pat.hcl, to DIR or the working directory,
with test cases for it in tests/main.pattest.hcl, and a .gitignore for files that don't
belong in Git: saved plans, the journal and lock file of apply, private keys, and
snapshots and reports, which name people and their tokens. If DIR does not exist, init
creates it.

In a Git repository, init also writes a workflow for GitHub Actions that checks the
configuration in pull requests, to .github/workflows at the top of the repository. Outside
a repository, it writes no workflow, because GitHub would not find it.

init never overwrites a file. It keeps and lists files that already exist. Run it again to
write only the missing files.`

const initExample = `  patctl init
  patctl init tokens --organization octo-org`

//go:embed starter/main.pat.hcl
var starterConfig []byte

//go:embed starter/main.pattest.hcl
var starterTests []byte

//go:embed starter/patctl.yml
var starterWorkflow string

//go:embed starter/gitignore
var starterIgnore []byte

// starterOrganization is the login that the starter configuration has.
const starterOrganization = "octo-org"

// NewCmd returns the command init.
func NewCmd(e *cli.Env) *cobra.Command {
	organization := starterOrganization
	cmd := &cobra.Command{
		Use:                   "init [DIR]",
		Short:                 "Write a starter configuration and a workflow that checks it",
		Long:                  initLong,
		Example:               initExample,
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := ""
			if len(args) > 0 {
				dir = args[0]
			}
			if len(organization) > 39 || !cli.LoginPattern.MatchString(organization) {
				return cli.UsageErrorf(cmd, "Invalid organization", "The flag --organization takes the login of an organization: at most 39 letters, digits, and single hyphens between them. %q is not a login.", organization)
			}
			return runInit(e, cli.NewView(e), dir, organization, cmd.Flags().Changed("organization"))
		},
	}
	cmd.Flags().StringVar(&organization, "organization", organization, "write templates for the organization `LOGIN`")
	return cmd
}

// runInit writes what is missing. The organization is the user's if it is
// chosen, and an example otherwise.
func runInit(e *cli.Env, v *cli.View, dir, organization string, chosen bool) error {
	s, err := newStarter(e, dir, organization)
	if err != nil {
		return err
	}
	s.chosen = chosen
	for _, write := range []func(*cli.View) error{s.config, s.tests, s.ignore, s.workflow} {
		if err := write(v); err != nil {
			return err
		}
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(e.Global.Chdir, dir)
	}
	sayNextSteps(v, e.Program.Name(), dir, s.placeholder())
	return nil
}

// sayNextSteps says what to do with a configuration in dir, which is relative to
// the user's directory. If it has a placeholder, the user must replace it.
func sayNextSteps(v *cli.View, command, dir, placeholder string) {
	if dir != "" && dir != "." {
		command += " --chdir " + cli.ShellWord(dir)
	}
	edit := "edit the configuration"
	if placeholder != "" {
		edit += ", and replace " + placeholder + " with the login of your organization"
	}
	v.Printf("\nNext, %s. Then check it, run its test cases, and print its links:\n\n", edit)
	v.Printf("  %s validate\n  %s test\n  %s render\n", command, command, command)
}

// sayWrote says that a file was written.
func sayWrote(v *cli.View, name string) { v.Printf("Wrote %s.\n", diag.Printable(name)) }

// sayKept says why a file was not written.
func sayKept(v *cli.View, name, why string) {
	v.Printf("Kept %s: %s.\n", diag.Printable(name), why)
}
