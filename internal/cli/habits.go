package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// The tables below are about spellings that people bring from Terraform, gh, Git
// and other tools. Each leads to what patctl has in its place.

// flagHabit is a flag that patctl does not have, under the names that other
// tools give it.
type flagHabit struct {
	names []string                        // without dashes
	hint  func(cmd *cobra.Command) string // sentences, the command last; "": nothing for this command
}

var flagHabits = []flagHabit{
	{[]string{"f", "file", "filename", "filenames", "input-file"}, fileHabit},
	{[]string{"format", "fmt", "output-format", "of", "o", "output"}, formatHabit},
	{[]string{"html", "markdown", "md", "csv", "sarif", "junit", "github"}, formatHabit},
	{[]string{"y", "yes", "force", "assume-yes", "approve", "confirm", "no-confirm"}, only("apply", "To apply without a prompt", "patctl apply --auto-approve")},
	{[]string{"dry-run", "n", "check", "diff"}, only("apply", "To see what apply would do", "patctl plan --live")},
	{[]string{"snapshot", "requests", "tokens"}, only("apply", "apply reads the requests and tokens from GitHub. To see what it would do with a file", "patctl plan --snapshot FILE")},
	{[]string{"from"}, only("show", "To print a saved report", "patctl show FILE")},
	{[]string{"upgrade", "backend", "backend-config", "reconfigure", "migrate-state", "get", "plugin-dir", "lockfile", "from-module"},
		plain("init", "patctl has no providers or backends, and downloads nothing. To create a first configuration, run:", "patctl init")},
	{[]string{"refresh", "refresh-only", "state", "state-out", "backup", "lock", "lock-timeout", "input", "compact-warnings"},
		plain("", "patctl keeps no state of tokens, and this command asks for no input. Run it without the flag.", "")},
	{[]string{"target", "replace", "exclude"}, plain("", "patctl compares the whole configuration. To print one template, run:", "patctl show ADDRESS")},
	{[]string{"destroy"}, plain("", destroyHint, "patctl plan --live")},
	{[]string{"v", "V"}, only("patctl", "To print the version", "patctl version")},
	{[]string{"v", "verbose", "debug", "trace", "d", "log-level", "loglevel"}, plain("", "To print what patctl does, set a variable:", "PATCTL_LOG=debug patctl COMMAND")},
	{[]string{"org", "orgs", "organisation", "organizations", "O"}, organizationHabit},
	{[]string{"dir", "directory", "cwd", "working-dir", "workdir", "path", "config", "c", "root"}, plain("", "To work in another directory, run:", "patctl --chdir DIR COMMAND")},
	{[]string{"r", "recurse", "R"}, only("fmt", "To format the directories below too", "patctl fmt --recursive")},
	{[]string{"web", "w", "browser"}, only("render", "To open the links in the browser", "patctl render ADDRESS --open")},
	{[]string{"token", "t", "access-token", "app-id", "key", "pem", "private-key", "auth", "login"},
		plain("", "Set credentials in environment variables, because other users can see command lines. For their names, run:", "patctl help environment")},
}

const destroyHint = "patctl creates no tokens, so it destroys none. To see which active tokens it would revoke, run:"

// plain gives a hint for one command, or with "" for every command.
func plain(command, text, run string) func(*cobra.Command) string {
	return func(cmd *cobra.Command) string {
		switch {
		case command != "" && cmd.Name() != command:
			return ""
		case run == "":
			return " " + text
		case cmd.HasParent():
			return commandToRun(text, strings.Replace(run, "COMMAND", cmd.Name(), 1))
		}
		return commandToRun(text, run)
	}
}

// only gives a hint for one command.
func only(command, purpose, run string) func(*cobra.Command) string {
	return plain(command, purpose+", run:", run)
}

// fileHabit leads to the way in which a command takes files.
func fileHabit(cmd *cobra.Command) string {
	switch flags := cmd.Flags(); {
	case flags.Lookup("file") != nil:
		return commandToRun("To read a file, run:", cmd.CommandPath(), "--file FILE")
	case flags.Lookup("from") != nil:
		return commandToRun("To read a saved report, run:", cmd.CommandPath(), "--from FILE")
	case slices.Contains([]string{"fmt", "links", "show", "import", "apply"}, cmd.Name()):
		return commandToRun("The file needs no flag. Run:", cmd.CommandPath(), "FILE")
	case flags.Lookup("snapshot") != nil:
		return commandToRun("patctl reads all configuration files of the directory. To read a snapshot, run:", cmd.CommandPath(), "--snapshot FILE")
	}
	return commandToRun("patctl reads all configuration files of the directory. To work in another directory, run:", "patctl --chdir DIR", cmd.Name())
}

// formatHabit leads to the way in which a command is told the format.
func formatHabit(cmd *cobra.Command) string {
	switch flags := cmd.Flags(); {
	case flags.Lookup("output") != nil:
		_, formats, _ := strings.Cut(flags.Lookup("output").Usage, ": ")
		formats, _, _ = strings.Cut(formats, ";")
		return commandToRun(fmt.Sprintf("The formats are %s. To choose one, run:", formats), cmd.CommandPath(), "-o FORMAT")
	case flags.Lookup("json") != nil:
		return commandToRun("To print JSON, run:", cmd.CommandPath(), "--json")
	}
	return ""
}

func organizationHabit(cmd *cobra.Command) string {
	if cmd.Flags().Lookup("organization") == nil {
		return ""
	}
	return commandToRun("To name an organization, run:", cmd.CommandPath(), "--organization LOGIN")
}

// habitOfFlag returns the hint for a flag that cmd does not have, or "".
func habitOfFlag(cmd *cobra.Command, name string) string {
	for _, h := range flagHabits {
		if slices.Contains(h.names, name) {
			if hint := h.hint(cmd); hint != "" {
				return hint
			}
		}
	}
	return ""
}

// commandHabit is a command that patctl does not have.
type commandHabit struct {
	Names []string
	text  string
	Run   string
}

// CommandHabits are the commands of other tools, with what patctl has in their place.
var CommandHabits = []commandHabit{
	{[]string{"output", "url", "link", "open"}, "To print the links, run:", "patctl render"},
	{[]string{"destroy"}, destroyHint, "patctl plan --live"},
	{[]string{"state", "ls"}, "patctl keeps no state of tokens. To list the templates, run:", "patctl list"},
	{[]string{"refresh", "drift", "scan", "compliance", "status"}, "To compare requests and tokens with the templates, run:", "patctl audit"},
	{[]string{"workspace", "env", "project"}, "patctl has no workspaces. Keep each configuration in a directory, and run:", "patctl --chdir DIR validate"},
	{[]string{"get", "providers", "modules", "upgrade", "update"}, "patctl has no providers and nothing to download. Modules are directories of the repository. To check the configuration, run:", "patctl validate"},
	{[]string{"check", "lint", "verify"}, "To check the configuration, run:", "patctl validate"},
	{[]string{"format"}, "To format files, run:", "patctl fmt"},
	{[]string{"login", "logout", "auth"}, "Credentials are set in environment variables. To see which ones are used and whether they work, run:", "patctl doctor"},
	{[]string{"diff", "changes", "graph"}, "To see what a change of the templates grants, run:", "patctl plan"},
	{[]string{"approve", "deny", "revoke", "review", "reject"}, "patctl reviews requests and tokens according to the organization's review block. To see what it would do, run:", "patctl plan --live"},
	{[]string{"fetch", "snapshot", "download", "dump", "export", "sync", "save"}, "To save the requests and tokens of an organization, run:", "patctl pull --out snapshot.json"},
	{[]string{"new", "create", "generate", "add", "token"}, "People create tokens in GitHub's form. To print the links that fill it in, run:", "patctl render"},
	{[]string{"search", "find", "permissions", "permission"}, "To search the permissions that GitHub knows, run:", "patctl catalog WORD"},
	{[]string{"taint", "untaint", "force-unlock", "metadata"}, "patctl keeps no state of tokens. To see the changes of the templates, run:", "patctl plan"},
}

// habitOfCommand returns the hint for a command that patctl does not have, or "".
func habitOfCommand(word string) string {
	for _, h := range CommandHabits {
		if slices.Contains(h.Names, word) {
			return commandToRun(h.text, h.Run)
		}
	}
	return ""
}
