package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/command/cases"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/diagnosticreport"
	"github.com/patctl/patctl/internal/report/linkreport"
	"github.com/patctl/patctl/internal/report/migratereport"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/report/templatereport"
	"github.com/patctl/patctl/internal/report/testreport"
	"github.com/patctl/patctl/internal/workspace/used"
)

// completer returns the values that a flag or an argument can have, with descriptions
// where the values do not explain themselves.
type completer func(r request) []cobra.Completion

// request is what the user has typed so far.
type request struct {
	env   *cli.Env
	cmd   *cobra.Command
	args  []string // before the word that is completed
	typed string   // of the word that is completed
}

// source is where the values of a flag or of an argument come from.
type source struct {
	values completer // nil: only from the file system
	files  bool      // names of files, too
	dirs   bool      // names of directories
	most   int       // that many arguments at most; 0: any number
}

// flagSources are the values of flags, by the name of the flag, or of the command and the
// flag where a command differs from the others. A flag that is not here takes free text.
var flagSources = map[string]source{
	"answer":            {files: true},
	"chdir":             {dirs: true},
	"compare":           {files: true},
	"fail-on":           {values: severities},
	"file":              {files: true},
	"filter":            {values: caseNames},
	"from":              {files: true},
	"issue":             {files: true},
	"kind":              {values: fixed(pat.KindRequest, pat.KindToken)},
	"label":             {values: labels},
	"organization":      {values: organizations},
	"out":               {files: true},
	"output":            {values: outputs},
	"log-format":        {values: fixed("text", "json")},
	"owner":             {values: owners},
	"pull output":       {files: true}, // an earlier name of --out
	"pull repositories": {values: selections},
	"report":            {files: true},
	"requests":          {files: true},
	"resume":            {files: true},
	"rule":              {values: rules},
	"section":           {values: fixed(pat.Account, pat.Repository, pat.Organization)},
	"settle":            {values: organizations},
	"snapshot":          {files: true},
	"template":          {values: addresses},
	"tokens":            {files: true},
	"used":              {values: fixed(used.API + "\tAPI Insights of GitHub Enterprise Cloud"), files: true},
	"var":               {values: assignments},
	"var-file":          {files: true},
	"verdict":           {values: verdicts},
}

// argumentSources are the values of arguments, by the name of the command.
var argumentSources = map[string]source{
	"apply":      {files: true, most: 1},
	"catalog":    {values: catalogWords},
	"completion": {values: fixed(completionShells()...), most: 1},
	"explain":    {values: explainable, files: true},
	"fmt":        {files: true},
	"import":     {files: true},
	"init":       {dirs: true, most: 1},
	"links":      {files: true},
	"list":       {values: addresses},
	"record":     {files: true},
	"render":     {values: addresses},
	"show":       {values: addresses, files: true, most: 1},
	"test":       {values: testFiles},
}

// addCompletions adds the values of flags and arguments to every command.
func addCompletions(e *cli.Env, root *cobra.Command) {
	completeFlags(e, root, root.PersistentFlags())
	for _, cmd := range root.Commands() {
		completeFlags(e, cmd, cmd.LocalNonPersistentFlags())
		if cmd.ValidArgsFunction == nil {
			cmd.ValidArgsFunction = argumentSources[cmd.Name()].completion(e)
		}
	}
}

// completeFlags adds the values of the flags that take one.
func completeFlags(e *cli.Env, cmd *cobra.Command, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal != "" {
			return // takes no value
		}
		if err := cmd.RegisterFlagCompletionFunc(f.Name, flagSource(cmd.Name(), f.Name).flag().completion(e)); err != nil {
			panic(err)
		}
	})
}

func flagSource(command, name string) source {
	if own, ok := flagSources[command+" "+name]; ok {
		return own
	}
	return flagSources[name]
}

// flag is the source for a flag, whose values do not depend on arguments.
func (s source) flag() source {
	s.most = 0
	return s
}

// completion returns what cobra calls. Where only names of files can be meant, the shell
// completes them.
func (s source) completion(e *cli.Env) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		moved := e.Global.Chdir != ""
		if s.most > 0 && len(args) >= s.most || moved && !s.dirs && changeDirectory(e) != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		switch {
		case s.dirs:
			return nil, cobra.ShellCompDirectiveFilterDirs
		case s.files && s.values == nil && !moved:
			return nil, cobra.ShellCompDirectiveDefault
		}
		r := request{e, cmd, args, typed}
		var values []cobra.Completion
		if s.values != nil {
			values = s.values(r)
		}
		if s.files {
			values = append(values, fileNames(e, typed)...)
		}
		values = slices.DeleteFunc(values, func(v cobra.Completion) bool {
			value, _, _ := strings.Cut(v, "\t")
			return !strings.HasPrefix(value, typed) || diag.Printable(value) != value
		})
		return values, cobra.ShellCompDirectiveNoFileComp | spacing(values)
	}
}

// spacing leaves out the space behind a value that has to go on.
func spacing(values []cobra.Completion) cobra.ShellCompDirective {
	goesOn := func(v cobra.Completion) bool { return strings.HasSuffix(v, "/") || strings.HasSuffix(v, "=") }
	if len(values) > 0 && !slices.ContainsFunc(values, func(v cobra.Completion) bool { return !goesOn(v) }) {
		return cobra.ShellCompDirectiveNoSpace
	}
	return cobra.ShellCompDirectiveDefault
}

// fixed always returns the same values.
func fixed[S ~string](values ...S) completer {
	return func(request) []cobra.Completion {
		var out []cobra.Completion
		for _, v := range values {
			out = append(out, string(v))
		}
		return out
	}
}

// described returns a value with a description, which may come from a file.
func described[S ~string](value S, description string) cobra.Completion {
	return cobra.CompletionWithDesc(string(value), diag.Printable(description))
}

func verdicts(request) []cobra.Completion {
	return []cobra.Completion{
		described(pat.Conforming, "Matches its template"),
		described(pat.Drifted, "Differs from its template"),
		described(pat.Undeclared, "No template matches"),
		described(pat.Excepted, "Covered by an exception"),
	}
}

func severities(r request) []cobra.Completion {
	out := []cobra.Completion{string(pat.SeverityError), string(pat.SeverityWarning)}
	if r.cmd.Name() != "links" {
		out = append(out, string(pat.SeverityNotice))
	}
	return append(out, described(cli.FailNever, "Exit with status 0 despite findings"))
}

// selections are the values of --repositories of pull.
func selections(request) []cobra.Completion {
	return []cobra.Completion{
		described("needed", "Those that a verdict depends on"),
		described("all", "Those of every request and token"),
		"none",
	}
}

// formats are the names that -o takes.
func formats(command string) []string {
	switch command {
	case "audit", "report":
		return auditreport.FormatNames()
	case "fmt":
		return []string{"text", "github"}
	case "links":
		return linkreport.FormatNames()
	case "migrate":
		return migratereport.FormatNames()
	case "plan":
		return planreport.FormatNames()
	case "render":
		return templatereport.FormatNames()
	case "test":
		return testreport.FormatNames()
	case "validate":
		return diagnosticreport.FormatNames()
	}
	return nil
}

// outputs are formats, and names of files behind FORMAT=.
func outputs(r request) []cobra.Completion {
	known := formats(r.cmd.Name())
	format, file, toFile := strings.Cut(r.typed, "=")
	if !toFile || r.cmd.Name() == "fmt" {
		return known
	}
	if !slices.Contains(known, format) {
		return nil
	}
	var out []cobra.Completion
	for _, name := range fileNames(r.env, file) {
		out = append(out, format+"="+name)
	}
	return out
}

func testFiles(r request) []cobra.Completion {
	var out []cobra.Completion
	for _, f := range cases.Files(r.env) {
		if !slices.Contains(r.args, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

func caseNames(r request) []cobra.Completion {
	var out []cobra.Completion
	for _, f := range cases.Files(r.env) {
		for _, c := range f.Cases {
			out = append(out, described(c.Name, f.Name))
		}
	}
	return out
}
