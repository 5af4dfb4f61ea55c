package command

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/command/adopt"
	"github.com/patctl/patctl/internal/command/apply"
	"github.com/patctl/patctl/internal/command/audit"
	"github.com/patctl/patctl/internal/command/cases"
	"github.com/patctl/patctl/internal/command/catalog"
	"github.com/patctl/patctl/internal/command/console"
	"github.com/patctl/patctl/internal/command/doctor"
	"github.com/patctl/patctl/internal/command/explain"
	"github.com/patctl/patctl/internal/command/inventory"
	"github.com/patctl/patctl/internal/command/layout"
	"github.com/patctl/patctl/internal/command/links"
	"github.com/patctl/patctl/internal/command/lsp"
	"github.com/patctl/patctl/internal/command/mcp"
	"github.com/patctl/patctl/internal/command/migrate"
	"github.com/patctl/patctl/internal/command/plan"
	"github.com/patctl/patctl/internal/command/pull"
	"github.com/patctl/patctl/internal/command/record"
	"github.com/patctl/patctl/internal/command/serve"
	"github.com/patctl/patctl/internal/command/start"
)

// newCommands returns the commands of patctl. A new command is a line here.
func newCommands(e *cli.Env) []*cobra.Command {
	return []*cobra.Command{
		apply.NewCmd(e),
		audit.NewCmd(e),
		catalog.NewCmd(e),
		newCompletionCmd(e),
		console.NewCmd(e),
		doctor.NewCmd(e),
		explain.NewCmd(e),
		layout.NewCmd(e),
		adopt.NewCmd(e),
		start.NewCmd(e),
		links.NewCmd(e),
		inventory.NewListCmd(e),
		lsp.NewCmd(e),
		mcp.NewCmd(e, Run),
		migrate.NewCmd(e),
		plan.NewCmd(e),
		pull.NewCmd(e),
		record.NewCmd(e),
		record.NewInsideCmd(e),
		inventory.NewRenderCmd(e),
		audit.NewReportCmd(e),
		serve.NewCmd(e),
		inventory.NewShowCmd(e),
		cases.NewCmd(e),
		inventory.NewValidateCmd(e),
		newVersionCmd(e),
	}
}

const rootLong = `patctl declares GitHub's fine-grained personal access tokens as templates in HCL files,
turns each template into a link that fills in GitHub's form, and compares an
organization's pending requests and active tokens with the templates.`

// NewRootCmd returns the command patctl with all commands below it.
func NewRootCmd(e *cli.Env) *cobra.Command {
	root := &cobra.Command{
		Use:                   "patctl [GLOBAL FLAGS] COMMAND",
		Short:                 "Declare fine-grained personal access tokens as code",
		Long:                  rootLong,
		Version:               cli.BuildVersion(),
		SilenceErrors:         true, // finish prints them
		SilenceUsage:          true,
		DisableFlagsInUseLine: true,
		CompletionOptions:     cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE:     func(cmd *cobra.Command, _ []string) error { return prepare(e, cmd) },
		RunE:                  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("patctl {{.Version}}\n")
	root.SetUsageTemplate(usageFor(e.Stdout))
	root.SetIn(e.Stdin)
	root.SetOut(e.Stdout)
	root.SetErr(e.Stderr)
	addGlobalFlags(root, e)
	root.AddCommand(newCommands(e)...)
	root.SetHelpCommand(newHelpCmd(e))
	root.InitDefaultHelpCmd()
	addCompletions(e, root)
	cli.WrapUsage(root, e)
	nameProgram(e, root)
	reflowHelp(root, e.Stdout)
	return root
}

// nameProgram lets help and messages name the commands as the user calls them.
func nameProgram(e *cli.Env, root *cobra.Command) {
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	e.SetProgram(names)
	if e.Extension {
		root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: e.Program.Name()}
		nameInHelp(e, root)
	}
}

func addGlobalFlags(root *cobra.Command, e *cli.Env) {
	root.Flags().Bool("version", false, "print the version")
	flags := root.PersistentFlags()
	flags.StringVarP(&e.Global.Chdir, "chdir", "C", "", "work in `DIR` instead of the working directory")
	flags.BoolP("help", "h", false, "show help for the command")
	flags.Bool("no-color", false, "disable color output")
	flags.BoolVarP(&e.Global.Quiet, "quiet", "q", false, "print only errors and warnings, without notes and progress")
	flags.StringArrayVar(&e.Global.Vars, "var", nil, "set a variable of the configuration (`NAME=VALUE`); repeatable")
	flags.StringArrayVar(&e.Global.VarFiles, "var-file", nil, "read values of variables from `FILE`; repeatable")
}

// prepare puts the global flags into effect before a command runs.
func prepare(e *cli.Env, cmd *cobra.Command) error {
	e.Command = cmd.Name()
	e.Global.NoColor, _ = cmd.Flags().GetBool("no-color")
	e.SetStyle()
	if cmd.Flags().Changed("chdir") {
		if err := changeDirectory(e); err != nil {
			return err
		}
	}
	e.Log.Debug("command", "name", cmd.CommandPath(), "directory", e.Dir, "version", cli.BuildVersion())
	return nil
}

func changeDirectory(e *cli.Env) error {
	const summary = "Cannot change the directory"
	dir := e.Path(e.Global.Chdir)
	info, err := os.Stat(dir)
	switch {
	case e.Global.Chdir == "":
		return &cli.UsageError{Summary: summary, Detail: "The flag --chdir requires the name of a directory."}
	case err != nil:
		return &cli.UsageError{Summary: summary, Detail: "The directory of --chdir cannot be used. " + cli.PathReason(e.Global.Chdir, err)}
	case !info.IsDir():
		return &cli.UsageError{Summary: summary, Detail: fmt.Sprintf("The directory of --chdir cannot be used. %s is not a directory.", e.Global.Chdir)}
	}
	e.Dir = dir
	return nil
}
