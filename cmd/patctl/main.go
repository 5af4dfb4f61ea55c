// Command patctl declares the fine-grained personal access tokens that may
// exist in an organization on GitHub, and holds requests and tokens against
// that declaration.
//
// This package reads the command line and prints results. It decides nothing
// about templates or tokens itself: the packages under internal do. Only this
// file touches the process; the rest works on what it puts into env.
package main

import (
	"context"
	"io"
	"log"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"syscall"
	"time"

	"github.com/cli/browser"
	"github.com/cli/go-gh/v2/pkg/auth"
	"golang.org/x/term"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/command"
)

func main() {
	collectLess()
	os.Exit(runProcess(os.Args[1:], processEnv()))
}

// runProcess is run, ended by the signals that ask the process to end.
func runProcess(args []string, e *cli.Env) int {
	log.SetOutput(io.Discard) // net/http writes into it what servers send
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	for _, asks := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(asks) { // a shell starts what runs in the background so, and nohup what it runs
			signal.Notify(signals, asks)
		}
	}
	go e.Signals.Watch(signals, cancel, os.Stderr, os.Exit)
	catchClosed(e, cancel)
	code := command.Run(ctx, args, e)
	if e.EndSignal != nil {
		endBySignal(e.EndSignal)
	}
	return code
}

// catchClosed turns SIGPIPE into an error of the write, so that a run whose output nobody reads can
// end in order. Once others write to a stream, the signal ends the process again.
func catchClosed(e *cli.Env, cancel context.CancelCauseFunc) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // nobody receives it: connections cause it, too
	for _, s := range []*cli.Stream{e.Stdout, e.Stderr} {
		s.Closed = func() { e.Signals.Closed(cancel, os.Exit) }
		s.HandedOut = func() { signal.Reset(syscall.SIGPIPE) }
	}
}

// endBySignal ends the process as the command ended that it ran. It returns where that is
// not possible.
func endBySignal(s os.Signal) {
	signal.Reset(s)
	if self, err := os.FindProcess(os.Getpid()); err == nil && self.Signal(s) == nil {
		time.Sleep(time.Second) // the signal takes a moment
	}
}

// collectLess trades memory for time: a run is short, and with Go's own setting
// a third of it goes into collecting garbage. The collector keeps to the limit that
// memoryLimit returns. The variables that set both win.
func collectLess() {
	const percent = 400
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit(0))
		moveLimit(new(collection))
	}
}

// memoryLimit is how much memory the collector may leave in use, by what was in use after
// the last collection. Most runs have little in use, and stay within 512 MiB. With more, the
// collector would work all the time, so the limit is then 900 MiB, with which an audit of a
// million tokens stays below 1 GiB. If even more is in use, the limit is above it.
func memoryLimit(inUse int64) int64 {
	const small, large = 416 << 20, 900 << 20
	if inUse < small/4*3 {
		return small
	}
	return max(large, inUse+inUse/4)
}

// collection is collected whenever garbage is. It holds a pointer, because Go puts what holds
// none together with others.
type collection struct{ _ *collection }

// moveLimit sets the limit again after each collection.
func moveLimit(c *collection) {
	runtime.SetFinalizer(c, func(c *collection) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() == metrics.KindUint64 {
			debug.SetMemoryLimit(memoryLimit(int64(min(live[0].Value.Uint64(), math.MaxInt64/2))))
		}
		moveLimit(c)
	})
}

// processEnv describes the process that patctl runs in.
func processEnv() *cli.Env {
	dir, err := os.Getwd()
	cacheDir, _ := os.UserCacheDir() // patctl does without
	if !filepath.IsAbs(cacheDir) {   // HOME is relative: it would be in the directory of the configuration
		cacheDir = ""
	}
	return &cli.Env{
		Stdin:           os.Stdin,
		StdinIsTerminal: term.IsTerminal(int(os.Stdin.Fd())),
		Stdout:          fileStream(os.Stdout),
		Stderr:          fileStream(os.Stderr),
		Environ:         os.Environ(),
		Dir:             dir,
		DirErr:          err,
		Now:             time.Now,
		SystemTime:      time.Now,
		OpenBrowser:     browser.OpenURL,
		Extension:       isExtension(os.Args[0]),
		CacheDir:        cacheDir,
		StoredToken:     storedToken,
		Prompt:          prompter(os.Stdin, os.Stdout),
		Hangups:         hangups,
	}
}

// hangups tells of each SIGHUP until stop is called.
func hangups() (<-chan os.Signal, func()) {
	c := make(chan os.Signal, 1)
	signal.Reset(syscall.SIGHUP) // it does not end the process
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Stop(c) }
}

// prompter returns a function that reads a line from a terminal, with its history and its
// keys for editing. The terminal is as it was between two lines.
func prompter(in, out *os.File) func(string) (string, error) {
	fd := int(in.Fd())
	if !term.IsTerminal(fd) || !term.IsTerminal(int(out.Fd())) {
		return nil
	}
	terminal := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, out}, "")
	return func(prompt string) (string, error) {
		before, err := term.MakeRaw(fd)
		if err != nil {
			return "", err
		}
		defer func() { _ = term.Restore(fd, before) }()
		if width, height, err := term.GetSize(int(out.Fd())); err == nil && width > 0 {
			_ = terminal.SetSize(width, height) // it draws with the old one
		}
		terminal.SetPrompt(prompt)
		return terminal.ReadLine()
	}
}

// isExtension reports whether gh runs patctl as its extension: gh installs
// extensions under the name gh-NAME, and starts them by their path.
func isExtension(program string) bool {
	name := filepath.Base(filepath.ToSlash(program))
	return strings.TrimSuffix(name, ".exe") == "gh-patctl"
}

// storedToken returns the token that gh has stored for a host, in its file or
// in the keyring of the system, or "". What gh would take from the environment
// is not its own.
func storedToken(host string) string {
	token, source := auth.TokenForHost(host)
	if source != "gh" && source != "oauth_token" {
		return ""
	}
	return token
}

func fileStream(f *os.File) *cli.Stream {
	s := cli.NewStream(f)
	s.Terminal = term.IsTerminal(int(f.Fd()))
	if width, _, err := term.GetSize(int(f.Fd())); s.Terminal && err == nil && width > 0 {
		s.Width = width
	}
	return s
}
