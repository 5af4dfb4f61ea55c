package command

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

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
)

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestFullDiskIsAnError(t *testing.T) {
	var stderr bytes.Buffer
	code := Run(context.Background(), []string{"version"}, clitest.NewEnv(t, failingWriter{errors.New("no space left on device")}, &stderr))
	if code != cli.ExitError || !strings.Contains(stderr.String(), "Error: write the result: no space left on device") {
		t.Errorf("exit code %d, stderr:\n%s", code, stderr.String())
	}
}

type panickingWriter struct{}

func (panickingWriter) Write([]byte) (int, error) { panic("secret \x1b[2J") }

func TestBugIsReportedAsOurs(t *testing.T) {
	for _, debug := range []bool{false, true} {
		var stderr bytes.Buffer
		e := clitest.NewEnv(t, panickingWriter{}, &stderr)
		if debug {
			e.Environ = []string{"PATCTL_LOG=debug"}
		}
		// The script is longer than the buffer of the stream.
		code := Run(context.Background(), []string{"completion", "bash"}, e)
		got := stderr.String()
		if code != cli.ExitError || !strings.Contains(got, "Error: patctl has a bug\n\nThe error is in patctl, not in your configuration.") {
			t.Errorf("debug %t: exit code %d, stderr:\n%s", debug, code, got)
		}
		if strings.Contains(got, "goroutine") != debug || strings.Contains(got, "secret") != debug || clitest.Obeyed([]byte(got)) != "" {
			t.Errorf("debug %t: stderr:\n%s", debug, got)
		}
	}
}

func TestInterruptedRunSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stderr bytes.Buffer
	code := finish(ctx, clitest.NewEnv(t, io.Discard, &stderr), context.Canceled)
	if code != cli.ExitInterrupted || stderr.String() != "Error: interrupted\n\n" {
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
		e := clitest.NewSilentEnv(t)
		e.Environ = strings.Fields(test.environ)
		e.Global.NoColor = test.flag
		e.Stderr.Terminal = test.terminal
		e.SetStyle()
		if e.Stderr.Color != test.want {
			t.Errorf("%+v: color %t", test, e.Stderr.Color)
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
			e := clitest.NewEnv(t, &out, &out)
			e.Dir = dir
			if code := Run(context.Background(), args, e); code != cli.ExitError {
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
