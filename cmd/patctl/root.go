package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// newCommands returns the commands of patctl. A new command is a line here.
func newCommands(e *env) []*cobra.Command {
	return []*cobra.Command{
		newApplyCmd(e),
		newAuditCmd(e),
		newCatalogCmd(e),
		newCompletionCmd(e),
		newDoctorCmd(e),
		newExplainCmd(e),
		newFmtCmd(e),
		newImportCmd(e),
		newInitCmd(e),
		newLinksCmd(e),
		newListCmd(e),
		newPlanCmd(e),
		newPullCmd(e),
		newRenderCmd(e),
		newReportCmd(e),
		newShowCmd(e),
		newValidateCmd(e),
		newVersionCmd(e),
	}
}

const rootLong = `patctl declares the fine-grained personal access tokens that may exist in an
organization on GitHub as templates in HCL files, checks them, and makes the
links by which people create such tokens.`

func newRootCmd(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:                   "patctl [GLOBAL FLAGS] COMMAND",
		Short:                 "Declare fine-grained personal access tokens as code",
		Long:                  rootLong,
		Version:               buildVersion(),
		SilenceErrors:         true, // finish prints them
		SilenceUsage:          true,
		DisableFlagsInUseLine: true,
		CompletionOptions:     cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE:     func(cmd *cobra.Command, _ []string) error { return prepare(e, cmd) },
		RunE:                  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("patctl {{.Version}}\n")
	root.SetUsageTemplate(usageFor(e.stdout))
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	addGlobalFlags(root, e)
	root.AddCommand(newCommands(e)...)
	root.SetHelpCommand(newHelpCmd(e))
	root.InitDefaultHelpCmd()
	addCompletions(e, root)
	wrapUsage(root, e)
	reflowHelp(root, e.stdout)
	return root
}

func addGlobalFlags(root *cobra.Command, e *env) {
	root.Flags().Bool("version", false, "print the version")
	flags := root.PersistentFlags()
	flags.StringVarP(&e.global.chdir, "chdir", "C", "", "work in `DIR` instead of the working directory")
	flags.BoolP("help", "h", false, "explain the command")
	flags.Bool("no-color", false, "print no colors")
	flags.BoolVarP(&e.global.quiet, "quiet", "q", false, "print no notes and no progress, only errors and warnings")
	flags.StringArrayVar(&e.global.vars, "var", nil, "set a variable of the configuration, as `NAME=VALUE`; repeatable")
	flags.StringArrayVar(&e.global.varFiles, "var-file", nil, "read values of variables from `FILE`; repeatable")
}

// prepare puts the global flags into effect before a command runs.
func prepare(e *env, cmd *cobra.Command) error {
	e.command = cmd.Name()
	e.global.noColor, _ = cmd.Flags().GetBool("no-color")
	e.setStyle()
	if cmd.Flags().Changed("chdir") {
		if err := changeDirectory(e); err != nil {
			return err
		}
	}
	e.log.Debug("command", "name", cmd.CommandPath(), "directory", e.dir, "version", buildVersion())
	return nil
}

func changeDirectory(e *env) error {
	const summary = "Cannot change the directory"
	dir := e.path(e.global.chdir)
	info, err := os.Stat(dir)
	switch {
	case e.global.chdir == "":
		return &usageError{summary, "The flag --chdir needs the name of a directory."}
	case err != nil:
		return &usageError{summary, "The directory of --chdir cannot be used. " + pathReason(e.global.chdir, err)}
	case !info.IsDir():
		return &usageError{summary, fmt.Sprintf("The directory of --chdir cannot be used. %s is not a directory.", e.global.chdir)}
	}
	e.dir = dir
	return nil
}
