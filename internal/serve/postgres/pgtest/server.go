// Package pgtest runs a PostgreSQL server for tests, from the programs that are installed.
// It is nothing for data that is to be kept: the server does not wait for the disk.
package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Setting is the environment variable that decides about the tests: "none" skips them, and
// "required" makes a test fail if PostgreSQL is missing.
const Setting = "PATCTL_TEST_POSTGRES"

// Password is that of the user patctl.
const Password = "s3cret-of-the-tests"

// ErrMissing is the error where PostgreSQL is not installed.
var ErrMissing = errors.New("PostgreSQL is not installed")

// ready is what the server writes when it takes connections.
const ready = "database system is ready to accept connections"

// startTime is how long a server may take to start or stop.
const startTime = time.Minute

// Server is a server of its own, with a directory of its own. It listens on a socket there.
type Server struct {
	dir       string
	bin       string
	stdin     io.Closer
	exited    chan struct{}
	databases atomic.Int64
}

// Start returns a running server, which ends with the test. Without PostgreSQL the test is
// skipped, or fails if the setting says so.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := Launch()
	Require(t, err)
	t.Cleanup(s.Close)
	return s
}

// Require skips or fails a test that needs the server of a Launch with that error.
func Require(t testing.TB, err error) {
	t.Helper()
	switch setting := os.Getenv(Setting); {
	case setting == "none":
		t.Skip(Setting + " is none")
	case err == nil:
	case errors.Is(err, ErrMissing) && setting != "required":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// Launch is Start for several tests together. The caller calls Close.
func Launch() (*Server, error) {
	if os.Getenv(Setting) == "none" {
		return nil, ErrMissing
	}
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "patctl-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin}
	if err := s.initialize(); err != nil {
		s.Close()
		return nil, err
	}
	if err := s.Start(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// programs finds the directory of PostgreSQL's programs: Debian keeps them off the path. Of
// several versions it is the newest.
func programs() (string, error) {
	if runtime.GOOS == "windows" {
		return "", ErrMissing // a server is started through a shell
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) + strings.Compare(b, a) })
	if len(found) > 0 {
		return filepath.Dir(found[0]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", ErrMissing
}

// initialize makes the directory of the data.
func (s *Server) initialize() error {
	password := filepath.Join(s.dir, "password")
	if err := os.WriteFile(password, []byte(Password+"\n"), 0o600); err != nil {
		return err
	}
	c := exec.Command(filepath.Join(s.bin, "initdb"), "-D", s.data(), "-U", "patctl", "--auth=scram-sha-256", "--pwfile="+password,
		"--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	if err := asOther(c, s.dir, password); err != nil {
		return err
	}
	c.Dir = s.dir
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// script ends the server when its input ends, so that it does not outlive the tests, even if
// they are killed.
const script = `"$@" </dev/null & pid=$!
trap '' INT TERM
cat >/dev/null
kill -QUIT "$pid"
wait "$pid"`

// Start starts a server that was stopped.
func (s *Server) Start() error {
	c := exec.Command("/bin/sh", "-c", script, "sh", filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
		"-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "restart_after_crash=off")
	if err := asOther(c, s.dir); err != nil {
		return err
	}
	c.Dir = s.dir
	stdin, err := c.StdinPipe()
	if err != nil {
		return err
	}
	stderr, err := c.StderrPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	s.stdin, s.exited = stdin, make(chan struct{})
	up := make(chan error, 1)
	go func() {
		defer close(s.exited)
		watch(stderr, up)
		_ = c.Wait()
	}()
	select {
	case err := <-up:
		return err
	case <-time.After(startTime):
		return errors.New("the server does not start")
	}
}

// watch reads the log of a server to its end, and tells when it is up.
func watch(log io.Reader, up chan<- error) {
	var text strings.Builder
	told := false
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		if strings.Contains(lines.Text(), ready) {
			up <- nil
			told = true
		}
		if !told {
			text.WriteString(lines.Text() + "\n")
		}
	}
	if !told {
		up <- fmt.Errorf("the server ended: %s", text.String())
	}
}

// Stop stops the server at once, as a crash does. All connections are lost. What was committed
// is not, because the machine goes on.
func (s *Server) Stop() {
	if s.stdin == nil {
		return
	}
	_ = s.stdin.Close()
	s.stdin = nil
	select {
	case <-s.exited:
	case <-time.After(startTime):
	}
}

// Close stops the server, and removes its directory.
func (s *Server) Close() {
	s.Stop()
	_ = os.RemoveAll(s.dir)
}

// URL is the address of a database.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://patctl:%s@/%s?host=%s", Password, database, s.dir)
}

// Database makes a database, as a copy of another one unless template is empty, and returns
// its name.
func (s *Server) Database(ctx context.Context, template string) (string, error) {
	name := fmt.Sprintf("test_%d", s.databases.Add(1))
	sql := "create database " + name
	if template != "" {
		sql += " template " + template
	}
	return name, s.Exec(ctx, "postgres", sql)
}

// Exec runs a statement in a database.
func (s *Server) Exec(ctx context.Context, database, sql string, args ...any) error {
	conn, err := pgx.Connect(ctx, s.URL(database))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql, args...)
	return err
}

// Count runs a query whose only value is a number.
func (s *Server) Count(ctx context.Context, database, sql string, args ...any) (n int, err error) {
	conn, err := pgx.Connect(ctx, s.URL(database))
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing is lost with it
	err = conn.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}
