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

const importLong = `Writes configuration for links or tokens that already exist, to standard output or,
with --out, to a new file. import never overwrites a file.

A link becomes a template that has the same link. If the argument is "-", links are
read from standard input.

A snapshot, or lists from the API (--organization with --requests and --tokens),
become templates that match the tokens. Tokens of the same kind share a template: the
ones whose names are the same except for numbers, dates, environments, and the owner's
login. If a few of them lack a permission that the others have, they share the template
anyway. If names have nothing in common, tokens with the same permissions share a
template. A token with more permissions than others of the same name gets a template of
its own, and so does a token with access to all repositories. If a few tokens of a kind
never expire, neither does their template, and a comment gives the lifetime that is
enough for the others. With --exact, only tokens with equal permissions, repositories,
and lifetime share a template.

Before import prints anything, it verifies that an audit of the same snapshot finds that
every imported token matches a template. Pending requests are not approved yet, so they
are imported only with --kind request.

import leaves out tokens that the configuration in the working directory already covers,
unless you use --all, and avoids the names and labels that it uses. If no template can
cover a token, import lists the token and exits with status 2. It prints the first 20 of
these tokens. To save all of them as JSON, use --report. If the snapshot is incomplete,
import writes configuration for what it contains, and exits with status 4.

With --issue, import reads a request for a token that somebody filed with an issue form:
the body of the issue, its JSON as "gh issue view --json number,title,body,author" prints
it, or an event of GitHub Actions. It prints a template with the least permissions for
the request, and its link. If the request has mistakes, import prints no template, and
exits with status 2. With --answer, it also writes a comment for the issue. The form is
in examples/octo-org/.github/ISSUE_TEMPLATE.

With --baseline, import writes exceptions instead, one for each token that does not
match the existing templates. An exception suspends the rules that the token breaks. It
expires after 90 days, or on the date that --expires sets.

With --tests, import writes test cases for patctl test: one for each request and token of
the snapshot, which expects the verdict, template, and findings of an audit of the
snapshot. If a change of the configuration changes one of them, its case fails. The cases
refer to the snapshot, which must be in the repository.`

const importExample = `  patctl import 'https://github.com/settings/personal-access-tokens/new?name=reader&expires_in=90&contents=read'
  patctl import snapshot.json --out imported.pat.hcl
  patctl import --organization octo-org --tokens tokens.json
  patctl import --issue issue.json --out request.pat.hcl --answer comment.md
  patctl import snapshot.json --baseline --reason 'Before the templates, SEC-142'
  patctl import --tests tests/octo-org.json --out tests/octo-org.pattest.hcl`

// importOptions are the flags and arguments of import.
type importOptions struct {
	source          workspace.Source
	links           []string
	stdin           bool
	issue           string // file; "": none
	answer          string // file; "": none
	out             string // file; "": stdout
	report          string // file; "": none
	kinds           []pat.Kind
	all, exact      bool
	baseline        bool
	tests           bool
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
		Short:   "Write configuration for links, existing tokens, or requests",
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
	f.StringVar(&opts.source.Requests, "requests", "", "import requests of one organization from `FILE`, as returned by the API or delivered by a webhook; - for stdin; requires --organization")
	f.StringVar(&opts.source.Tokens, "tokens", "", "import tokens of one organization from `FILE`, as returned by the API; - for stdin; requires --organization")
	f.StringSliceVar(&flags.kinds, "kind", nil, "import `KIND`: request, token; repeatable (default token)")
	f.BoolVar(&opts.all, "all", false, "include tokens that the configuration already covers")
	f.BoolVar(&opts.exact, "exact", false, "share a template only between tokens with equal permissions, repositories, and lifetime")
	f.BoolVar(&opts.baseline, "baseline", false, "write exceptions for tokens that do not match the configuration")
	f.BoolVar(&opts.tests, "tests", false, "write test cases that expect the verdicts of the snapshot")
	f.StringVar(&opts.reason, "reason", "", "set the reason of the exceptions to `TEXT`")
	f.StringVar(&flags.expires, "expires", "", "set the expiration of the exceptions to `DATE`, such as 2027-02-20 (default: in 90 days)")
	f.StringVar(&opts.issue, "issue", "", "import the token request in `FILE`: an issue, its JSON, or an event; - for stdin")
	f.StringVar(&opts.answer, "answer", "", "write a comment for the issue as Markdown to `FILE`; requires --issue")
	f.StringVar(&opts.out, "out", "", "write the configuration to the new file `FILE` (default: standard output)")
	f.StringVar(&opts.report, "report", "", "write a JSON report of covered and uncovered tokens to `FILE`")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "do not exit with status 4 if something could not be read")
	return cmd
}

func runImport(ctx context.Context, e *cli.Env, v *cli.View, opts importOptions) error {
	if err := freeFile(e, opts.out); err != nil {
		return err
	}
	if opts.tests {
		return importTests(ctx, e, v, opts)
	}
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	if cfg.Catalog == nil {
		cfg = workspace.EmptyConfig()
	}
	load, err := workspace.LoaderWith(e, adopt.FileName)
	if err != nil {
		return err
	}
	if opts.issue != "" {
		return importIssue(ctx, e, v, opts, cfg, load)
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
	return writeImported(v, e, opts.out, out.Source, cli.Counted(out.Templates, "template"), hcl.NativeSuffix)
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
		return nil, &cli.UsageError{Summary: "Not a link", Detail: "The standard input holds JSON. The argument - reads links. Specify a snapshot by the name of its file."}
	}
	return links, nil
}
