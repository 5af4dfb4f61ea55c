package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// helpTopic is a page of `patctl help` that belongs to no command.
type helpTopic struct {
	name, Short, Text string
}

// HelpTopics returns the topics of help that are no commands.
func HelpTopics() []helpTopic {
	return []helpTopic{
		{"environment", "Environment variables that patctl looks at", EnvironmentHelp},
		{"exit-codes", "Exit codes and what they mean", exitCodesHelp},
	}
}

const exitCodesHelp = `patctl ends with one of these exit codes:

  0  done, and there is nothing to report
  1  an error: the command line, the configuration, credentials, the network,
     a check that could not be made, or a review that apply could not do
  2  findings or changes: audit and links whenever they found something, explain
     where a fine-grained token cannot do all that was asked for, import where it
     cannot cover a token, plan only with --detailed-exitcode
  3  fmt --check found files that are not in canonical layout
  4  the scan of GitHub was incomplete. It takes the place of 0 and 2 unless
     --allow-incomplete is given, for what was not seen cannot be called clear
  130  interrupted by Ctrl-C; 143: ended by SIGTERM. No file is left half-written
`

// EnvironmentHelp is the help topic about variables of the environment.
const EnvironmentHelp = `patctl looks at these environment variables:

  PATCTL_VAR_name  the value of the variable "name" of the configuration. Files
                   of values, --var-file and --var are stronger.
  PATCTL_LOG       debug: say on stderr what patctl does. Values of variables
                   and secrets are left out.
  NO_COLOR         if set to anything: no colors, like --no-color.
  CLICOLOR_FORCE   if set, and not 0: colors even where the output is no
                   terminal, unless NO_COLOR or --no-color forbids them.
  CLICOLOR         0: no colors.
  TERM             dumb: no colors, no links and no progress.
  FORCE_HYPERLINK  0: no links that can be clicked. Anything else: links on any
                   terminal with colors; see below.
  CI               if set, and not 0 or false: no links that can be clicked.

Without these, output is colored only where it goes to a terminal. Addresses can
be clicked (OSC 8 hyperlinks) where it does and the terminal is known to support
that, which TERM, TERM_PROGRAM, VTE_VERSION, WT_SESSION, KITTY_WINDOW_ID and
DOMTERM tell. On a terminal, times are also given relative to now, and lines fit
its width; a pipe gets exact times and whole lines.

Commands that read GitHub are known to it by the first of these that is there:

  GITHUB_APP_ID    the id of a GitHub App. Beside it stand GITHUB_APP_PEM_FILE,
                   the file of its private key, or GITHUB_APP_PEM, the key
                   itself. GITHUB_APP_INSTALLATION_ID is the installation to
                   use; without it that of each organization is looked up.
  GH_TOKEN, GITHUB_TOKEN
                   a token for github.com or SUBDOMAIN.ghe.com.
  GH_ENTERPRISE_TOKEN, GITHUB_ENTERPRISE_TOKEN
                   a token for a GitHub Enterprise Server.
  the store of gh  what "gh auth login" has stored for the host.

Only Apps may read requests and tokens, with their key or with tokens of their
own. GITHUB_API_URL is the address of the API, where it is not the host's own. For
a GitHub Enterprise Server set GH_HOST to its name, too: the configuration alone
does not decide to which server credentials go.

GITHUB_STEP_SUMMARY is the file to which audit -o github adds its summary, and
where GITHUB_ACTIONS is true, fmt --diff masks what the log would take for a
command; GitHub Actions sets both. The cache of GitHub's answers is in the user's cache directory,
on Linux XDG_CACHE_HOME. GOGC and GOMEMLIMIT tune Go's memory; patctl has its own
settings where they are not set.
`

// usageTemplate is what the help of a command says below its description.
const usageTemplate = `Usage:
  {{.UseLine}}
{{- if .HasExample}}

Examples:
{{.Example}}
{{- end}}
{{- if .HasAvailableSubCommands}}

Commands:
{{- range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}
{{- end}}{{end}}
{{- end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableInheritedFlags}}

Global flags:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableSubCommands}}

A long flag may also be written with one dash. For a command or a topic, run:
  {{.CommandPath}} help COMMAND
  {{.CommandPath}} help exit-codes
  {{.CommandPath}} help environment
{{- end}}
`

// maxHelp is how wide help is at the most: longer lines are hard to read.
const maxHelp = 80

// helpWidth is how wide help is for a stream: as its terminal, within limits.
func helpWidth(s *cli.Stream) int {
	if !s.Terminal {
		return maxHelp
	}
	return min(max(s.Width, cli.MinFold), maxHelp)
}

// usageFor returns the template with the flags as wide as help is.
func usageFor(s *cli.Stream) string {
	return strings.ReplaceAll(usageTemplate, "Flags.FlagUsages", fmt.Sprintf("Flags.FlagUsagesWrapped %d", helpWidth(s)))
}

// reflowHelp sets the descriptions of a command and of those below it as wide as
// help is.
func reflowHelp(cmd *cobra.Command, s *cli.Stream) {
	cmd.Long = diag.Reflow(cmd.Long, helpWidth(s))
	for _, sub := range cmd.Commands() {
		reflowHelp(sub, s)
	}
}

func newHelpCmd(e *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:                   "help [COMMAND|TOPIC]",
		Short:                 "Explain a command, the exit codes or the environment",
		Long:                  "Prints the help of a command, or one of the topics exit-codes and environment.",
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return helpWords(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Root().Help()
			}
			return runHelp(cli.NewView(e), cmd, args[0])
		},
	}
}

func runHelp(v *cli.View, cmd *cobra.Command, word string) error {
	for _, topic := range HelpTopics() {
		if topic.name == word {
			v.Printf("%s", topic.Text)
			return nil
		}
	}
	for _, sub := range cmd.Root().Commands() {
		if sub.Name() == word || sub.HasAlias(word) {
			return sub.Help()
		}
	}
	return cli.UsageErrorf(cmd, "Unknown help topic", "There is no help on %q.%s", word, diag.DidYouMean(word, helpWords(cmd.Root())))
}

// helpWords returns what may follow `patctl help`.
func helpWords(root *cobra.Command) []string {
	var words []string
	for _, sub := range root.Commands() {
		if sub.IsAvailableCommand() {
			words = append(words, sub.Name())
		}
	}
	for _, topic := range HelpTopics() {
		words = append(words, topic.name)
	}
	slices.Sort(words)
	return words
}
