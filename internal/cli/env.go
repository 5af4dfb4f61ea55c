package cli

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// Env is everything that a command takes from the process. Commands read the
// global flags and e.dir when they run, not when they are made: --chdir is
// known only then.
type Env struct {
	Stdin           io.Reader
	StdinIsTerminal bool
	Stdout, Stderr  *Stream
	Environ         []string // NAME=value
	Dir             string   // absolute; the working directory, after --chdir
	DirErr          error    // why dir is not known
	Now             func() time.Time
	OpenBrowser     func(url string) error
	// Prompt reads a line that a person edits on the terminal; io.EOF ends it. nil: standard
	// input is no terminal.
	Prompt      func(prompt string) (string, error)
	Extension   bool                                       // gh runs patctl, as `gh patctl`
	CacheDir    string                                     // of the user, for all programs; "": there is none
	StoredToken func(host string) string                   // what gh has stored; nil: not to be asked
	Sleep       func(context.Context, time.Duration) error // nil: by the process's clock
	SystemTime  func() time.Time                           // what other programs take for now; nil: Now

	// Hangups returns what tells of each SIGHUP, which no longer ends the process, until stop is
	// called; nil: the system has none.
	Hangups func() (hangups <-chan os.Signal, stop func())

	// EndSignal is the signal that ended the command that this run was for. The process
	// then ends by it, too.
	EndSignal os.Signal

	Program diag.Program // as the user calls it
	Global  globalFlags
	Command string // the name of the command that runs
	Signals Interruption
	Log     *slog.Logger               // silent without PATCTL_LOG=debug; never given a variable's value
	Roots   []io.Closer                // file systems, closed at the end of the run
	Saved   map[string]json.RawMessage // values of variables that a saved plan keeps
	Inputs  inputFiles
}

// globalFlags are the flags that every command takes.
type globalFlags struct {
	Chdir    string
	NoColor  bool
	Quiet    bool
	Vars     []string // name=value
	VarFiles []string // as written, relative to the directory of --chdir
}

// Getenv returns the value of an environment variable, or "" where it is not
// set. Of several assignments the last counts, as in os/exec.
func (e *Env) Getenv(name string) string {
	value := ""
	for _, assignment := range e.Environ {
		if v, ok := strings.CutPrefix(assignment, name+"="); ok {
			value = v
		}
	}
	return value
}

// Again returns the environment for reading the configuration once more: with open files and
// inputs of its own, which its user closes.
func (e *Env) Again() *Env {
	return &Env{
		Stdin: e.Stdin, StdinIsTerminal: e.StdinIsTerminal, Stdout: e.Stdout, Stderr: e.Stderr, Environ: e.Environ, Dir: e.Dir, Now: e.Now,
		Extension: e.Extension, CacheDir: e.CacheDir, StoredToken: e.StoredToken, Sleep: e.Sleep, SystemTime: e.SystemTime,
		Program: e.Program, Global: e.Global, Command: e.Command, Log: e.Log,
	}
}

// CloseRoots closes the file systems that were opened.
func (e *Env) CloseRoots() {
	for _, root := range e.Roots {
		_ = root.Close() // they are only read
	}
	e.Roots = nil
}

// SetProgram lets all text name the commands of patctl as the user calls them.
func (e *Env) SetProgram(commands []string) {
	if !e.Extension {
		return
	}
	e.Program = diag.NewProgram("gh patctl", commands)
	e.Stdout.program, e.Stderr.program = e.Program, e.Program
}

// Path returns the path of a file that the user named, which is relative to
// the working directory after --chdir.
func (e *Env) Path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(e.Dir, name)
}

// SetStyle decides for both streams whether they are coloured, have links, and
// tell times relative to now.
func (e *Env) SetStyle() {
	for _, s := range []*Stream{e.Stdout, e.Stderr} {
		s.Color = e.wantsColor(s)
		s.links = e.wantsLinks(s)
		s.run = e.Now()
		if s.Terminal {
			s.Now = e.Now()
		}
	}
}

// wantsColor reports whether a stream is coloured. Who asks for no colour gets
// none, whatever else is set; only then may it be forced.
func (e *Env) wantsColor(s *Stream) bool {
	force := e.Getenv("CLICOLOR_FORCE")
	switch {
	case e.Global.NoColor, e.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	case e.Getenv("TERM") == "dumb", e.Getenv("CLICOLOR") == "0":
		return false
	}
	return s.Terminal
}

// SetLog makes the logger that PATCTL_LOG asks for.
func (e *Env) SetLog() {
	e.Log = slog.New(slog.DiscardHandler)
	if e.Debug() {
		e.Log = slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{
			Level:       slog.LevelDebug,
			ReplaceAttr: dropTime,
		}))
	}
}

// Debug reports whether PATCTL_LOG asks for what a developer needs.
func (e *Env) Debug() bool { return e.Getenv("PATCTL_LOG") == "debug" }

// dropTime keeps the log of one input the same in every run.
func dropTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// Wait returns after a time, or early with the error of the context.
func (e *Env) Wait(ctx context.Context, d time.Duration) error {
	if e.Sleep != nil {
		return e.Sleep(ctx, d)
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
