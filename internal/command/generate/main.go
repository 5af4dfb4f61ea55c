// Command generate writes what a package of patctl installs beside the program: the
// man pages and the completion scripts of the shells.
//
//	go run ./internal/command/generate DIR
//
// It writes DIR/man/man1/*.1.gz and DIR/completions/patctl.{bash,zsh,fish,ps1}. The date
// on the man pages is SOURCE_DATE_EPOCH, so that the same source gives the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/command"
)

func main() {
	if err := generate(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(args []string) error {
	if len(args) != 1 || strings.HasPrefix(args[0], "-") { // --help is no directory
		return errors.New("usage: generate DIR")
	}
	when, err := sourceDate(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	return errors.Join(writeManual(filepath.Join(args[0], "man", "man1"), when), writeCompletions(filepath.Join(args[0], "completions")))
}

// sourceDate reads SOURCE_DATE_EPOCH, in seconds; without it the date is that of the
// zero of Unix time, so that forgetting it is seen.
func sourceDate(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Unix(0, 0).UTC(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// environment is one in which a command only describes itself.
func environment(out io.Writer) *cli.Env {
	return &cli.Env{
		Stdin: bytes.NewReader(nil), Stdout: cli.NewStream(out), Stderr: cli.NewStream(os.Stderr), Dir: "/",
		Now: func() time.Time { return time.Time{} },
	}
}

// writeManual writes a page for each command.
func writeManual(dir string, when time.Time) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root := command.NewRootCmd(environment(io.Discard))
	root.DisableAutoGenTag = true
	return writePages(root, dir, when)
}

func writePages(cmd *cobra.Command, dir string, when time.Time) error {
	for _, below := range cmd.Commands() {
		if below.IsAvailableCommand() {
			if err := writePages(below, dir, when); err != nil {
				return err
			}
		}
	}
	name := manualName(cmd)
	header := &doc.GenManHeader{Title: name, Section: "1", Date: &when, Source: "patctl " + cli.BuildVersion(), Manual: "patctl manual"}
	var page bytes.Buffer
	if err := doc.GenMan(cmd, header, &page); err != nil {
		return fmt.Errorf("write the page of %s: %w", cmd.CommandPath(), err)
	}
	return writeCompressed(filepath.Join(dir, name+".1.gz"), page.Bytes())
}

// manualName is patctl-audit for patctl audit.
func manualName(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return cmd.Name()
	}
	return manualName(cmd.Parent()) + "-" + cmd.Name()
}

// writeCompressed writes a file by gzip, without a name and a time in it.
func writeCompressed(path string, content []byte) error {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// writeCompletions writes what patctl completion prints for each shell.
func writeCompletions(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for shell, suffix := range map[string]string{"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"} {
		var script bytes.Buffer
		if code := command.Run(context.Background(), []string{"completion", shell}, environment(&script)); code != 0 {
			return fmt.Errorf("completion for %s exits with status %d", shell, code)
		}
		if err := os.WriteFile(filepath.Join(dir, "patctl."+suffix), script.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
