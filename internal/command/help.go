package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
		{"environment", "Environment variables that patctl uses", EnvironmentHelp},
		{"exit-codes", "Exit codes of patctl", exitCodesHelp},
	}
}

const exitCodesHelp = `patctl exits with one of these status codes:

  0  Success, and there is nothing to report.
  1  An error in the command line, the configuration, the credentials, or the
     network, a check that could not be made, or a review that apply could not
     complete.
  2  Findings or changes: audit and links have findings, a case of test fails,
     explain has a call that a fine-grained token can't make or whose permissions
     are not certain, import can't cover a token, migrate has a call that can't
     move or is unclear, or plan --detailed-exitcode has changes.
  3  fmt --check found files that are not in the canonical format.
  4  Something could not be read or checked, so the result is incomplete. This
     status replaces 0 and 2 unless you use --allow-incomplete. record exits with it
     if the command that it ran succeeded.
  129, 130, 143  Stopped by a closed terminal (SIGHUP), by Ctrl-C, or by SIGTERM. No
     file is left half-written. A server (serve) that a signal stops exits with
     status 0. SIGHUP doesn't stop it.
  141  Nobody reads the output any more, as in "patctl list | head -1". This
     replaces the other codes, so that a report that was cut off is never a success.
`

// EnvironmentHelp is the help topic about variables of the environment.
const EnvironmentHelp = `patctl uses these environment variables:

  PATCTL_VAR_name  Set the variable "name" of the configuration. Variable files,
                   --var-file, and --var take precedence.
  PATCTL_LOG       Set to "debug" to print debug messages to standard error.
                   They contain no values of variables and no secrets.
  NO_COLOR         Set to any value to disable color output, like --no-color.
  CLICOLOR_FORCE   Set to any value except 0 to enable color output even if the
                   output is not a terminal. NO_COLOR and --no-color take
                   precedence.
  CLICOLOR         Set to 0 to disable color output.
  TERM             Set to "dumb" to disable color output, hyperlinks, and
                   progress.
  FORCE_HYPERLINK  Set to 0 to disable hyperlinks. Set to any other value to
                   enable them on any terminal with color output.
  CI               Set to any value except 0 and false to disable hyperlinks.

By default, output is in color only on a terminal. Addresses are hyperlinks (OSC 8)
on terminals that support them, which patctl detects from TERM, TERM_PROGRAM,
VTE_VERSION, WT_SESSION, KITTY_WINDOW_ID, and DOMTERM. On a terminal, patctl also
prints times relative to now, and wraps lines at the width of the terminal. In a
pipe, it prints exact times and does not wrap lines.

Commands that read GitHub use the first of these credentials that is set:

  GITHUB_APP_ID    The ID of a GitHub App. Also set GITHUB_APP_PEM_FILE to the file
                   of its private key, or GITHUB_APP_PEM to the key itself. Set
                   GITHUB_APP_INSTALLATION_ID to use one installation. By default,
                   patctl looks up the installation of each organization.
  GH_TOKEN, GITHUB_TOKEN
                   A token for github.com or SUBDOMAIN.ghe.com.
  GH_ENTERPRISE_TOKEN, GITHUB_ENTERPRISE_TOKEN
                   A token for GitHub Enterprise Server.
  gh auth login    The token that gh has stored for the host.

Only GitHub Apps can read requests and tokens, with their private key or with a token
that they created. Set GITHUB_API_URL to override the address of the API. For GitHub
Enterprise Server, also set GH_HOST to the name of the server, because the
configuration alone does not determine where credentials are sent.

serve reads its own secrets from these variables, or with _FILE at the end of their
names, from files:

  PATCTL_WEBHOOK_SECRET  The secret that GitHub signs deliveries with. A file can have
                         several, each on a line of its own.
  PATCTL_SERVE_TOKEN     The token for the status page and the metrics. Without it, the
                         server has neither.
  PATCTL_DATABASE_URL    The PostgreSQL database that several servers share.

The block serve can name more variables, such as the URLs of Slack webhooks.

Calls to GitHub go through the proxy that HTTPS_PROXY sets, unless NO_PROXY names the
host. record reads the proxies that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, and NO_PROXY set, and
connects through them. It sets these variables, and those that name certificates, for the
command that it runs. If GH_HOST, GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_GRAPHQL_URL, or
GITHUB_BASE_URL names a server, its calls are recorded, too.

audit -o github appends its summary to the file that GITHUB_STEP_SUMMARY names. If
GITHUB_ACTIONS is true, fmt --diff masks text that the log would read as a command.
GitHub Actions sets both variables. Responses from GitHub are cached in the user's
cache directory, which XDG_CACHE_HOME sets on Linux. GOGC and GOMEMLIMIT tune the
memory use of Go. patctl has its own defaults for both.
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

You can also write a long flag with one dash. For help on a command or topic, run:
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

// nameInHelp names the commands in the help of a command, and of those below it, as
// the user calls them. Help quotes no text of users, so what is in quotes is named, too.
func nameInHelp(e *cli.Env, cmd *cobra.Command) {
	say := func(text string) string {
		return strings.ReplaceAll(e.Program.Say(text), `"patctl `, `"`+e.Program.Name()+" ")
	}
	cmd.Long, cmd.Example = say(cmd.Long), say(cmd.Example)
	cmd.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = say(f.Usage) })
	for _, sub := range cmd.Commands() {
		nameInHelp(e, sub)
	}
}

func newHelpCmd(e *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:                   "help [COMMAND|TOPIC]",
		Short:                 "Show help for a command or topic",
		Long:                  "Prints help for a command, or for one of the topics exit-codes and environment.",
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
			v.Printf("%s", v.Say(topic.Text))
			return nil
		}
	}
	for _, sub := range cmd.Root().Commands() {
		if sub.Name() == word || sub.HasAlias(word) {
			return sub.Help()
		}
	}
	return cli.UsageErrorf(cmd, "Unknown help topic", "There is no command or help topic %q.%s", word, diag.DidYouMean(word, helpWords(cmd.Root())))
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
