package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/planning"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/checks"
)

// runCheck prints what a server with the same flags needs, and what is missing. It changes
// nothing.
func (o *options) runCheck(ctx context.Context, e *cli.Env, v *cli.View) error {
	found := o.checkAll(ctx, e, v)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var err error
	if o.asJSON {
		err = v.JSON(checks.NewDocument(found))
	} else {
		checks.Write(v, found, "the server can run.")
	}
	if err == nil && checks.Problems(found) > 0 {
		return cli.ErrPrinted
	}
	return err
}

func (o *options) checkAll(ctx context.Context, e *cli.Env, v *cli.View) []api.Check {
	cfg, diags := workspace.ReadConfig(e)
	if diags.HasErrors() {
		v.Diagnostics(diags, cfg.Sources)
		out := []api.Check{
			problem("configuration", "The configuration has errors. To see them, run:\n\n  patctl validate\n"), checkSecret(e), checkToken(e), o.checkAddress(),
		}
		return append(out, o.checkKept(ctx, e, v)...)
	}
	out := []api.Check{
		fine("configuration", "The configuration declares %s and %s.", cli.Counted(len(cfg.Templates), "template"), cli.Counted(len(cfg.Organizations), "organization")),
		o.checkReviews(cfg), checkSecret(e), checkToken(e), checkTargets(e, cfg), o.checkAddress(),
	}
	out = append(out, o.checkKept(ctx, e, v)...)
	return append(out, o.checkGitHub(ctx, e, cfg)...)
}

func fine(name, format string, args ...any) api.Check {
	return api.Check{Name: name, Status: api.CheckOK, Detail: fmt.Sprintf(format, args...)}
}

func problem(name, format string, args ...any) api.Check {
	return api.Check{Name: name, Status: api.CheckProblem, Detail: fmt.Sprintf(format, args...)}
}

func skipped(name, format string, args ...any) api.Check {
	return api.Check{Name: name, Status: api.CheckSkipped, Detail: fmt.Sprintf(format, args...)}
}

func (o *options) checkReviews(cfg *hcl.Configuration) api.Check {
	const name = "reviews"
	switch has := planning.HasReviews(cfg); {
	case o.act && !has:
		return problem(name, "With --act, the server reviews what review blocks ask for, but no organization has one. docs/apply.md describes them.")
	case has && !o.act:
		return skipped(name, "The server only reports. To review, add --act.")
	case !has:
		return skipped(name, "The server only reports: no organization has a review block.")
	}
	return fine(name, "The server reviews according to the review blocks.")
}

func checkSecret(e *cli.Env) api.Check {
	const name = "webhook secret"
	found, err := longSecretsOf(e, webhookSecret)
	if err != nil {
		return problem(name, "%s", sentence(detailOf(missingSecret(err))))
	}
	return fine(name, "Found %s in %s.", cli.Counted(len(found), "secret"), webhookSecret)
}

func checkToken(e *cli.Env) api.Check {
	const name = "page token"
	switch token, err := optional(longSecretsOf(e, serveToken)); {
	case err != nil:
		return problem(name, "%s", sentence(detailOf(err)))
	case token.IsZero():
		return skipped(name, "The server has no status page and no metrics, because %s is not set.", serveToken)
	}
	return fine(name, "The status page and the metrics need the token in %s.", serveToken)
}

func checkTargets(e *cli.Env, cfg *hcl.Configuration) api.Check {
	const name = "notifications"
	targets, err := targetsOf(e, cfg)
	switch {
	case err != nil:
		return problem(name, "%s", sentence(detailOf(err)))
	case len(targets) == 0:
		return skipped(name, "The server notifies nobody, because the configuration has no serve block with targets.")
	}
	return fine(name, "The server notifies %s.", cli.Counted(len(targets), "target"))
}

func (o *options) checkAddress() api.Check {
	const name = "listen"
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return problem(name, "%s", sentence(detailOf(listenError(o.listen, err))))
	}
	_ = listener.Close()
	return fine(name, "The server can listen on %s.", o.listen)
}

// checkKept opens what a server opens, and closes it again.
func (o *options) checkKept(ctx context.Context, e *cli.Env, v *cli.View) []api.Check {
	name, what := "journal", "The server can write its journal in this directory."
	url, err := o.databaseURL(e)
	if err != nil || !url.IsZero() {
		name, what = "database", "The server can use the database."
	}
	var opened *kept
	if err == nil {
		opened, err = o.open(ctx, e, v, slog.New(slog.DiscardHandler))
	}
	if err != nil {
		return []api.Check{problem(name, "%s", sentence(detailOf(err)))}
	}
	opened.close()
	return []api.Check{fine(name, "%s", what)}
}

// detailOf is an error without the summary that is printed above it.
func detailOf(err error) string {
	var usage *cli.UsageError
	if errors.As(err, &usage) {
		return usage.Detail
	}
	return err.Error()
}

// checkGitHub checks access to organizations, and the App's webhook.
func (o *options) checkGitHub(ctx context.Context, e *cli.Env, cfg *hcl.Configuration) []api.Check {
	client, err := o.live.Open(e, &cli.View{Stdout: e.Stdout, Stderr: e.Stderr, Quiet: true}, workspace.HostOf(cfg), lookAttempts)
	if err != nil {
		detail := err.Error()
		if errors.Is(err, credential.ErrNoCredentials) {
			detail = o.live.CredentialsHint(cfg)
		}
		return []api.Check{problem(workspace.FailedCheck(err), "%s", detail)}
	}
	logins, err := o.live.Logins(ctx, client, cfg)
	client.ReadTeams(audit.NamedTeams(cfg))
	found := client.Diagnose(ctx, logins)
	if err != nil && checks.Problems(found) == 0 {
		found = append(found, problem("organizations", "%s", sentence(detailOf(err))))
	}
	if checks.Identified(found) {
		found = append(found, client.DiagnoseIssues(ctx, cfg.Serve.IssueRepositories())...)
	}
	return append(found, client.DiagnoseWebhook(ctx)...)
}
