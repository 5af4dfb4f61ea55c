package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/calls/argument"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/workspace"
)

const explainLong = `Says which permissions calls to GitHub need, and prints the smallest set for all of
them, as a template and as a link. If several sets are enough, explain prefers fewer
permissions, then lower levels, then what the template of --template has, then sections
that reach less (repository, organization, account), then what opens fewer endpoints.

A CALL is a method and a path, as in GitHub's documentation or with values; a URL of the
API; a command with curl, gh, or git; a method of octokit, go-github, PyGithub, or
octokit.rb; a GraphQL document; an action, as in "uses actions/checkout"; a page of
GitHub's documentation; or the message of a refused call. If you name a path without a
method, explain lists each method of the path.

A FILE is a script, a workflow, a program in JavaScript, TypeScript, Python, Go, Ruby, or
PowerShell, a GraphQL document, a log, a list of endpoints, or a HAR file. explain finds
out which by the name, the first line, and the content. In a directory, explain reads the
files that Git does not ignore, and skips binary files, documentation, and data. The
answer begins with the calls of each file and their lines. explain doesn't read a script
or program of more than 4 MiB, or of more than 1,000,000 words and signs, and says so.

If you name a permission instead, explain lists what it opens, at the level after the
colon or at all levels.

If a script has a GitHub token within reach, explain also names the code that it runs
and that is in none of the files: scripts, tasks such as "make deploy", downloads that a
shell runs, and tools that call GitHub. Name the file or its directory to have it read.

explain exits with status 2 if the answer is not complete: fine-grained tokens can't make
a call, GitHub's data does not say what it needs, explain can't read it or the code that
it is in, or what it needs depends on something that the call does not show. Each case is listed with what it
needs, and with what to use instead. If an endpoint or a permission does not exist, it
exits with status 1.`

const explainExample = `  patctl explain .
  patctl explain deploy.sh .github/workflows/release.yml
  patctl explain 'gh pr create --reviewer octo-org/owners'
  patctl explain octokit.rest.issues.createComment
  patctl explain 'POST /repos/{owner}/{repo}/deployments' 'GET /repos/{owner}/{repo}/issues'
  patctl explain 'GET https://api.github.com/repos/octo-org/api/pulls'
  patctl explain --file deploy.sh --template template.deploy
  patctl explain 'POST https://api.github.com/repos/octo-org/api/hooks: 403 Resource not accessible by personal access token []'
  patctl explain issues:write
  patctl explain 'Pull requests' --json`

// explainOptions are the flags and arguments of explain.
type explainOptions struct {
	args     []string
	files    []string // and directories; "-": standard input
	template string
	json     bool
}

// NewCmd returns the command explain.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts explainOptions
	cmd := &cobra.Command{
		Use:     "explain CALL...|FILE...|PERMISSION[:LEVEL]",
		Short:   "Say which permissions calls need, or what a permission opens",
		Long:    explainLong,
		Example: explainExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.args = joinMethods(args)
			if len(args) == 1 && args[0] == cli.StdinName && len(opts.files) == 0 {
				opts.args, opts.files = nil, []string{cli.StdinName}
			}
			if len(opts.args) == 0 && len(opts.files) == 0 {
				return cli.UsageErrorf(cmd, "Nothing to explain", "Name a call, such as %q, a file or directory with calls, or a permission, such as %q.",
					"GET /user", "issues:write")
			}
			if slices.ContainsFunc(slices.Concat(opts.args, opts.files), func(arg string) bool { return strings.TrimSpace(arg) == "" }) {
				return cli.UsageErrorf(cmd, "Empty argument", "An argument is empty. Is a variable of the shell not set?")
			}
			return runExplain(cmd.Context(), e, cli.NewView(e), cmd, opts)
		},
	}
	cmd.Flags().StringArrayVar(&opts.files, "file", nil, "read calls from `FILE`, or from the files of a directory; - for stdin; repeatable")
	cmd.Flags().StringVar(&opts.template, "template", "", "prefer what the template with this `ADDRESS` has, and say what it lacks")
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON document")
	return cmd
}

// joinMethods joins a method with the path that follows it: people forget the
// quotation marks.
func joinMethods(args []string) []string {
	var joined []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if catalog.IsMethod(arg) && i+1 < len(args) && strings.Contains(args[i+1], "/") {
			i++
			arg += " " + args[i]
		}
		joined = append(joined, arg)
	}
	return joined
}

func runExplain(ctx context.Context, e *cli.Env, v *cli.View, cmd *cobra.Command, opts explainOptions) error {
	about, err := explainContext(e, v, opts)
	if err != nil {
		return err
	}
	opts.files, opts.args = about.splitFiles(e, v, opts)
	for i, arg := range opts.args {
		opts.args[i] = calls.Mask(arg) // messages repeat it
	}
	if i := slices.IndexFunc(opts.args, func(arg string) bool { return isMissingFile(e, arg) && !about.isEndpoint(arg) }); i >= 0 {
		return cli.UsageErrorf(cmd, "No such file or directory", "There is no file %s.", diag.Printable(opts.args[i]))
	}
	permissions := 0
	for _, arg := range opts.args {
		if !about.isEndpoint(arg) {
			permissions++
		}
	}
	switch {
	case permissions == 0:
		return runExplainEndpoints(ctx, e, v, about, opts)
	case permissions == 1 && len(opts.args) == 1 && len(opts.files) == 0 && opts.template == "":
		return runExplainPermission(v, about, opts)
	}
	return cli.UsageErrorf(cmd, "A permission among others",
		"A permission is explained alone, without other arguments and without --file and --template: %q is no endpoint.", about.firstPermission(opts.args))
}

// explaining is what the configuration of the directory says, as far as it
// matters to explain.
type explaining struct {
	*catalog.Catalog
	host     string
	template *explainedTemplate // nil: none was named
}

// explainedTemplate is the template of --template.
type explainedTemplate struct {
	address     string
	permissions pat.Permissions
}

// explainContext reads the configuration. Only who names a template needs it to
// be right.
func explainContext(e *cli.Env, v *cli.View, opts explainOptions) (explaining, error) {
	if opts.template == "" {
		known, host := workspace.CatalogOf(e, v)
		return explaining{Catalog: known, host: host}, nil
	}
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		return explaining{}, err
	}
	filter := workspace.TemplateFilter{Addresses: []string{opts.template}}
	chosen, err := filter.Choose(v, cfg.Templates)
	if err != nil {
		return explaining{}, err
	}
	if len(chosen) > 1 {
		v.Diagnostics(diag.Diagnostics{workspace.SeveralTemplates(opts.template, chosen)}, nil)
		return explaining{}, cli.ErrPrinted
	}
	template := &explainedTemplate{chosen[0].Address, cfg.Catalog.Canonical(chosen[0].Permissions)}
	return explaining{cfg.Catalog, cfg.Host, template}, nil
}

// isEndpoint reports whether an argument is meant as an endpoint, right or wrong.
func (about explaining) isEndpoint(arg string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(arg), " ")
	if calls.IsRefusal(arg) || strings.ContainsAny(arg, "/#") || catalog.IsMethod(first) || argument.Program(arg) != "" {
		return true
	}
	if _, permission := about.PermissionMeant(arg); permission {
		return false
	}
	if strings.ContainsAny(arg, "({") || argument.NamesCall(arg) {
		return true
	}
	call, err := catalog.ParseCall(arg)
	return err == nil && about.Find(call) != nil
}

func (about explaining) firstPermission(args []string) string {
	for _, arg := range args {
		if !about.isEndpoint(arg) {
			return arg
		}
	}
	panic(fmt.Sprintf("no permission among %q", args))
}
