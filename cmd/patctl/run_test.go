package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// testEnv is a process without terminal or environment in an empty directory.
func testEnv(t *testing.T, stdout, stderr io.Writer) *env {
	t.Helper()
	return &env{
		stdin:  strings.NewReader(""),
		stdout: newStream(stdout),
		stderr: newStream(stderr),
		dir:    t.TempDir(),
		now:    func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	}
}

func silentEnv(t *testing.T) *env { return testEnv(t, io.Discard, io.Discard) }

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestFullDiskIsAnError(t *testing.T) {
	var stderr bytes.Buffer
	code := run(context.Background(), []string{"version"}, testEnv(t, failingWriter{errors.New("no space left on device")}, &stderr))
	if code != exitError || !strings.Contains(stderr.String(), "Error: write the result: no space left on device") {
		t.Errorf("exit code %d, stderr:\n%s", code, stderr.String())
	}
}

type panickingWriter struct{}

func (panickingWriter) Write([]byte) (int, error) { panic("secret \x1b[2J") }

func TestBugIsReportedAsOurs(t *testing.T) {
	for _, debug := range []bool{false, true} {
		var stderr bytes.Buffer
		e := testEnv(t, panickingWriter{}, &stderr)
		if debug {
			e.environ = []string{"PATCTL_LOG=debug"}
		}
		// The script is longer than the buffer of the stream.
		code := run(context.Background(), []string{"completion", "bash"}, e)
		got := stderr.String()
		if code != exitError || !strings.Contains(got, "Error: patctl has a bug\n\nThis is a mistake in patctl, not in your configuration.") {
			t.Errorf("debug %t: exit code %d, stderr:\n%s", debug, code, got)
		}
		if strings.Contains(got, "goroutine") != debug || strings.Contains(got, "secret") != debug || obeyed([]byte(got)) != "" {
			t.Errorf("debug %t: stderr:\n%s", debug, got)
		}
	}
}

func TestInterruptedRunSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stderr bytes.Buffer
	code := finish(ctx, testEnv(t, io.Discard, &stderr), context.Canceled)
	if code != exitInterrupted || stderr.String() != "Error: interrupted\n\n" {
		t.Errorf("exit code %d, stderr:\n%s", code, stderr.String())
	}
}

func TestColor(t *testing.T) {
	for _, test := range []struct {
		environ  string
		flag     bool
		terminal bool
		want     bool
	}{
		{"", false, true, true},
		{"", false, false, false},
		{"", true, true, false},
		{"NO_COLOR=1", false, true, false},
		{"NO_COLOR=", false, true, true},
		{"NO_COLOR=1 CLICOLOR_FORCE=1", false, true, false},
		{"CLICOLOR_FORCE=1", false, false, true},
		{"CLICOLOR_FORCE=1", true, false, false},
		{"CLICOLOR_FORCE=0", false, false, false},
		{"CLICOLOR_FORCE=1 TERM=dumb", false, false, true},
		{"CLICOLOR=0", false, true, false},
		{"CLICOLOR=1", false, true, true},
		{"TERM=dumb", false, true, false},
		{"TERM=xterm", false, true, true},
	} {
		e := silentEnv(t)
		e.environ = strings.Fields(test.environ)
		e.global.noColor = test.flag
		e.stderr.terminal = test.terminal
		e.setStyle()
		if e.stderr.color != test.want {
			t.Errorf("%+v: color %t", test, e.stderr.color)
		}
	}
}

func TestNormalizeArgs(t *testing.T) {
	root := &cobra.Command{Use: "patctl"}
	root.PersistentFlags().String("chdir", "", "")
	root.PersistentFlags().StringArray("var", nil, "")
	root.PersistentFlags().BoolP("help", "h", false, "")
	render := &cobra.Command{Use: "render", Run: func(*cobra.Command, []string) {}}
	render.Flags().StringArrayP("output", "o", nil, "")
	render.Flags().Bool("open", false, "")
	render.Flags().BoolP("quiet", "q", false, "")
	root.AddCommand(render)
	for _, test := range []struct{ in, want string }{
		{"render -open", "render --open"},
		{"render -open=false", "render --open=false"},
		{"-chdir=DIR render", "--chdir=DIR render"},
		{"-chdir DIR render -open", "--chdir=DIR render --open"},
		{"--chdir render render -open", "--chdir=render render --open"},
		{"render -o json -open", "render -o json --open"},
		{"render -ojson -open", "render -ojson --open"},
		{"render -o=json", "render -o=json"},
		{"render -o -open", "render -o -open"},
		{"render -qo -open", "render -qo -open"},
		{"render -q -h", "render -q -h"},
		{"render -help", "render --help"},
		{"render -var -open", "render --var=-open"},
		{"render --var -open -open", "render --var=-open --open"},
		{"render --var a=-open", "render --var=a=-open"},
		{"render -var", "render --var"},
		{"render -opn", "render -opn"},
		{"render -jsn", "render --jsn"},
		{"render - -open", "render - --open"},
		{"render -- -open", "render -- -open"},
		{"--unknown value -open", "--unknown value --open"},
		{"__complete render -op", "__complete render -op"},
	} {
		got, err := normalizeArgs(root, strings.Fields(test.in))
		if err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.in, diff)
		}
	}
}

// TestSameBytes validates a configuration with many mistakes: hcl walks maps
// in several places, so that without care every run has another order.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	var src strings.Builder
	for i := range 10 {
		fmt.Fprintf(&src, "template \"t%d\" {\n  nam = 1\n  permissions = { a = \"b\", c = \"d\", e = local.f }\n  labels = { x = var.y, z = local.w }\n}\nlocals {\n  l%d = 1\n}\n", i, i)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.pat.hcl"), []byte(src.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var first string
	for range 100 {
		var out bytes.Buffer
		for _, args := range [][]string{{"validate"}, {"validate", "--json"}} {
			e := testEnv(t, &out, &out)
			e.dir = dir
			if code := run(context.Background(), args, e); code != exitError {
				t.Fatalf("exit code %d:\n%s", code, out.String())
			}
		}
		if first == "" {
			first = out.String()
		}
		if diff := cmp.Diff(first, out.String()); diff != "" {
			t.Fatalf("another run, another output (-first +now):\n%s", diff)
		}
	}
}

func TestReleaseOf(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3":                               "1.2.3",
		"v1.2.3-rc.1":                          "1.2.3-rc.1",
		"(devel)":                              "other",
		"":                                     "other",
		"v1.2.3+dirty":                         "other",
		"v0.0.0-20261122120000-0123456789ab":   "other",
		"v1.2.4-0.20261122120000-0123456789ab": "other",
	} {
		if got := releaseOf(version, "other"); got != want {
			t.Errorf("releaseOf(%q) = %q, want %q", version, got, want)
		}
	}
}
