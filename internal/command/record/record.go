package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/record/child"
)

const recordLong = `Runs a command and writes which calls to GitHub it makes, so that
"patctl explain --file record.json" can give the least permissions for it.

record starts a proxy on this machine, and sets environment variables so that the
command's HTTP clients use it: curl, Git, gh, and programs in Python, Go, Node.js, Ruby,
Java, and other languages that read the usual variables. The proxy decrypts connections
to GitHub with a certificate authority that exists only in the memory of this process and
can only vouch for GitHub's hosts. It forwards connections to other hosts unchanged.

For each call, the record keeps the method, the host, the route as in GitHub's
documentation, the status, the kind of token, the permissions that GitHub says it
accepts, and how often and when the call was made. It doesn't keep names in paths, query
strings, bodies, tokens, or other header values. To keep paths, use --paths.

If calls may be missing, the record lists why. For example, the command may make no calls
that record can see, or a client may not trust the certificate. With --strict (Linux
only), the command runs in a network namespace whose only way out is the proxy.

record passes on input, output, and signals, and exits with the exit status of the command.
If the command succeeds but calls may be missing, record exits with status 4.`

const recordExample = `  patctl record -- ./deploy.sh
  patctl record --out release.json -- npx semantic-release
  patctl record --strict -- python3 sync.py
  patctl record -- bash
  patctl explain --file record.json`

// options are the flags and arguments of record.
type options struct {
	out    string
	strict bool
	paths  bool
	args   []string
}

// NewCmd returns the command record.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts options
	cmd := &cobra.Command{
		Use:         "record [flags] -- COMMAND [ARGUMENT...]",
		Short:       "Run a command and record its calls to GitHub",
		Long:        recordLong,
		Example:     recordExample,
		Annotations: map[string]string{cli.RunsCommand: "true"},
		Args:        cobra.ArbitraryArgs,

		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.args = args
			switch {
			case len(args) == 0:
				return cli.UsageErrorf(cmd, "Missing command", "Name the command whose calls to record, as in:\n\n  patctl record -- ./deploy.sh")
			case args[0] == "":
				return cli.UsageErrorf(cmd, "Empty argument", "The name of the command is empty. Is a variable of the shell not set?")
			case opts.out == "":
				return cli.UsageErrorf(cmd, "Missing file name", "The flag --out needs the name of a file.")
			}
			return runRecord(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().SetInterspersed(false)
	cmd.Flags().StringVarP(&opts.out, "out", "o", "record.json", "write the record to `FILE`")
	cmd.Flags().BoolVar(&opts.strict, "strict", false, "leave the command no way to the network but the proxy (Linux only)")
	cmd.Flags().BoolVar(&opts.paths, "paths", false, "also keep paths, with the names of owners, repositories, and other objects")
	return cmd
}

// insideName is the command that record runs in a namespace.
const insideName = "record-inside-namespace"

// NewInsideCmd returns the command that patctl runs as in the namespace of --strict.
func NewInsideCmd(e *cli.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:         insideName,
		Hidden:      true,
		Annotations: map[string]string{cli.RunsCommand: "true"},
		Args:        cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return startError(cli.NewView(e), args[0], child.RunInside(args, e.Environ, e.Dir))
		},
	}
	cmd.Flags().SetInterspersed(false)
	return cmd
}

// patience is how long calls that are still running when the command has ended may take.
const patience = 5 * time.Second

func runRecord(ctx context.Context, e *cli.Env, v *cli.View, opts options) error {
	if err := checkOut(e, opts.out); err != nil {
		return err
	}
	r := record.Record{FormatVersion: record.FormatVersion, PatctlVersion: cli.BuildVersion(), StartedAt: e.Now().UTC(), Strict: opts.strict}
	s, err := prepare(context.WithoutCancel(ctx), e, opts)
	if err != nil {
		return err
	}
	defer s.directory.Remove() //nolint:errcheck // what is left is in the system's temporary directory
	status, err := s.run(context.WithoutCancel(ctx), e, v, opts)
	if err != nil {
		return startError(v, opts.args[0], err)
	}
	r.EndedAt, r.ExitCode = e.Now().UTC(), status.Code
	s.log.Fill(&r)
	if err := write(e, opts.out, r); err != nil {
		return err
	}
	say(v, opts.out, r)
	if s.directory.GHSettingsChanged() {
		v.Note("The command changed the settings of gh. They applied to this run only. To keep them, run gh config set without record.")
	}
	e.EndSignal = status.Signal
	if status.Code == 0 && !r.Complete {
		return cli.ExitWith(cli.ExitIncomplete)
	}
	return cli.ExitWith(status.Code)
}

// checkOut finds out before the command runs whether the record can be written.
func checkOut(e *cli.Env, out string) error {
	path := e.Path(out)
	if err := e.CheckOutput(path); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(out), err)
	}
	info, err := os.Stat(filepath.Dir(path))
	if err == nil && !info.IsDir() {
		return fmt.Errorf("write %s: its directory is a file", diag.Printable(out))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(out), cli.Cause(err))
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: it is a directory", diag.Printable(out))
	}
	return nil
}

// startError says why a command could not be started, and ends as a shell would.
func startError(v *cli.View, name string, err error) error {
	var failed *child.StartError
	if !errors.As(err, &failed) {
		return fmt.Errorf("run the command: %w", err)
	}
	v.Failure(fmt.Errorf("run %s: %w", diag.Printable(name), failed))
	return cli.ExitWith(failed.Code)
}

func write(e *cli.Env, out string, r record.Record) error {
	var text bytes.Buffer
	if err := format.WriteJSON(&text, r); err != nil {
		return err
	}
	if err := cli.WriteFile(e.Path(out), text.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(out), err)
	}
	return nil
}

// say tells what was recorded, on standard error: standard output is the command's.
func say(v *cli.View, out string, r record.Record) {
	made, refused := total(r.Calls), total(r.Refused)
	v.Remark("\nRecorded %s to GitHub in %s.", cli.Counted(made+refused, "call"), diag.Printable(out))
	if refused > 0 {
		v.Note("GitHub refused %s with status 401, 403, or 404. They don't count as needed.", cli.Counted(refused, "call"))
	}
	for _, gap := range r.Gaps {
		v.Note("%s", gapText(gap))
	}
	if !r.Complete {
		v.Note("The record is incomplete: calls may be missing.")
	}
	if made+refused == 0 && !r.Strict && runtime.GOOS == "linux" {
		v.Note("If the command calls GitHub, add --strict to record. Clients that ignore the proxy then fail instead of going around it.")
	}
	if made+refused > 0 {
		v.Remark("For the least permissions, run: patctl explain --file %s", cli.ShellWord(out))
	}
}

func gapText(g record.Gap) string {
	text := g.Detail
	if g.Host != "" {
		text = diag.Printable(g.Host) + ": " + text
	}
	if g.Count > 1 {
		text += fmt.Sprintf(" (%d times)", g.Count)
	}
	return text
}

func total(calls []record.Call) int {
	sum := 0
	for _, c := range calls {
		sum += c.Count
	}
	return sum
}
