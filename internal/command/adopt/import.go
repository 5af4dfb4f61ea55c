package adopt

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/workspace"
)

const importLong = `Writes configuration for what exists already, to stdout or with --out to a new
file. Nothing is overwritten.

A link becomes the template that has the same link. The argument - stands for
links on the standard input.

A snapshot, or dumps of the API with --organization, --requests and --tokens,
become templates that cover the tokens. Tokens of the same kind share one: they
are called alike but for numbers, dates, environments and their owner, and what
few of them hold less than the others is taken for an oversight. Where names say
nothing, those with the same permissions share one. A token with more than the
others of its name does not widen their template, and neither does one for all
repositories. A few that never expire do: a comment says what would do for the
others. With --exact only what is equal shares a template.

An audit of the same snapshot then finds every token conforming; import has
verified that before it prints anything. Requests are not agreed upon yet, so that
they are left out unless --kind asks for them.

The configuration of the directory counts: what its templates cover is not
imported again without --all, and its names and labels are avoided. What no
template can cover is listed: the first 20 on the terminal, all of them as JSON in
the file of --report. The exit code is then 2. If the snapshot is incomplete, what it holds is imported, and the exit code is 4.

With --baseline, import writes exceptions instead, one for each token that does
not fit the templates that there are. They suspend the rules by name, and end
after 90 days or on the day of --expires.`

const importExample = `  patctl import 'https://github.com/settings/personal-access-tokens/new?name=reader&expires_in=90&contents=read'
  patctl import snapshot.json --out imported.pat.hcl
  patctl import --organization octo-org --tokens tokens.json
  patctl import snapshot.json --baseline --reason 'Before the templates, SEC-142'`

// importOptions are the flags and arguments of import.
type importOptions struct {
	source          workspace.Source
	links           []string
	stdin           bool
	out             string // file; "": stdout
	report          string // file; "": none
	kinds           []pat.Kind
	all, exact      bool
	baseline        bool
	reason          string
	expires         time.Time
	allowIncomplete bool
}

// importFlags are the flags as they are written.
type importFlags struct {
	kinds   []string
	expires string
}

// NewCmd returns the command import.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts  importOptions
		flags importFlags
	)
	cmd := &cobra.Command{
		Use:     "import URL|SNAPSHOT...",
		Short:   "Write configuration for links, or for the tokens of a snapshot",
		Long:    importLong,
		Example: importExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := opts.parse(cmd, e, flags, args); err != nil {
				return err
			}
			return runImport(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&opts.source.Live.Organizations, "organization", nil, "import only the organization `LOGIN`; repeatable")
	f.StringVar(&opts.source.Requests, "requests", "", "import the requests of one organization in `FILE`, as the API lists them or a webhook delivers one; - for stdin; needs --organization")
	f.StringVar(&opts.source.Tokens, "tokens", "", "import the tokens of one organization in `FILE`, as the API lists them; - for stdin; needs --organization")
	f.StringSliceVar(&flags.kinds, "kind", nil, "import `KIND`: request, token; repeatable (default token)")
	f.BoolVar(&opts.all, "all", false, "import also what the configuration covers already")
	f.BoolVar(&opts.exact, "exact", false, "let only tokens with equal permissions, selection and lifetime share a template")
	f.BoolVar(&opts.baseline, "baseline", false, "write exceptions for what does not fit the configuration")
	f.StringVar(&opts.reason, "reason", "", "give `TEXT` as the reason of the exceptions")
	f.StringVar(&flags.expires, "expires", "", "let the exceptions end after `DATE`, as in 2027-02-20 (default 90 days ahead)")
	f.StringVar(&opts.out, "out", "", "write to `FILE`, which must not exist, instead of stdout")
	f.StringVar(&opts.report, "report", "", "write what the result covers, and everything it does not cover, to `FILE` as JSON")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "decide on the exit code by what could be read")
	return cmd
}

func runImport(ctx context.Context, e *cli.Env, v *cli.View, opts importOptions) error {
	if err := freeFile(e, opts.out); err != nil {
		return err
	}
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	if cfg.Catalog == nil {
		cfg = newEmptyConfig()
	}
	load, err := importLoader(e)
	if err != nil {
		return err
	}
	if opts.stdin || len(opts.links) > 0 {
		return importLinks(e, v, opts, cfg, load)
	}
	return importSnapshot(ctx, e, v, opts, cfg, load)
}

// importLinks makes templates of links.
func importLinks(e *cli.Env, v *cli.View, opts importOptions, cfg *hcl.Configuration, load adopt.Loader) error {
	links := opts.links
	if opts.stdin {
		more, err := readLinks(e)
		if err != nil {
			return err
		}
		links = append(links, more...)
	}
	out, diags := adopt.Links(adopt.LinkInput{Config: cfg, Links: links, Load: load})
	v.Diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return cli.ErrPrinted
	}
	for _, same := range out.Same {
		v.Note("Left out, since %s has the link already: %s", diag.Printable(same.Address), same.URL)
	}
	if out.Source == nil {
		return nil
	}
	return writeImported(v, e, opts.out, out.Source, cli.Counted(out.Templates, "template"))
}

// maxLinks is the size in bytes from which a list of links is refused.
const maxLinks = 16 << 20

// readLinks reads links from the standard input, parted by blanks or line breaks.
func readLinks(e *cli.Env) ([]string, error) {
	data, err := io.ReadAll(io.LimitReader(e.Stdin, maxLinks+1))
	if err != nil {
		return nil, fmt.Errorf("read the standard input: %w", err)
	}
	links := strings.Fields(string(data))
	switch {
	case len(data) > maxLinks:
		return nil, fmt.Errorf("read the standard input: it is larger than %d MiB", maxLinks>>20)
	case len(links) == 0:
		return nil, &cli.UsageError{Summary: "No links", Detail: "The standard input is empty. Write one link a line into it."}
	case strings.HasPrefix(links[0], "{") || strings.HasPrefix(links[0], "["):
		return nil, &cli.UsageError{Summary: "Not a link", Detail: "The standard input holds JSON. The argument - stands for links; give a snapshot by the name of its file."}
	}
	return links, nil
}
