package command

import (
	"bytes"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

const completionLong = completionIntro + `

To load completions in the current shell, run:
  bash        source <(patctl completion bash)
  zsh         source <(patctl completion zsh)
  fish        patctl completion fish | source
  powershell  patctl completion powershell | Out-String | Invoke-Expression

To load completions in every new shell, write the output to a file in the shell's
completion directory.`

const completionIntro = `Prints a completion script for patctl's commands and flags.

The script completes the names in your configuration, such as addresses, labels,
organizations, variables, and test cases. It also completes permissions, scopes, rules,
verdicts, formats, and the other fixed values of flags, with descriptions. After a format
and =, it completes file names. For instances with a for_each key, it offers the form
template.release.api, which needs no quotes.`

// extensionCompletion is completionLong for those who run patctl by gh, which does
// not complete the arguments of its extensions.
const extensionCompletion = completionIntro + `

gh does not complete the arguments of extensions. The script completes the command
patctl instead, so define it as a short form of gh patctl. In the current shell, run:
  bash        alias patctl='gh patctl'; source <(gh patctl completion bash)
  zsh         alias patctl='gh patctl'; source <(gh patctl completion zsh)
  fish        alias patctl='gh patctl'; gh patctl completion fish | source
  powershell  function patctl { gh patctl @args }
              gh patctl completion powershell | Out-String | Invoke-Expression

To do this in every new shell, add the line to the startup file of your shell.`

// bashFallback has what the script takes from the package bash-completion, for
// systems without it: the words of the command line, with what bash parts at = and :
// put together again, and names of files.
const bashFallback = `# Replacements for functions of the package bash-completion, in case it is not installed.
if ! declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
    _get_comp_words_by_ref()
    {
        local line=${COMP_LINE:0:COMP_POINT}
        read -ra words <<<"$line"
        if [[ $line == *[[:space:]] ]]; then
            words+=("")
        fi
        cword=$((${#words[@]} - 1))
        cur=${words[cword]}
        prev=""
        if ((cword > 0)); then
            prev=${words[cword - 1]}
        fi
    }
fi
if ! declare -F _filedir >/dev/null 2>&1; then
    _filedir()
    {
        local kind=-f
        if [[ ${1-} == -d ]]; then
            kind=-d
        fi
        local IFS=$'\n'
        COMPREPLY+=($(compgen "$kind" -- "$cur"))
    }
fi

`

func completionShells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

func newCompletionCmd(e *cli.Env) *cobra.Command {
	long := completionLong
	if e.Extension {
		long = extensionCompletion
	}
	return &cobra.Command{
		Use:                   "completion SHELL",
		Short:                 "Print a completion script for bash, fish, powershell, or zsh",
		Long:                  long,
		Args:                  oneShell,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runCompletion(e, cmd, args[0])
		},
	}
}

func oneShell(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return cli.UsageErrorf(cmd, "Wrong number of arguments", "Specify one shell: bash, fish, powershell, or zsh.")
	}
	return nil
}

func runCompletion(e *cli.Env, cmd *cobra.Command, shell string) error {
	root := cmd.Root()
	switch shell {
	case "bash":
		script := bytes.NewBufferString(bashFallback)
		if err := root.GenBashCompletionV2(script, true); err != nil {
			return err
		}
		_, err := e.Stdout.Write(script.Bytes())
		return err
	case "fish":
		return root.GenFishCompletion(e.Stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(e.Stdout)
	case "zsh":
		return root.GenZshCompletion(e.Stdout)
	}
	return cli.UsageErrorf(cmd, "Unknown shell", "There is no completion for %q, only for bash, fish, powershell, and zsh.%s",
		shell, diag.DidYouMean(shell, completionShells()))
}
