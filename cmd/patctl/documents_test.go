package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// documents are the pages whose blocks are run. docs/commands.md is written by
// TestCommandsDoc.
var documents = []string{
	"README.md", "CONTRIBUTING.md", "CHANGELOG.md",
	"docs/language.md", "docs/decisions.md", "docs/dependencies.md", "docs/import.md",
}

// codeBlock is a fenced block: its language, the file that it shows, its text.
var codeBlock = regexp.MustCompile("(?ms)^```(\\w+)(?: +(\\S+))?\n(.*?)^```$")

// endsWith is the comment on a command that ends with another code than 0.
var endsWith = regexp.MustCompile(`# ends with (\d)`)

// TestDocuments does what the documents say, each in a directory of its own:
//
//	hcl FILE, json FILE   is written to the file
//	hcl                   is a part of one configuration, written to a file of its own
//	sh                    each line ends with 0, or as its comment says: # ends with 2
//	console               each line after $ prints what follows it
func TestDocuments(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the documents are written for a POSIX shell")
	}
	for _, name := range documents {
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(filepath.Join(moduleRoot, name))
			if err != nil {
				t.Fatal(err)
			}
			d := newDocument(t)
			for i, match := range codeBlock.FindAllStringSubmatch(string(src), -1) {
				d.block(i, match[1], match[2], match[3])
			}
		})
	}
}

// document is a page that is being followed.
type document struct {
	*testing.T
	dir string
}

func newDocument(t *testing.T) *document {
	d := &document{t, t.TempDir()}
	examples, err := filepath.Abs(examplesDir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(d.dir, "examples"), os.DirFS(examples)); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *document) block(number int, language, file, text string) {
	switch {
	case file != "":
		d.write(file, text)
	case language == "hcl":
		d.write(fmt.Sprintf("block%02d.pat.hcl", number), text)
	case language == "sh":
		for line := range strings.Lines(text) {
			d.succeeds(strings.TrimSpace(line))
		}
	case language == "console":
		d.prints(text)
	default:
		d.Errorf("a block of the language %q: the test does not know what to do with it", language)
	}
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
	if d.elsewhere(line) {
		return
	}
	want := "0"
	if said := endsWith.FindStringSubmatch(line); said != nil {
		want = said[1]
	}
	if output, code := d.shell(line, 0); strconv.Itoa(code) != want {
		d.Errorf("%s: exit code %d\n%s", line, code, output)
	}
}

// elsewhere reports whether a line is proved by other means than running it:
// the tests cannot run themselves.
func (d *document) elsewhere(line string) bool {
	if target, ok := strings.CutPrefix(line, "make "); ok {
		makefile, err := os.ReadFile(filepath.Join(moduleRoot, "Makefile"))
		if err != nil || !bytes.Contains(makefile, []byte("\n"+target+":")) {
			d.Errorf("%s: no such target (%v)", line, err)
		}
		return true
	}
	return line == "go test ./..." || line == "go build -o patctl ./cmd/patctl"
}

// prints runs the lines after $ and compares what they print with the block.
func (d *document) prints(text string) {
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
	if diff := cmp.Diff(strings.TrimSpace(text), strings.TrimSpace(got.String())); diff != "" {
		d.Errorf("output (-document +patctl):\n%s\nThe whole block:\n%s", diff, got.String())
	}
}

// shell runs a command after one that ended with the code last. What go run
// would build is the patctl of the scripts.
func (d *document) shell(command string, last int) (output string, code int) {
	command = strings.ReplaceAll(command, "go run ./cmd/patctl", "patctl")
	command = strings.ReplaceAll(command, "./patctl", "patctl")
	cmd := exec.CommandContext(d.Context(), "sh", "-c", fmt.Sprintf("(exit %d); %s", last, command))
	cmd.Dir = d.dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "PATCTL_LOG=")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		d.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestLanguageDocument loads the blocks of the reference as one configuration.
func TestLanguageDocument(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(moduleRoot, "docs/language.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := &document{t, t.TempDir()}
	for i, match := range codeBlock.FindAllStringSubmatch(string(src), -1) {
		d.block(i, match[1], match[2], match[3])
	}
	for _, args := range [][]string{{"validate"}, {"fmt", "--check", "--diff", "--recursive"}} {
		stdout, stderr, code := runIn(t, d.dir, args...)
		if stderr != "" || code != exitDone {
			t.Errorf("patctl %s: exit code %d\n%s%s", args, code, stdout, stderr)
		}
	}
	if stdout, _, _ := runIn(t, d.dir, "render", "-o", "url"); strings.Count(stdout, "https://") != 4 {
		t.Errorf("the links of the reference:\n%s", stdout)
	}
}
