package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/hostile"
)

// What a command may take for a file of 16 MiB, on a quiet machine.
const (
	mostSeconds = 10
	mostMiB     = 512
)

// every is one of how many texts is tried where PATCTL_TEST_BOMBS is not set.
const every = 149

// bang is what a command took.
type bang struct {
	name    string
	seconds float64 // of all processors
	mib     int64   // at most at one time
	code    int
	said    string // the first of standard error
	warned  bool   // it said that this may take more
}

// TestBombs: no command takes more than 10 seconds or 512 MiB for a hostile file of 16 MiB, unless
// it says so, and none crashes. PATCTL_TEST_BOMBS is the size of the files in MiB, with which all commands read
// all texts. Without it, each reads a few texts of 1 MiB.
func TestBombs(t *testing.T) {
	size, all := 1<<20, false
	patctl := "patctl" // the test binary, which TestMain makes patctl
	if mib, err := strconv.Atoi(os.Getenv("PATCTL_TEST_BOMBS")); err == nil {
		size, all = mib<<20, true
		patctl = filepath.Join(t.TempDir(), "patctl")
		if output, err := exec.Command("go", "build", "-o", patctl, ".").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
	}
	var bangs []bang
	n := 0
	for _, c := range bombedCommands() {
		for _, text := range c.texts {
			if n++; !all && n%every != 0 {
				continue
			}
			t.Run(c.name+"/"+text.Name, func(t *testing.T) {
				b := c.run(t, patctl, text, size)
				bangs = append(bangs, b)
				if all && b.worst() > 1 || b.seconds > mostSeconds && !b.warned || b.crashed() { // the test binary collects garbage otherwise
					t.Errorf("%v", b)
				}
			})
		}
	}
	slices.SortFunc(bangs, func(a, b bang) int { return cmp.Compare(b.worst(), a.worst()) })
	for _, b := range bangs[:min(len(bangs), 40)] {
		t.Log(b)
	}
}

// worst is the larger share of what a command may take without a word about it.
func (b bang) worst() float64 {
	if b.warned {
		return 0
	}
	return max(float64(b.mib)/mostMiB, b.seconds/mostSeconds)
}

// crashed reports whether the command was ended, or failed by a mistake of its own.
func (b bang) crashed() bool {
	return b.code < 0 || b.code > 4 || strings.Contains(b.said, "goroutine") || strings.Contains(b.said, "patctl has a bug")
}

func (b bang) String() string {
	warned := " "
	if b.warned {
		warned = "*"
	}
	return fmt.Sprintf("%6.1f s %5d MiB %s exit %2d  %s: %.100s", b.seconds, b.mib, warned, b.code, b.name, b.said)
}

// run runs the command with a text. What ends it where it takes far too much are a limit of the
// time and of the memory.
func (c bombed) run(t *testing.T, patctl string, text hostile.Text, size int) bang {
	t.Helper()
	dir := t.TempDir()
	file := cmp.Or(c.file, "input")
	address := "http://127.0.0.1:1"
	switch {
	case c.serve != nil:
		server := httptest.NewServer(c.serve(text.Make(size)))
		defer server.Close()
		address = server.URL
		c.write(t, dir, nil)
	case c.spread != nil:
		c.write(t, dir, c.spread(size))
	default:
		made := text.Make(size)
		if c.wrap != nil {
			made = c.wrap(made)
		}
		c.write(t, dir, map[string]string{file: made})
	}
	cmd := exec.Command("sh", append([]string{"-c", `ulimit -t 40; ulimit -v 12000000; exec "$0" "$@"`, patctl}, c.args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GH_TOKEN=", "GITHUB_TOKEN=", "GITHUB_APP_ID=", "GITHUB_API_URL="+address, "HOME="+dir, "XDG_CACHE_HOME="+dir)
	if c.serve != nil {
		cmd.Env = append(cmd.Env, "GH_TOKEN=ghu_1")
	}
	if c.file == "" {
		in, err := os.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		cmd.Stdin = in
	}
	var result, said written
	cmd.Stdout, cmd.Stderr = &result, &said
	// Linux counts the most that this process had in memory as memory of the one that it starts.
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // best effort: it forgets the most
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := time.AfterFunc(5*time.Minute, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // its exit code tells
	stop.Stop()
	use := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return bang{
		name: t.Name(), code: cmd.ProcessState.ExitCode(), said: strings.Join(strings.Fields(said.first.String()), " "),
		seconds: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), mib: use.Maxrss >> 10, warned: result.warned || said.warned,
	}
}

// write writes the hostile files and what lies beside them.
func (c bombed) write(t *testing.T, dir string, hostile map[string]string) {
	t.Helper()
	files := maps.Clone(c.others)
	if files == nil {
		files = map[string]string{}
	}
	maps.Copy(files, hostile)
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// written keeps the first bytes of what is written, and whether a text in it says that more than the
// goal may be taken.
type written struct {
	first  bytes.Buffer
	last   []byte // what may be the start of such a text
	warned bool
}

func (w *written) Write(p []byte) (int, error) {
	const most = 4 << 10
	if room := most - w.first.Len(); room > 0 {
		w.first.Write(p[:min(room, len(p))])
	}
	seen := slices.Concat(w.last, p)
	for _, text := range []string{"This can take", "Large configuration", "Large file", "large-configuration"} {
		w.warned = w.warned || bytes.Contains(seen, []byte(text))
	}
	w.last = seen[max(0, len(seen)-20):]
	return len(p), nil
}
