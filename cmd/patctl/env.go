package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"
)

// env is everything that a command takes from the process. Commands read the
// global flags and e.dir when they run, not when they are made: --chdir is
// known only then.
type env struct {
	stdin           io.Reader
	stdinIsTerminal bool
	stdout, stderr  *stream
	environ         []string // NAME=value
	dir             string   // absolute; the working directory, after --chdir
	dirErr          error    // why dir is not known
	now             func() time.Time
	openBrowser     func(url string) error
	cacheDir        string                                     // of the user, for all programs; "": there is none
	storedToken     func(host string) string                   // what gh has stored; nil: not to be asked
	sleep           func(context.Context, time.Duration) error // nil: by the process's clock

	global  globalFlags
	command string // the name of the command that runs
	signals interruption
	log     *slog.Logger               // silent without PATCTL_LOG=debug; never given a variable's value
	roots   []io.Closer                // file systems, closed at the end of the run
	saved   map[string]json.RawMessage // values of variables that a saved plan keeps
	inputs  inputFiles
}

// globalFlags are the flags that every command takes.
type globalFlags struct {
	chdir    string
	noColor  bool
	quiet    bool
	vars     []string // name=value
	varFiles []string // as written, relative to the directory of --chdir
}

// getenv returns the value of an environment variable, or "" where it is not
// set. Of several assignments the last counts, as in os/exec.
func (e *env) getenv(name string) string {
	value := ""
	for _, assignment := range e.environ {
		if v, ok := strings.CutPrefix(assignment, name+"="); ok {
			value = v
		}
	}
	return value
}

// path returns the path of a file that the user named, which is relative to
// the working directory after --chdir.
func (e *env) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(e.dir, name)
}

// setStyle decides for both streams whether they are coloured, have links, and
// tell times relative to now.
func (e *env) setStyle() {
	for _, s := range []*stream{e.stdout, e.stderr} {
		s.color = e.wantsColor(s)
		s.links = e.wantsLinks(s)
		s.run = e.now()
		if s.terminal {
			s.now = e.now()
		}
	}
}

// wantsColor reports whether a stream is coloured. Who asks for no colour gets
// none, whatever else is set; only then may it be forced.
func (e *env) wantsColor(s *stream) bool {
	force := e.getenv("CLICOLOR_FORCE")
	switch {
	case e.global.noColor, e.getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	case e.getenv("TERM") == "dumb", e.getenv("CLICOLOR") == "0":
		return false
	}
	return s.terminal
}

// setLog makes the logger that PATCTL_LOG asks for.
func (e *env) setLog() {
	e.log = slog.New(slog.DiscardHandler)
	if e.debug() {
		e.log = slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{
			Level:       slog.LevelDebug,
			ReplaceAttr: dropTime,
		}))
	}
}

func (e *env) debug() bool { return e.getenv("PATCTL_LOG") == "debug" }

// dropTime keeps the log of one input the same in every run.
func dropTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// wait returns after a time, or early with the error of the context.
func (e *env) wait(ctx context.Context, d time.Duration) error {
	if e.sleep != nil {
		return e.sleep(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
