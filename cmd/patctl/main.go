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
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/cli/browser"
	"github.com/cli/go-gh/v2/pkg/auth"
	"golang.org/x/term"
)

func main() {
	collectLess()
	os.Exit(runProcess(os.Args[1:], processEnv()))
}

// runProcess is run, ended by the signals that ask the process to end.
func runProcess(args []string, e *env) int {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go e.signals.watch(signals, cancel, os.Stderr, os.Exit)
	return run(ctx, args, e)
}

// collectLess trades memory for time: a run is short, and with Go's own setting
// a third of it goes into collecting garbage. Near the limit, which leaves room
// within 4 GiB, the collector works as usual. The variables that set both win.
func collectLess() {
	const percent, limit = 400, 3 << 30
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}

// processEnv describes the process that patctl runs in.
func processEnv() *env {
	dir, err := os.Getwd()
	cacheDir, _ := os.UserCacheDir() // patctl does without
	return &env{
		stdin:           os.Stdin,
		stdinIsTerminal: term.IsTerminal(int(os.Stdin.Fd())),
		stdout:          fileStream(os.Stdout),
		stderr:          fileStream(os.Stderr),
		environ:         os.Environ(),
		dir:             dir,
		dirErr:          err,
		now:             time.Now,
		openBrowser:     browser.OpenURL,
		cacheDir:        cacheDir,
		storedToken:     storedToken,
	}
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

func fileStream(f *os.File) *stream {
	s := newStream(f)
	s.terminal = term.IsTerminal(int(f.Fd()))
	if width, _, err := term.GetSize(int(f.Fd())); s.terminal && err == nil && width > 0 {
		s.width = width
	}
	return s
}
