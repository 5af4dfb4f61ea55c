package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/serve"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/workspace"
)

// source loads the configuration of the working directory for a server.
type source struct {
	env   *cli.Env
	opts  *options
	log   *slog.Logger
	files watched

	client atomic.Pointer[api.Client] // of the configuration that is in force

	// look makes a function that looks at organizations by a configuration.
	look func(cfg *hcl.Configuration, client *api.Client) lookFunc
}

// Changed reports whether the files are not those of the last Load any more.
func (s *source) Changed() bool { return s.files.changed() }

// Load loads the configuration, the credentials, and the secrets of targets.
func (s *source) Load(context.Context) (*serve.Configuration, error) {
	var (
		loaded *serve.Configuration
		diags  diag.Diagnostics
		err    error
	)
	s.files.around(func() []string {
		if loaded != nil {
			loaded.Close()
		}
		e := s.env.Again()
		loaded, diags, err = s.load(e)
		if err != nil {
			e.CloseRoots()
		}
		return e.Inputs.Paths()
	})
	for _, d := range diags {
		if !diag.IsError(d) {
			s.log.Warn(line(d))
		}
	}
	return loaded, err
}

func (s *source) load(e *cli.Env) (*serve.Configuration, diag.Diagnostics, error) {
	cfg, diags := workspace.ReadConfig(e)
	if diags.HasErrors() {
		return nil, diags, invalid(diags)
	}
	loaded, err := s.made(e, cfg)
	return loaded, diags, err
}

// made returns what is made from a configuration without errors.
func (s *source) made(e *cli.Env, cfg *hcl.Configuration) (*serve.Configuration, error) {
	client, err := s.opts.live.Open(e, &cli.View{Stdout: e.Stdout, Stderr: e.Stderr, Quiet: true}, workspace.HostOf(cfg), lookAttempts)
	if err != nil {
		return nil, s.opts.live.LiveError(err, cfg)
	}
	targets, err := targetsOf(e, cfg)
	if err != nil {
		return nil, err
	}
	secrets, err := longSecretsOf(e, webhookSecret)
	if err != nil {
		return nil, missingSecret(err)
	}
	token, err := optional(longSecretsOf(e, serveToken))
	if err != nil {
		return nil, err
	}
	out := &serve.Configuration{
		Config: cfg, Targets: targets, Secrets: secrets, Token: token, Close: e.CloseRoots,
		Logins: func(ctx context.Context) ([]string, error) {
			logins, err := s.opts.live.Logins(ctx, client.Fresh(), cfg)
			if err == nil && len(logins) == 0 {
				err = workspace.NoOrganization(s.opts.live)
			}
			return logins, err
		},
		Look: s.look(cfg, client),
	}
	out.Interval, out.MaxAge = s.opts.times(cfg.Serve)
	out.InForce = func() { s.client.Store(client) }
	return out, nil
}

// issues returns a client that makes issues.
func (s *source) issues() (notify.Issues, error) {
	client := s.client.Load()
	if client == nil {
		return nil, errors.New("no configuration is in force")
	}
	return client.Fresh(), nil
}

// times are how often organizations are looked at, and how old the newest complete look may
// be. What the command line says wins.
func (o *options) times(block *hcl.Serve) (interval, maxAge time.Duration) {
	interval = hcl.DefaultInterval
	if block != nil {
		interval = block.Interval
	}
	if o.interval > 0 {
		interval = o.interval
	}
	if block != nil && block.Known("max_age") {
		return interval, max(block.MaxAge, interval)
	}
	return interval, hcl.MaxAgeIntervals * interval
}

// invalid puts the errors of a configuration into one.
func invalid(diags diag.Diagnostics) error {
	var lines []string
	for _, d := range diags {
		if diag.IsError(d) {
			lines = append(lines, line(d))
		}
	}
	const most = 5
	if n := len(lines); n > most {
		lines = append(lines[:most], fmt.Sprintf("and %d more errors", n-most))
	}
	return errors.New("the configuration has errors: " + strings.Join(lines, "; "))
}

// line is a diagnostic on one line.
func line(d *diag.Diagnostic) string {
	text := d.Summary
	if d.Detail != "" {
		text += ": " + d.Detail
	}
	if d.Subject != nil {
		text = diag.Place(*d.Subject) + ": " + text
	}
	return diag.Printable(strings.Join(strings.Fields(text), " "))
}
