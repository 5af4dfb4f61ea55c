//go:build linux

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/workspace"
)

// TestFullOutput: no command ends as if all were well when its result does not fit on the disk.
func TestFullOutput(t *testing.T) {
	p := newProcesses(t)
	p.tokensOf("snapshot")
	before := p.files()
	for command, says := range map[string]string{
		"audit --snapshot snapshot >/dev/full":                    "write the result: ",
		"audit --snapshot snapshot -o html=/dev/full -o text":     "write /dev/full: ",
		"audit --snapshot snapshot -o html=/dev/full -o json=new": "write /dev/full: ",
		"audit --organization octodemo >/dev/full":                "write the result: ",
		"pull --organization octodemo >/dev/full":                 "write the result: ",
		"pull --organization octodemo --out /dev/full":            "write /dev/full: ",
		"plan >/dev/full": "write the result: ",
		"apply --auto-approve --no-inventory --no-cache >/dev/full": "write the result: ",
		"render >/dev/full":                                           "write the result: ",
		"render -o markdown=/dev/full":                                "write /dev/full: ",
		"list >/dev/full":                                             "write the result: ",
		"validate >/dev/full":                                         "write the result: ",
		"show snapshot >/dev/full":                                    "write the result: ",
		"import snapshot >/dev/full":                                  "write the result: ",
		"doctor >/dev/full":                                           "write the result: ",
		"catalog >/dev/full":                                          "write the result: ",
		"completion zsh >/dev/full":                                   "write the result: ",
		"help audit >/dev/full":                                       "write the result: ",
		"record -o /dev/full -- true":                                 "write /dev/full: ",
		"fmt - <main.pat.hcl >/dev/full":                              "write the result: ",
		"links main.pat.hcl -o json=/dev/full":                        "write /dev/full: ",
		"audit --snapshot snapshot --fail-on never -o csv >/dev/full": "write the result: ",
	} {
		run := p.shell(nil, "patctl "+command)
		_ = run.Wait()
		if code := run.ProcessState.ExitCode(); code != 1 {
			t.Errorf("%s: exit code %d\n%s", command, code, &run.stderr)
		}
		said := run.stderr.String()
		if !strings.Contains(said, says) || !strings.Contains(said, "no space left on device") || strings.Contains(said, "goroutine") {
			t.Errorf("%s says\n%s", command, said)
		}
	}
	if got := p.files(); !slices.Equal(got, before) || len(p.posts()) > 0 {
		t.Errorf("left are %v, want %v, and calls were made: %v", got, before, p.posts())
	}
}

// TestFullDisk: files that a command replaces stay as they were, and apply makes no call that it can't write down.
func TestFullDisk(t *testing.T) {
	for command, says := range map[string]string{
		"audit --snapshot snapshot -o html=earlier -o json=earlier2": "write earlier: file too large",
		"render -o html=earlier":                                     "write earlier: file too large",
		"apply --auto-approve":                                       "write the journal: file too large",
	} {
		p := newProcesses(t)
		p.tokensOf("snapshot")
		p.write("earlier", "what was there before")
		p.write("earlier2", "what was there before")
		p.write(workspace.JournalFile, strings.Repeat("\n", 1020))
		before := p.files()
		run := p.shell(nil, "ulimit -f 2; exec patctl "+command)
		_ = run.Wait()
		p.wantSaid(run, 1, says)
		for _, name := range []string{"earlier", "earlier2"} {
			if text, _ := os.ReadFile(filepath.Join(p.dir, name)); string(text) != "what was there before" {
				t.Errorf("%s wrote\n%s", command, text)
			}
		}
		if got := p.files(); !slices.Equal(got, before) {
			t.Errorf("%s leaves %v, want %v", command, got, before)
		}
		if len(p.posts()) > 0 {
			t.Errorf("%s made calls: %v", command, p.posts())
		}
	}
}
