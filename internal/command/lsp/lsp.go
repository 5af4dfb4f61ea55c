package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp"
	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/worktree"
)

const lspLong = `Answers editors that speak the Language Server Protocol on standard input and output.
Your editor starts "patctl lsp" when you open a file.

The server completes blocks, arguments, permissions, access levels, endpoints, names, and
functions, and describes what is under the cursor. While you type, it reports the same
mistakes as "patctl validate", and offers corrections. It finds and renames variables,
local values, templates, modules, policies, and exceptions, and formats files. It never
calls the network, reads credentials, or writes files.

docs/editors.md describes the setup for common editors.`

const lspExample = `  patctl lsp
  patctl lsp --var org=octo-org`

// NewCmd returns the command lsp.
func NewCmd(e *cli.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "lsp",
		Short:   "Answer editors over the Language Server Protocol",
		Long:    lspLong,
		Example: lspExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			limitMemory(e)
			return runLSP(cmd.Context(), e)
		},
	}
	// The specification asks servers to accept this flag, and some clients always pass it.
	cmd.Flags().Bool("stdio", true, "")
	_ = cmd.Flags().MarkHidden("stdio") // the flag exists
	return cmd
}

// limitMemory has garbage collected sooner than in the other commands: the server runs as long as the
// editor, next to everything else.
func limitMemory(e *cli.Env) {
	const percent = 150
	if e.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

func runLSP(ctx context.Context, e *cli.Env) error {
	if e.StdinIsTerminal {
		cli.NewView(e).Remark("patctl lsp waits for the messages of an editor on standard input. To end it, press Ctrl-D.")
	}
	err := lsp.Serve(ctx, e.Stdin, output{e.Stdout.Unbuffered()}, lsp.Options{
		Version: cli.BuildVersion(), Now: e.Now, Log: e.Log,
		Locate: locate,
		Open:   func(top string) (fs.FS, error) { return open(e, top) },
		Read: func(fsys fs.FS, top, dir string) (*hcl.Configuration, diag.Diagnostics) {
			return workspace.ReadConfigIn(e, fsys, top, dir)
		},
		Tests:   func(top string) *analysis.TestReader { return testReader(e, top) },
		Ignores: func(top string) func(string) (bool, error) { return worktree.NewListing(top, e.Environ).Ignores },
	})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("serve the editor: %w", err)
	}
	return nil
}

// locate finds the top of the tree that a directory is in.
func locate(dir string) (top, below string, err error) {
	real, err := workspace.RealDirectory(dir)
	if err != nil {
		return "", "", errors.New(cli.PathReason(dir, err))
	}
	top = workspace.TopDirectory(real)
	rel, err := filepath.Rel(top, real)
	return top, filepath.ToSlash(rel), err
}

// open opens the top of a tree until the end of the run.
func open(e *cli.Env, top string) (fs.FS, error) {
	root, err := os.OpenRoot(top)
	if err != nil {
		return nil, errors.New(cli.PathReason(top, err))
	}
	e.Roots = append(e.Roots, root)
	return root.FS(), nil
}

// testReader reads what test files below a top need.
func testReader(e *cli.Env, top string) *analysis.TestReader {
	return &analysis.TestReader{
		Config: func(fsys fs.FS, dir string, values *hcl.InputFile, names []string) (*hcl.Configuration, diag.Diagnostics) {
			if values == nil {
				return workspace.ReadTestedIn(e, fsys, top, dir, nil)
			}
			return workspace.ReadTestedIn(e, fsys, top, dir, &workspace.TestValues{File: *values, Names: names})
		},
		Snapshot: func(fsys fs.FS, dir string, cfg *hcl.Configuration, name string) (*github.Snapshot, error) {
			return workspace.ReadTestedSnapshot(e, fsys, dir, cfg, name)
		},
	}
}

// output is standard output, which stays open.
type output struct{ io.Writer }

func (output) Close() error { return nil }
