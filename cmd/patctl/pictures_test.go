package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/picture"
)

const (
	picturesDir = "../../docs/pictures"

	// pictureColumns is as wide as README is on GitHub.
	pictureColumns = 100
)

// TestPictures draws the terminals of the documentation again, and fails where
// a picture does not show what patctl prints now. `make pictures` draws them
// anew. Each file of testdata/picture is one: its first line says what it
// shows, a line after $ is a command in it, and an indented line is a command
// that prepares it, or cd.
func TestPictures(t *testing.T) {
	files, err := filepath.Glob("testdata/picture/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no pictures", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			holdPicture(t, name+".svg", drawTerminal(t, file))
		})
	}
}

// TestPicturesAreShown fails for a picture that README or a page does not show, and for
// one that they show and that does not exist.
func TestPicturesAreShown(t *testing.T) {
	shown := found(`(?:src|srcset)="(?:docs/)?pictures/([^"]+)"`, readDocument(t, "README.md")+readDocument(t, "docs/serve.md"))
	files, err := filepath.Glob(picturesDir + "/*.[ps][nv]g")
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, file := range files {
		there = append(there, filepath.Base(file))
	}
	if diff := cmp.Diff(there, shown); diff != "" {
		t.Errorf("pictures (-docs/pictures +shown):\n%s", diff)
	}
}

// holdPicture compares a picture with that of the documentation, or writes it.
func holdPicture(t *testing.T, name string, want []byte) {
	t.Helper()
	file := filepath.Join(picturesDir, name)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(want)); diff != "" {
		t.Errorf("docs/pictures/%s is stale; run `make pictures` (-file +patctl):\n%s", name, diff)
	}
}

func drawTerminal(t *testing.T, file string) []byte {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := newDocument(t)
	d.clone(d.dir)
	for _, f := range archive.Files {
		d.write(f.Name, string(f.Data))
	}
	title, commands, _ := strings.Cut(string(archive.Comment), "\n")
	var screen strings.Builder
	for line := range strings.Lines(commands) {
		line = strings.TrimSuffix(line, "\n")
		if dir, ok := strings.CutPrefix(line, "  cd "); ok {
			d.dir = filepath.Join(d.dir, dir)
			continue
		}
		screen.WriteString(typed(t, d.dir, line))
	}
	svg, err := picture.Terminal{Title: title, Columns: pictureColumns}.SVG(screen.String())
	if err != nil {
		t.Fatalf("%v:\n%s", err, screen.String())
	}
	return svg
}

// typed returns what stands on the terminal after a command.
func typed(t *testing.T, dir, line string) string {
	t.Helper()
	shown, ok := strings.CutPrefix(line, "$ ")
	output := screenOf(t, dir, argumentsOf(shown))
	if !ok {
		return ""
	}
	return fmt.Sprintf("\x1b[32m$\x1b[0m \x1b[1m%s\x1b[0m\n%s", shown, output)
}

// argumentsOf splits a command at spaces, but not within apostrophes.
func argumentsOf(line string) []string {
	var args []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			args = append(args, part)
			continue
		}
		args = append(args, strings.Fields(part)...)
	}
	return args[1:] // without patctl
}

// screenOf runs patctl as on a terminal of the pictures' width.
func screenOf(t *testing.T, dir string, args []string) string {
	t.Helper()
	var screen bytes.Buffer
	e := clitest.NewEnv(t, &screen, &screen)
	e.Dir = dir
	for _, s := range []*cli.Stream{e.Stdout, e.Stderr} {
		s.Terminal, s.Width = true, pictureColumns
	}
	e.Environ = []string{"TERM=xterm-256color"}
	if code := command.Run(context.Background(), args, e); code == cli.ExitError && !strings.Contains(screen.String(), "Error: ") {
		t.Fatalf("patctl %q: exit code %d\n%s", args, code, screen.String())
	}
	return screen.String()
}
