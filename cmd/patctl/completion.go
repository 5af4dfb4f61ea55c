package main

import (
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
)

const completionLong = `Prints a script that teaches a shell to complete patctl's commands and flags.

To use it in the running shell:
  bash        source <(patctl completion bash)
  zsh         source <(patctl completion zsh)
  fish        patctl completion fish | source
  powershell  patctl completion powershell | Out-String | Invoke-Expression

To use it in every shell, write the output to a file of the shell's completion
directory.`

func completionShells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

func newCompletionCmd(e *env) *cobra.Command {
	return &cobra.Command{
		Use:                   "completion SHELL",
		Short:                 "Print a completion script for bash, fish, powershell or zsh",
		Long:                  completionLong,
		Args:                  oneShell,
		ValidArgs:             completionShells(),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runCompletion(e, cmd, args[0])
		},
	}
}

func oneShell(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageErrorf(cmd, "Wrong number of arguments", "Name one shell: bash, fish, powershell or zsh.")
	}
	return nil
}

func runCompletion(e *env, cmd *cobra.Command, shell string) error {
	root := cmd.Root()
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(e.stdout, true)
	case "fish":
		return root.GenFishCompletion(e.stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(e.stdout)
	case "zsh":
		return root.GenZshCompletion(e.stdout)
	}
	return usageErrorf(cmd, "Unknown shell", "There is no completion for %q, only for bash, fish, powershell and zsh.%s",
		shell, diag.DidYouMean(shell, completionShells()))
}
