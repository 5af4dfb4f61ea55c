package links

import (
	"context"
	"math"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/linkreport"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/worktree"
)

const linksLong = `Finds the links in text files that open GitHub's form for fine-grained tokens with
its fields filled in, and checks each as templates are checked: the form drops a
parameter that it does not know without a word. Where the working directory has a
configuration, each link is also compared with the templates: the report says which
one fills in the same, and permissions that the configuration declares are known.

PATH is a file or a directory, whose files are searched together with those in all
directories below; without it the working directory is searched. Left out are binary
files, .git, symbolic links, what Git ignores, and what .patctl-ignore files name, but
not what is given as PATH itself. --exclude leaves out more, with patterns as in a
.gitignore file of the working directory. patctl asks the git program what Git ignores.
If Git does not answer, all files are searched, and --fix reports an error. The PATH -
reads standard input. A file that has a link and is larger than 64 MiB is an error.

Links are found in prose, Markdown, HTML, and source code, including links with
&amp; for &, JSON escapes, or percent-encoding inside another address, links broken
over lines, and links that a program puts together. For those, patctl reads string
literals in the same file: added to the address, appended to a variable, or set in
an object that becomes the query, such as URLSearchParams, urlencode, and
url.Values. Values that are filled in later, such as ${name}, are not checked. A
link to which a program adds parameters that patctl cannot read is an error, because
nobody knows what it asks for. A link without parameters is not listed. Columns
count characters.

Links that create classic tokens (/settings/tokens/new?scopes=...) are listed with a
warning: it says what the scopes grant, and which templates stay within them. Links to
hosts that the configuration does not declare are counted, but not checked.

With --fix, a parameter for which only one can be meant is replaced in its file by
that one, in the encoding of its surroundings; nothing else is changed. The report
is about the files as they are afterwards, and says what was fixed.

The exit code is 2 where a link has errors, with --fail-on warning also where one has
warnings, and 1 where a file could not be read, whatever was found in the others.`

const linksExample = `  patctl links
  patctl links README.md docs --fix
  patctl links -o text -o sarif=links.sarif --fail-on warning
  patctl links - < README.md`

// linksOptions are the flags and arguments of links.
type linksOptions struct {
	paths   []string
	exclude []string // patterns
	fix     bool
	failOn  pat.Severity
	outputs []cli.Output
}

// NewCmd returns the command links.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts    linksOptions
		outputs []string
		asJSON  bool
		failOn  string
	)
	cmd := &cobra.Command{
		Use:     "links [PATH...]",
		Short:   "Find and check the links to GitHub's form in text files",
		Long:    linksLong,
		Example: linksExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.paths = args
			if asJSON {
				outputs = append(outputs, "json")
			}
			if err := opts.parse(cmd, e, outputs, failOn); err != nil {
				return err
			}
			return runLinks(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&opts.fix, "fix", false, "replace the parameters for which only one can be meant")
	f.StringArrayVar(&opts.exclude, "exclude", nil, "leave out the files and directories that match `PATTERN`, as in .gitignore; repeatable")
	f.StringVar(&failOn, "fail-on", string(pat.SeverityError), "end with exit code 2 from this `SEVERITY`: error, warning, never")
	f.BoolVar(&asJSON, "json", false, "print a JSON document, the same as -o json")
	f.StringArrayVarP(&outputs, "output", "o", nil,
		"write `FORMAT[=FILE]`: "+strings.Join(linkreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func (o *linksOptions) parse(cmd *cobra.Command, e *cli.Env, outputs []string, failOn string) (err error) {
	if o.outputs, err = cli.ParseOutputs(cmd, e, outputs, "text", knownLinksFormat); err != nil {
		return err
	}
	severities, err := cli.OneOf(cmd, "fail-on", []string{failOn}, pat.SeverityError, pat.SeverityWarning, cli.FailNever)
	if err != nil {
		return err
	}
	o.failOn = severities[0]
	for _, p := range o.paths {
		switch {
		case p != "-":
		case len(o.paths) > 1:
			return cli.UsageErrorf(cmd, "Standard input beside files", "The path - stands for the standard input and cannot be combined with other paths.")
		case o.fix:
			return cli.UsageErrorf(cmd, "Standard input cannot be fixed", "The flag --fix changes files, and the standard input is none. Give the name of the file.")
		}
	}
	return nil
}

func knownLinksFormat(name string) error {
	_, err := linkreport.FormatNamed(name)
	return err
}

// memoryGoal is how much memory a run should need at most, in bytes. The
// collector then works more often; nothing fails beyond it.
const memoryGoal = 768 << 20

// boundMemory sets the goal, unless GOMEMLIMIT has set one.
func boundMemory() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(memoryGoal)
	}
}

func runLinks(ctx context.Context, e *cli.Env, v *cli.View, opts linksOptions) error {
	boundMemory()
	cfg, err := loadLinksConfig(e, v)
	if err != nil {
		return err
	}
	search := &linkSearch{env: e, finder: prefill.Finder{Host: strings.ToLower(cfg.Host)}, checks: linkcheck.New(cfg), fixes: opts.fix, exclude: opts.exclusion(e)}
	if err := search.run(ctx, opts.paths); err != nil {
		return err
	}
	var links []linkreport.Entry
	for _, f := range search.files {
		links = append(links, f.links.Links...)
	}
	doc := linkreport.NewDocument(cli.BuildVersion(), links, search.unread())
	for _, f := range search.files {
		doc.AddRest(f.links)
	}
	doc.AddHosts(search.others)
	v.Diagnostics(search.diags, nil)
	for _, note := range search.notes {
		v.Note("%s", note)
	}
	if err := writeLinks(e, opts.told(search), doc); err != nil {
		return err
	}
	if !opts.fix && !slices.Contains(opts.paths, "-") {
		sayFixable(v, doc)
	}
	return opts.exit(search, doc)
}

// told are the outputs that say something. Where no path exists, the terminal
// gets the errors alone: a tally of nothing would look like a result.
func (o *linksOptions) told(search *linkSearch) []cli.Output {
	if search.missing == 0 || search.missing < len(o.paths) {
		return o.outputs
	}
	return slices.DeleteFunc(slices.Clone(o.outputs), func(out cli.Output) bool { return out.Format == "text" && out.File == "" })
}

// exclusion makes one of the patterns, which are relative to the working directory.
func (o *linksOptions) exclusion(e *cli.Env) *worktree.Exclusion {
	dir, err := filepath.EvalSymlinks(e.Dir)
	if err != nil {
		dir = e.Dir
	}
	return worktree.NewExclusion(dir, o.exclude)
}

// loadLinksConfig reads the configuration, if there is one: links can be checked
// without.
func loadLinksConfig(e *cli.Env, v *cli.View) (*hcl.Configuration, error) {
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return nil, err
	}
	if cfg.Catalog == nil {
		cfg.Catalog = catalog.Default()
	}
	return cfg, nil
}

func writeLinks(e *cli.Env, outputs []cli.Output, doc *linkreport.Document) error {
	return cli.WriteOutputs(e, outputs, func(name string, style format.Style) []byte {
		format, err := linkreport.FormatNamed(name)
		if err != nil {
			panic(err)
		}
		return format.Render(doc, style)
	})
}

// sayFixable says that --fix could do something.
func sayFixable(v *cli.View, doc *linkreport.Document) {
	parameters := 0
	for _, l := range doc.Links {
		parameters += len(l.Fixes)
	}
	if parameters > 0 {
		v.Note("Run the command with --fix to replace %s for which only one can be meant.", cli.Counted(parameters, "parameter"))
	}
}

// exit returns the error that carries the exit code. What could not be read wins.
func (o *linksOptions) exit(search *linkSearch, doc *linkreport.Document) error {
	switch {
	case search.diags.HasErrors():
		return cli.ErrPrinted
	case o.failOn != cli.FailNever && doc.HasProblems(o.failOn):
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}
