package serve

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve"
	"github.com/patctl/patctl/internal/serve/local"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/lock"
)

// kept is where a server keeps its queue and what it knows.
type kept struct {
	queue queue.Queue
	store serve.Store
	told  notify.Told
	// retain forgets organizations that are no longer configured.
	retain func(logins []string)
	close  func()
}

// open opens the database where there is one, and otherwise the files of the directory.
func (o *options) open(ctx context.Context, e *cli.Env, v *cli.View, log *slog.Logger) (*kept, error) {
	url, err := o.databaseURL(e)
	if err != nil {
		return nil, err
	}
	if !url.IsZero() {
		return o.openDatabase(ctx, e, url, log)
	}
	return o.openDirectory(e, v, log)
}

// databaseURL returns the address of the database, or a zero one.
func (o *options) databaseURL(e *cli.Env) (credential.Secret, error) {
	if o.database != "" {
		return credential.NewSecret(o.database), nil
	}
	return optional(secretsOf(e, databaseURL))
}

func (o *options) openDatabase(ctx context.Context, e *cli.Env, url credential.Secret, log *slog.Logger) (*kept, error) {
	db, err := postgres.Open(ctx, url, postgres.Options{Workers: o.workers, Sleep: e.Wait, Jitter: rand.Float64, Grace: o.grace, Log: log})
	if err != nil {
		return nil, err
	}
	return &kept{queue: db.Queue(), store: db.Store(), told: db.Told(), retain: func([]string) {}, close: db.Close}, nil
}

// openDirectory opens the journal and what was told, and keeps apply out of the directory.
func (o *options) openDirectory(e *cli.Env, v *cli.View, log *slog.Logger) (*kept, error) {
	if err := workspace.CheckOwnFiles(e); err != nil {
		return nil, err
	}
	held, err := lock.Acquire(e, v)
	if err != nil {
		return nil, err
	}
	finished, err := cli.Unfinished.Begin(func() (func(), error) { return held.Release, nil })
	if err != nil {
		held.Release()
		return nil, err
	}
	release := func() { finished(); held.Release() }
	out, err := o.openFiles(e, log)
	if err != nil {
		release()
		return nil, err
	}
	closeFiles := out.close
	out.close = func() { closeFiles(); release() }
	return out, nil
}

// openFiles opens the journal and what was told, in a directory that is locked.
func (o *options) openFiles(e *cli.Env, log *slog.Logger) (*kept, error) {
	store, closeJournal, err := openJournal(e, log)
	if err != nil {
		return nil, err
	}
	told, err := local.OpenTold(notifiedFile(e), time.After, func(text string) { log.Warn(text) })
	if err != nil {
		closeJournal()
		return nil, err
	}
	memory := queue.NewMemory(queue.Options{
		Workers: o.workers, Now: e.Now, After: time.After, Grace: o.grace, Rand: rand.Float64,
		Panicked: func(organization string, value any, stack []byte) {
			log.Error("patctl has a bug: a look panicked", "organization", organization, "panic", fmt.Sprint(value), "stack", string(stack))
		},
	})
	return &kept{
		queue: memory, store: store, told: told,
		retain: func(logins []string) { memory.Keep(logins); store.Retain(logins) },
		close: func() {
			if err := told.Close(); err != nil {
				log.Error("what was told could not be written", "error", err)
			}
			closeJournal()
		},
	}, nil
}

// openJournal opens the journal of the directory, and reads what earlier processes wrote.
func openJournal(e *cli.Env, log *slog.Logger) (*local.Store, func(), error) {
	journal, err := workspace.OpenJournal(e)
	if err != nil {
		return nil, nil, err
	}
	store, told, err := local.New(journal, journal.Written(), e.Now)
	if err != nil {
		journal.Close()
		return nil, nil, fmt.Errorf("read the journal %s: %w", workspace.JournalFile, cli.Cause(err))
	}
	if told.Broken > 0 {
		log.Warn("some lines of the journal cannot be read; a process may have been killed while it wrote", "lines", told.Broken)
	}
	return store, journal.Close, nil
}

// notifiedFile is where what was told is kept beside the configuration.
func notifiedFile(e *cli.Env) local.File {
	return local.File{
		Name:     workspace.NotifiedFile,
		Load:     func() ([]byte, error) { return workspace.ReadNotified(e) },
		Save:     func(data []byte) error { return workspace.WriteNotified(e, data) },
		SetAside: func() error { return workspace.SetNotifiedAside(e) },
	}
}
