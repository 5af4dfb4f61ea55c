package migrate

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/report/migratereport"
	"github.com/patctl/patctl/internal/workspace"
)

const migrateLong = `Proposes fine-grained templates for classic tokens, from what the tokens really did.

--used names what they did: an audit log with api.request events, as an enterprise
streams it, a document from "patctl record", or "api" for API Insights. The permissions
come from the calls. Scopes are only a ceiling: a scope that no call needs is listed, and
becomes no permission.

A fine-grained token has one resource owner, so a classic token becomes one template for
each owner of what it called: the user's own account, and each organization. A template
has the least permissions, the repositories that were seen, and a link. Each call that
can't move is listed with the reason and what to do instead. So is each call that is
unclear, and what the sources don't show.

With --snapshot, migrate also reads classic tokens and API Insights from snapshots that
"patctl pull --classic --use" wrote. With --organization or --all-installations, it reads
them from GitHub. Tokens without a call are listed, too.

TOKEN selects a token by its ID, the login of its owner, or its name. Names can have the
wildcards * and ?.

If a call can't move or is unclear, a token has no call, or GitHub says that a token was
used after its last call in the sources, migrate exits with status 2. If a source has a
gap, it exits with status 4. If no call of a classic token was seen at
all, that is an error: it doesn't show that the token needs nothing.`

const migrateExample = `  patctl migrate --used audit-log.jsonl.gz
  patctl migrate --used record.json -o hcl=migrated.pat.hcl
  patctl migrate --snapshot snapshot.json --used api --used audit-log.jsonl octocat
  patctl migrate --organization octo-org --used api -o text -o markdown=migration.md`

// migrateOptions are the flags and arguments of migrate.
type migrateOptions struct {
	sources         sources
	tokens          []string
	allowIncomplete bool
	outputs         []cli.Output
}

// NewCmd returns the command migrate.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts    migrateOptions
		outputs []string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "migrate [TOKEN...]",
		Short:   "Propose fine-grained templates for classic tokens",
		Long:    migrateLong,
		Example: migrateExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			opts.tokens = args
			if err := opts.sources.check(cmd); err != nil {
				return err
			}
			if opts.outputs, err = cli.ParseOutputs(cmd, e, cli.WithJSON(outputs, asJSON), "text", knownFormat); err != nil {
				return err
			}
			return runMigrate(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	opts.sources.used.Kind = record.Classic
	opts.sources.addFlags(cmd)
	cmd.Flags().BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "do not exit with status 4 if something could not be read")
	cli.AddJSONFlag(cmd, &asJSON)
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(migratereport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func knownFormat(name string) error {
	_, err := migratereport.FormatNamed(name)
	return err
}

func runMigrate(ctx context.Context, e *cli.Env, v *cli.View, opts migrateOptions) error {
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	if cfg.Catalog == nil {
		cfg = workspace.EmptyConfig()
	}
	found, err := opts.sources.read(ctx, e, v, cfg)
	if err != nil {
		return err
	}
	m := migrate.Propose(found.input(cfg))
	all := len(m.Tokens)
	if wrong := narrow(m, opts.tokens); wrong != nil {
		v.Diagnostics(diag.Diagnostics{wrong}, nil)
		return cli.ErrPrinted
	}
	if all == 0 {
		v.Diagnostics(diag.Diagnostics{found.noTokens(m)}, nil)
		return cli.ErrPrinted
	}
	if wrong := tooMany(m); wrong != nil {
		v.Diagnostics(diag.Diagnostics{wrong}, nil)
		return cli.ErrPrinted
	}
	written, diags, err := writeTemplates(e, cfg, m)
	if err != nil {
		return err
	}
	v.Diagnostics(diags, cfg.Sources)
	doc := migratereport.NewDocument(migratereport.Input{
		Version: cli.BuildVersion(), Log: found.use.Log, Gaps: found.gaps, NotShown: found.notShown, Migration: m, Written: written.templates, Source: written.source,
	})
	if err := opts.write(e, v, doc); err != nil {
		return err
	}
	switch {
	case doc.Summary.NotSeen == doc.Summary.Tokens:
		v.Diagnostics(diag.Diagnostics{found.noCalls()}, nil)
		return cli.ErrPrinted
	case diags.HasErrors():
		return cli.ErrPrinted
	}
	return opts.exit(doc)
}

// writtenTemplates are the templates as configuration.
type writtenTemplates struct {
	templates []migratereport.Written
	source    []byte
}

// writeTemplates writes the templates as configuration that goes together with that of the
// working directory.
func writeTemplates(e *cli.Env, cfg *hcl.Configuration, m *migrate.Migration) (out writtenTemplates, diags diag.Diagnostics, err error) {
	load, err := workspace.LoaderWith(e, adopt.FileName)
	if err != nil {
		return out, nil, err
	}
	in := adopt.ProposalInput{Config: cfg, Load: load}
	for _, t := range m.Tokens {
		for _, p := range t.Templates {
			in.Proposals = append(in.Proposals, adopt.Proposal{Template: p.Template, Comments: migratereport.Comments(p.Remarks)})
		}
	}
	made, diags, err := adopt.Proposals(in)
	if large := new(adopt.TooLargeError); errors.As(err, &large) {
		return out, nil, errors.New("the templates are larger than a configuration file may be. Name some of the tokens: patctl migrate TOKEN")
	}
	if err != nil {
		return out, nil, fmt.Errorf("write the templates: %w", err)
	}
	out.source = made.Source
	for _, t := range made.Templates {
		out.templates = append(out.templates, migratereport.Written{Template: t.Template, HCL: t.Source, URL: t.URL})
	}
	return out, diags, nil
}

// write writes the report in every format that is asked for. If it is in files only, it says
// what is in them.
func (o *migrateOptions) write(e *cli.Env, v *cli.View, doc *migratereport.Document) error {
	err := cli.WriteOutputs(e, o.outputs, func(name string, style format.Style) []byte {
		f, err := migratereport.FormatNamed(name)
		if err != nil {
			panic(err) // ParseOutputs knows it
		}
		return f.Render(doc, style)
	})
	if err != nil {
		return err
	}
	for _, out := range o.outputs {
		if out.File == "" {
			return nil
		}
	}
	for _, out := range o.outputs {
		v.Remark("Wrote %s: %s", diag.Printable(out.File), doc.Verdict())
	}
	return nil
}

// exit returns the error that carries the exit code. Incomplete wins.
func (o *migrateOptions) exit(doc *migratereport.Document) error {
	switch {
	case !doc.Complete && !o.allowIncomplete:
		return cli.ExitWith(cli.ExitIncomplete)
	case !doc.Whole():
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}
