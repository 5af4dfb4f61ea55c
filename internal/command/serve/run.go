package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/serve"
	"github.com/patctl/patctl/internal/serve/metrics"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/workspace"
)

type lookFunc = func(context.Context, queue.Look) (reviewer.Found, error)

// setting is what a demonstration adds.
type setting struct {
	arrived func(organization string)
	ready   func(address string) // called once the server listens
	signals *cli.Interruption    // of the process; nil: those of the environment
}

// serve runs a server until the context ends.
func (o *options) serve(ctx context.Context, e *cli.Env, v *cli.View, with setting) error {
	if _, err := longSecretsOf(e, webhookSecret); err != nil {
		return missingSecret(err)
	}
	host, err := hostOf(e, v)
	if err != nil {
		return err
	}
	log := newLog(e, o.logs)
	e.Log = log
	kept, err := o.open(ctx, e, v, log)
	if err != nil {
		return err
	}
	defer kept.close()
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return listenError(o.listen, err)
	}
	defer listener.Close()
	reload, stop := hangups(e)
	defer stop()
	o.live.Warn = warnOnce(log)
	from := &source{env: e, opts: o, log: log}
	from.look = func(cfg *hcl.Configuration, client *api.Client) lookFunc {
		return o.reviewer(e, cfg, client, kept.store, log)
	}
	s := &serve.Server{
		Listener: listener, Source: from, Reload: reload, Queue: kept.queue, Store: kept.store, Retain: kept.retain,
		Act: o.act, Version: cli.BuildVersion(), Host: host, Now: e.Now, After: time.After, Log: log, Arrived: with.arrived,
	}
	s.Metrics = metrics.New(metrics.Config{Version: cli.BuildVersion(), Organizations: s.Organizations, Depth: kept.queue.Depth})
	s.Notifier = notify.New(notify.Options{
		Told: kept.told, Host: host, Issues: from.issues, Version: cli.BuildVersion(), Now: e.Now, Sleep: e.Wait, Log: log, Observe: s.Metrics.Notification,
	})
	if with.ready != nil {
		with.ready(listener.Addr().String())
	}
	signals := with.signals
	if signals == nil {
		signals = &e.Signals
	}
	defer signals.Heeds()()
	return s.Run(ctx)
}

// hostOf returns the host of the configuration, and prints its errors before anything is started.
// Warnings are left to the log, which has those of every configuration that is loaded.
func hostOf(e *cli.Env, v *cli.View) (string, error) {
	e = e.Again()
	defer e.CloseRoots()
	cfg, diags := workspace.ReadConfig(e)
	if diags.HasErrors() {
		v.Diagnostics(diags, cfg.Sources)
		return "", cli.ErrPrinted
	}
	return workspace.HostOf(cfg), nil
}

// lookTimeout is how long a look may take: reading, reviews one second apart, and waiting for
// their effect.
const lookTimeout = 10 * time.Minute

var errTooLong = fmt.Errorf("it took longer than %s", format.Span(lookTimeout))

// reviewer returns what looks at organizations by a configuration.
func (o *options) reviewer(e *cli.Env, cfg *hcl.Configuration, client *api.Client, store serve.Store, log *slog.Logger) lookFunc {
	r := &reviewer.Reviewer{
		Config: cfg, Client: client, Store: store, Act: o.act, Version: cli.BuildVersion(), Host: workspace.HostOf(cfg),
		Now: e.Now, Sleep: e.Wait, Log: log,
		NewRunName: func() string {
			return e.Now().UTC().Format(time.RFC3339Nano) + fmt.Sprintf("-%d-%08x", os.Getpid(), rand.Uint32())
		},
	}
	return func(ctx context.Context, l queue.Look) (reviewer.Found, error) {
		cfg.Refill()
		ctx, cancel := context.WithTimeoutCause(ctx, lookTimeout, errTooLong)
		defer cancel()
		return r.Look(ctx, l)
	}
}

// warnOnce logs each warning once: the organizations are listed again and again.
func warnOnce(log *slog.Logger) func(summary, detail string) {
	var seen sync.Map
	return func(summary, detail string) {
		if _, known := seen.LoadOrStore(summary+detail, true); !known {
			log.Warn(summary + ": " + detail)
		}
	}
}

// hangups turns SIGHUP into requests to load the configuration again.
func hangups(e *cli.Env) (<-chan struct{}, func()) {
	out := make(chan struct{}, 1)
	if e.Hangups == nil {
		return out, func() {}
	}
	signals, stop := e.Hangups()
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-signals:
				select {
				case out <- struct{}{}:
				default: // one is waiting already
				}
			case <-done:
				return
			}
		}
	}()
	return out, func() { stop(); close(done) }
}

// listenError says why the server cannot listen on an address.
func listenError(address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return &cli.UsageError{Summary: "Address in use", Detail: fmt.Sprintf(
			"Another program, which may be another server, listens on %s. Stop it, or set another address with --listen.", address)}
	}
	var failed *net.OpError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("listen on %s: %w", address, err)
}

func missingSecret(err error) error {
	if !errors.Is(err, errNotSet) {
		return err
	}
	return &cli.UsageError{Summary: "No secret for deliveries", Detail: fmt.Sprintf(
		"GitHub signs deliveries with a secret, and %s. Create one, enter it in the webhook settings of the App, and set it:\n\n  export %s=\"$(openssl rand -hex 32)\"", err, webhookSecret)}
}
