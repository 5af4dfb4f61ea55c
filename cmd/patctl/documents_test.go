package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli"
)

// documents are the pages whose blocks are run. docs/commands.md is written by
// TestCommandsDoc.
var documents = []string{
	"README.md", "CONTRIBUTING.md", "CHANGELOG.md",
	"docs/agents.md", "docs/apply.md", "docs/ci.md", "docs/credentials.md", "docs/decisions.md", "docs/dependencies.md", "docs/editors.md", "docs/fleet.md", "docs/import.md", "docs/performance.md", "docs/platforms.md",
	"docs/language.md", "docs/other-ci.md", "docs/snapshots.md", "docs/testing.md", "docs/use.md",
}

// codeBlock is a fenced block: its language, the file that it shows, its text.
// In a list it is indented.
var codeBlock = regexp.MustCompile("(?ms)^ *```(\\w+)(?: +(\\S+))?\n(.*?)^ *```$")

// exitsWith is the comment on a command whose exit status is not 0.
var exitsWith = regexp.MustCompile(`# (?:ends with|exits with status) (\d)`)

// TestDocuments does what the documents say, from the first line to the last,
// each in a directory of its own. patctl reads a fake GitHub there that has what
// the snapshot of the example octo-org has:
//
//	LANGUAGE FILE         is written to the file
//	hcl                   is a part of one configuration, written to a file of its own
//	sh                    each line exits with 0, or as its comment says: # exits with status 2
//	console               each line after $ prints what follows it
//	text                  is an address to be opened, or a picture, and no command
//	yaml, groovy          is a workflow or pipeline, which TestPrintedWorkflows, TestGitLab, or TestJenkins checks
//
// What a line does to the working directory and to the environment holds for
// all later lines, as in the reader's shell. README begins in an empty
// directory, as a reader does; the other pages begin in a clone.
func TestDocuments(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" { // the sh of Git has other paths
		t.Skip("the documents are written for a POSIX shell")
	}
	for _, name := range documents {
		t.Run(name, func(t *testing.T) { followDocument(t, filepath.Join(moduleRoot, name)) })
	}
}

// followDocument does what a document says. With -update it writes what is
// printed into the document.
func followDocument(t *testing.T, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := newDocument(t)
	if filepath.Base(file) != "README.md" {
		d.clone(d.dir)
	}
	d.readsGitHub(string(src))
	var out strings.Builder
	end := 0
	blocks := codeBlock.FindAllSubmatchIndex(src, -1)
	if fences := strings.Count("\n"+strings.ReplaceAll(string(src), " ", ""), "\n```"); fences != 2*len(blocks) {
		t.Errorf("%d fences, but %d blocks with a language: what is not run has to say so", fences, len(blocks))
	}
	for i, match := range blocks {
		group := func(n int) string { return string(src[max(0, match[2*n]):max(0, match[2*n+1])]) }
		indent := indentOf(group(0))
		text := d.block(i, group(1), group(2), strings.ReplaceAll("\n"+group(3), "\n"+indent, "\n")[1:])
		out.WriteString(string(src[end:match[6]]) + indented(text, indent))
		end = match[7]
	}
	out.Write(src[end:])
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func indentOf(text string) string { return text[:len(text)-len(strings.TrimLeft(text, " "))] }

// indented moves all lines but empty ones.
func indented(text, indent string) string {
	return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(text, indent+"${1}")
}

// document is a page that is being followed.
type document struct {
	*testing.T
	dir     string   // in which the next command runs
	environ []string // NAME=value, of its commands
	home    string
	key     []byte // of the App that the reader makes
}

func newDocument(t *testing.T) *document {
	home := t.TempDir()
	return &document{T: t, dir: t.TempDir(), home: home, environ: append(os.Environ(),
		"NO_COLOR=1", "PATCTL_LOG=", "HOME="+home, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)}
}

// clone makes a directory what a clone of the repository is to a reader.
func (d *document) clone(dir string) {
	for _, name := range []string{"examples", "editors/neovim", "editors/helix"} {
		name = filepath.FromSlash(name)
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(moduleRoot, name))); err != nil {
			d.Fatal(err)
		}
	}
}

// readsGitHub starts the fake GitHub of a page. One that tells the reader how to
// make an App has no credentials before.
func (d *document) readsGitHub(page string) {
	api, credentials, key := exampleGitHub(d.T)
	d.environ, d.key = append(d.environ, api...), key
	if !strings.Contains(page, "export GITHUB_APP_ID=") {
		d.environ = append(d.environ, credentials...)
	}
}

// block does what a block says, and returns what it should be.
func (d *document) block(number int, language, file, text string) string {
	switch {
	case file != "":
		d.write(file, text)
	case language == "hcl":
		d.write(fmt.Sprintf("block%02d.pat.hcl", number), text)
	case language == "sh":
		for line := range strings.Lines(text) {
			d.succeeds(strings.TrimSpace(line))
		}
	case language == "text" && !strings.HasPrefix(text, "patctl "): // to be opened, or to be read
	case language == "yaml", language == "groovy": // a workflow or pipeline; TestPrintedWorkflows, TestGitLab, and TestJenkins check it
	case language == "json": // the settings of another program
		if !json.Valid([]byte(text)) {
			d.Errorf("this is not JSON:\n%s", text)
		}
	case language == "toml", language == "lua", language == "elisp": // the settings of another program
	case language == "console":
		return d.prints(text)
	default:
		d.Errorf("a block of the language %q: the test does not know what to do with it", language)
	}
	return text
}

func (d *document) write(file, text string) {
	name := filepath.Join(d.dir, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		d.Fatal(err)
	}
}

func (d *document) succeeds(line string) {
	if d.replaced(line) {
		return
	}
	want := "0"
	if said := exitsWith.FindStringSubmatch(line); said != nil {
		want = said[1]
	}
	if output, code := d.shell(line, 0); strconv.Itoa(code) != want {
		d.Errorf("%s: exit code %d\n%s", line, code, output)
	}
}

// prints runs the lines after $ and compares what they print with the block.
func (d *document) prints(text string) string {
	var got strings.Builder
	code := 0
	for line := range strings.Lines(text) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		var output string
		output, code = d.shell(strings.TrimSpace(command), code)
		got.WriteString(line + output)
	}
	if diff := cmp.Diff(strings.TrimSpace(text), strings.TrimSpace(got.String())); diff != "" && !*update {
		d.Errorf("output (-document +patctl); `make pictures` writes it anew:\n%s", diff)
	}
	return strings.TrimSpace(got.String()) + "\n"
}

// shell runs a command after one that ended with the code last, and goes on
// where it ends. What go run would build is the patctl of the scripts.
func (d *document) shell(command string, last int) (output string, code int) {
	command = strings.ReplaceAll(command, "go run ./cmd/patctl", "patctl")
	state := filepath.Join(d.home, ".state")
	const leave = "code=$?; { pwd; env -0; } > \"$PATCTL_TEST_STATE\"; exit $code"
	cmd := exec.CommandContext(d.Context(), "sh", "-c", fmt.Sprintf("(exit %d); %s\n%s", last, command, leave))
	cmd.Dir = d.dir
	cmd.Env = append(slices.Clone(d.environ), "PATCTL_TEST_STATE="+state)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		d.Fatal(err)
	}
	if data, err := os.ReadFile(state); err == nil { // a line that exits leaves none
		dir, environ, _ := strings.Cut(string(data), "\n")
		d.dir, d.environ = dir, strings.Split(strings.TrimSuffix(environ, "\x00"), "\x00")
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestLanguageDocument loads the blocks of the reference as one configuration.
func TestLanguageDocument(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(moduleRoot, "docs/language.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := newDocument(t)
	for i, match := range codeBlock.FindAllStringSubmatch(string(src), -1) {
		d.block(i, match[1], match[2], match[3])
	}
	for _, args := range [][]string{{"validate"}, {"fmt", "--check", "--diff", "--recursive"}} {
		stdout, stderr, code := runIn(t, d.dir, args...)
		if stderr != "" || code != cli.ExitDone {
			t.Errorf("patctl %s: exit code %d\n%s%s", args, code, stdout, stderr)
		}
	}
	if stdout, _, _ := runIn(t, d.dir, "render", "-o", "url"); strings.Count(stdout, "https://") != 4 {
		t.Errorf("the links of the reference:\n%s", stdout)
	}
}
