package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// replacedLine says why a line of a document is not run as it is, and what the
// test does in its place.
type replacedLine struct {
	reason string
	do     func(d *document, line string)
}

// maxReplaced keeps the table of lines that are not run small: each is a
// promise that nothing tests word by word.
const maxReplaced = 6

// replacedLines are by how the line begins.
var replacedLines = map[string]replacedLine{
	"git clone https://github.com/patctl/patctl": {"needs the network", func(d *document, line string) {
		d.clone(filepath.Join(d.dir, strings.TrimPrefix(line, "git clone https://github.com/patctl/")))
	}},
	"go install ./cmd/patctl": {"the patctl of the scripts is on PATH already", func(*document, string) {}},
	"go test ./...":           {"the tests cannot run themselves", func(*document, string) {}},
	"make ":                   {"the tests cannot run themselves", (*document).isTarget},
	"gh ": {"the tests have no gh", func(d *document, line string) {
		if strings.HasPrefix(line, "gh run download") { // what the workflow of docs/ci.md keeps
			_, _ = d.shell("patctl --chdir examples/octo-org audit --snapshot snapshot.json -o json >audit.json", 0)
		}
	}},
	"export GITHUB_APP_PEM_FILE=": {"the browser has downloaded the file", func(d *document, line string) {
		d.succeedsAsIs(line)
		d.download()
	}},
}

// replaced does what stands for a line, and reports whether anything does.
func (d *document) replaced(line string) bool {
	for begin, r := range replacedLines {
		if strings.HasPrefix(line, begin) {
			r.do(d, line)
			return true
		}
	}
	return false
}

func (d *document) succeedsAsIs(line string) {
	if output, code := d.shell(line, 0); code != 0 {
		d.Errorf("%s: exit code %d\n%s", line, code, output)
	}
}

// download puts the key of the App where the document says that it is.
func (d *document) download() {
	for _, variable := range d.environ {
		if file, ok := strings.CutPrefix(variable, "GITHUB_APP_PEM_FILE="); ok {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				d.Fatal(err)
			}
			if err := os.WriteFile(file, d.key, 0o600); err != nil {
				d.Fatal(err)
			}
		}
	}
}

// isTarget makes sure that the Makefile has a target.
func (d *document) isTarget(line string) {
	target := strings.TrimPrefix(line, "make ")
	if !strings.Contains(readDocument(d.T, "Makefile"), "\n"+target+":") {
		d.Errorf("%s: no such target", line)
	}
}

// TestReplacedLines: few lines of the documents are not run as they are, and
// each of them has a reason and is there.
func TestReplacedLines(t *testing.T) {
	if len(replacedLines) > maxReplaced {
		t.Errorf("%d kinds of lines are not run as they are, and at most %d may be", len(replacedLines), maxReplaced)
	}
	var all strings.Builder
	for _, name := range documents {
		all.WriteString(readDocument(t, name))
	}
	for begin, r := range replacedLines {
		if r.reason == "" || !strings.Contains(all.String(), "\n"+begin) && !strings.Contains(all.String(), " "+begin) {
			t.Errorf("%q has no reason, or no document has such a line", begin)
		}
	}
}
