package command

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/linkreport"
	"github.com/patctl/patctl/internal/report/migratereport"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/report/templatereport"
	"github.com/patctl/patctl/internal/report/testreport"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/used"
)

// completer returns the values that may stand somewhere on a command line.
type completer func(e *cli.Env, cmd *cobra.Command, typed string) []string

// fixed always returns the same values.
func fixed[S ~string](values ...S) completer {
	return func(*cli.Env, *cobra.Command, string) []string {
		var out []string
		for _, v := range values {
			out = append(out, string(v))
		}
		return out
	}
}

// flagCompleters are the values of flags, by the name of the flag. A flag that
// is neither here nor among fileFlags takes a text of its own.
var flagCompleters = map[string]completer{
	"rule":         completeRules,
	"verdict":      fixed(pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted),
	"kind":         fixed(pat.KindRequest, pat.KindToken),
	"label":        completeLabels,
	"output":       completeFormats,
	"fail-on":      completeSeverities,
	"organization": completeOrganizations,
	"used":         fixed(used.API),
}

// fileFlags take the name of a file, and dirFlags that of a directory.
var (
	fileFlags = []string{"snapshot", "requests", "tokens", "from", "out", "report", "file", "var-file", "issue", "answer", "used"}
	dirFlags  = []string{"chdir"}
)

// argumentCompleters are the values of arguments, by the name of the command.
var argumentCompleters = map[string]completer{
	"render": completeAddresses, "list": completeAddresses, "show": completeAddresses,
}

// fileCommands take names of files as arguments; show takes addresses as well.
var fileCommands = []string{"fmt", "links", "import", "apply", "show", "test"}

// addCompletions adds the values of flags and arguments to every command.
func addCompletions(e *cli.Env, root *cobra.Command) {
	completeFlags(e, root, root.PersistentFlags())
	for _, cmd := range root.Commands() {
		completeFlags(e, cmd, cmd.LocalNonPersistentFlags())
		complete, files := argumentCompleters[cmd.Name()], slices.Contains(fileCommands, cmd.Name())
		if complete == nil && (cmd.ValidArgsFunction != nil || len(cmd.ValidArgs) > 0) {
			continue
		}
		cmd.ValidArgsFunction = completion(e, complete, files)
	}
}

// completeFlags adds the values of the flags that take one.
func completeFlags(e *cli.Env, cmd *cobra.Command, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal != "" {
			return // takes no value
		}
		if _, exists := cmd.GetFlagCompletionFunc(f.Name); exists {
			return
		}
		complete, files := flagCompleters[f.Name], slices.Contains(fileFlags, f.Name)
		if f.Name == "output" && cmd.Name() == "pull" {
			complete, files = nil, true
		}
		function := completion(e, complete, files)
		if slices.Contains(dirFlags, f.Name) {
			function = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
		}
		if err := cmd.RegisterFlagCompletionFunc(f.Name, function); err != nil {
			panic(err)
		}
	})
}

// completion turns a completer into what cobra calls. With files, names of files
// are completed as well, which the shell does where there is no other value.
func completion(e *cli.Env, complete completer, files bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var values []string
		if complete != nil {
			values = complete(e, cmd, typed)
		}
		values = slices.DeleteFunc(values, func(v string) bool { return !strings.HasPrefix(v, typed) })
		if files || strings.Contains(typed, "=") {
			return values, cobra.ShellCompDirectiveDefault
		}
		return values, cobra.ShellCompDirectiveNoFileComp
	}
}

// completionConfig reads the configuration without reporting its mistakes.
func completionConfig(e *cli.Env) *hcl.Configuration {
	if e.Global.Chdir != "" && changeDirectory(e) != nil {
		return &hcl.Configuration{}
	}
	cfg, _ := workspace.ReadConfig(e)
	if cfg == nil {
		return &hcl.Configuration{}
	}
	return cfg
}

// plainDotted is an address that no shell takes for anything else.
var plainDotted = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// completeAddresses returns the addresses of templates, and of what they are
// below, with keys after dots, so that they need no quotes. Those with other keys
// are left out.
func completeAddresses(e *cli.Env, _ *cobra.Command, _ string) []string {
	seen := map[string]bool{}
	for _, t := range completionConfig(e).Templates {
		for _, level := range workspace.AddressLevels(t.Address) {
			if plainDotted.MatchString(level.Dotted) {
				seen[level.Dotted] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// completeRules returns the built-in rules, and those of the policies.
func completeRules(e *cli.Env, _ *cobra.Command, _ string) []string {
	var out []string
	for _, r := range pat.Rules() {
		out = append(out, r.Name)
	}
	for _, p := range completionConfig(e).Policies {
		out = append(out, "policy:"+p.Name)
	}
	return out
}

// completeLabels returns the labels of all templates as NAME=VALUE.
func completeLabels(e *cli.Env, _ *cobra.Command, _ string) []string {
	seen := map[string]bool{}
	for _, t := range completionConfig(e).Templates {
		for name, value := range t.Labels {
			seen[name+"="+value] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func completeOrganizations(e *cli.Env, _ *cobra.Command, _ string) []string {
	var out []string
	for _, o := range completionConfig(e).Organizations {
		out = append(out, o.Login)
	}
	return out
}

func completeFormats(_ *cli.Env, cmd *cobra.Command, _ string) []string {
	switch cmd.Name() {
	case "links":
		return linkreport.FormatNames()
	case "plan":
		return planreport.FormatNames()
	case "test":
		return testreport.FormatNames()
	case "audit", "report":
		return auditreport.FormatNames()
	case "migrate":
		return migratereport.FormatNames()
	}
	return templatereport.FormatNames()
}

func completeSeverities(_ *cli.Env, cmd *cobra.Command, _ string) []string {
	out := []string{string(pat.SeverityError), string(pat.SeverityWarning)}
	if cmd.Name() != "links" {
		out = append(out, string(pat.SeverityNotice))
	}
	return append(out, string(cli.FailNever))
}
