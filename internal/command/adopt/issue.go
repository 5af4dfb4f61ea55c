package adopt

import (
	"context"
	"fmt"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/tokenrequest"
)

// importIssue makes a template of a request that was filed as an issue, and writes
// the answer to it. A request with mistakes is a finding: the run itself went well.
func importIssue(ctx context.Context, e *cli.Env, v *cli.View, opts importOptions, cfg *hcl.Configuration, load adopt.Loader) error {
	data, err := cli.ReadNamed(ctx, e, opts.issue, tokenrequest.MaxIssue)
	if err != nil {
		return fmt.Errorf("read the issue: %s", diag.Printable(cli.PathReason(cli.NameOfInput(opts.issue), err)))
	}
	issue, err := tokenrequest.ParseIssue(data)
	if err != nil {
		return fmt.Errorf("read the issue in %s: %w", diag.Printable(cli.NameOfInput(opts.issue)), err)
	}
	name := cli.NameOfInput(opts.issue)
	if !issue.Plain {
		name = "the body of the issue"
	}
	out, diags := request(cfg, load, tokenrequest.Input{Issue: issue, Filename: name, Organizations: organizations(cfg), Catalog: cfg.Catalog})
	v.Diagnostics(diags, map[string][]byte{name: issue.Body})
	if opts.answer != "" {
		if err := writeAnswer(e, opts.answer, answer{out, diags, cfg.Catalog}); err != nil {
			return err
		}
	}
	if out == nil {
		return cli.ExitWith(cli.ExitFindings)
	}
	if opts.out != "" {
		if err := writeImported(v, e, opts.out, out.Source, "1 template", hcl.NativeSuffix); err != nil {
			return err
		}
		v.Printf("%s\n", out.URL)
		return nil
	}
	v.SourceText(out.Source)
	v.Printf("\n# The link of the template:\n#\n#   %s\n", out.URL)
	return nil
}

// request makes the template of an issue; nil where the issue has mistakes.
func request(cfg *hcl.Configuration, load adopt.Loader, in tokenrequest.Input) (*adopt.RequestOutput, diag.Diagnostics) {
	template, diags := tokenrequest.Read(in)
	if diags.HasErrors() {
		return nil, diags
	}
	comment := ""
	if in.Number > 0 {
		comment = fmt.Sprintf("Requested in issue %d.", in.Number)
	}
	out, more := adopt.Requested(adopt.RequestInput{Config: cfg, Template: template, Comment: comment, Load: load})
	return out, append(diags, more...)
}

// organizations are the logins that the configuration declares; nil where it declares none.
func organizations(cfg *hcl.Configuration) []string {
	var logins []string
	for _, o := range cfg.Organizations {
		logins = append(logins, o.Login)
	}
	return logins
}
