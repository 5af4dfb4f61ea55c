package links

import (
	"context"
	"path/filepath"
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

const linksLong = `Finds links in text files that open GitHub's form for fine-grained personal access
tokens with its fields filled in, and checks each link like a template, because the form
silently drops parameters that it doesn't recognize. If the working directory has a
configuration, links also accepts the permissions that the configuration declares, and
reports which template has the same values as a link.

PATH is a file, or a directory to search with all of its subdirectories. Without PATH,
links searches the working directory. It skips binary files, .git, symbolic links, files
that Git ignores, and files that match the patterns in .patctl-ignore files, except for
files given as PATH. To skip more files, use --exclude with a pattern, as in a .gitignore
file in the working directory. links runs git to find out which files Git ignores. If git
fails, links searches all files, and --fix reports an error. If PATH is "-", links reads
standard input. A file that contains a link and is larger than 64 MiB is an error.

Links are found in prose, Markdown, HTML, and source code. They can contain &amp; for &,
JSON escapes, or line breaks, or be percent-encoded in another address. In source code,
links also finds links that a program builds from string literals in the same file: added
to the address, appended to a variable, or set in an object that becomes the query, such
as URLSearchParams, urlencode, and url.Values. It does not check values that are filled
in later, such as ${name}. If a program adds parameters that patctl can't read, the link
is an error, because its permissions are unknown. Links without parameters are not
listed. Columns count characters.

Links that create classic tokens (/settings/tokens/new?scopes=...) are listed with a
warning that says what the scopes grant and which templates grant no more. Links to hosts
that the configuration does not declare are counted but not checked.

With --fix, links corrects each parameter that has only one possible correction, in the
encoding of the surrounding text, and changes nothing else. The report is about the
corrected files, and lists the corrections.

links exits with status 2 if a link has errors or, with --fail-on warning, warnings. It
exits with status 1 if a file could not be read, whatever it found in the others.`

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
		Short:   "Find and check links to GitHub's form in text files",
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
	f.BoolVar(&opts.fix, "fix", false, "correct parameters that have only one possible correction")
	f.StringArrayVar(&opts.exclude, "exclude", nil, "skip files and directories that match `PATTERN`, as in .gitignore; repeatable")
	f.StringVar(&failOn, "fail-on", string(pat.SeverityError), "exit with status 2 if there are findings of at least `SEVERITY`: error, warning, never")
	f.BoolVar(&asJSON, "json", false, "print a JSON document, the same as -o json")
	f.StringArrayVarP(&outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(linkreport.FormatNames(), ", ")+"; repeatable (default text)")
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
			return cli.UsageErrorf(cmd, "Standard input with other paths", "The path - means standard input, and cannot be combined with other paths.")
		case o.fix:
			return cli.UsageErrorf(cmd, "Standard input cannot be fixed", "The flag --fix corrects files, and cannot correct standard input. Specify the name of the file.")
		}
	}
	return nil
}

func knownLinksFormat(name string) error {
	_, err := linkreport.FormatNamed(name)
	return err
}

func runLinks(ctx context.Context, e *cli.Env, v *cli.View, opts linksOptions) error {
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
		v.Note("To replace %s that has only one possible correction, run the command with --fix.", cli.Counted(parameters, "parameter"))
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
