//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHomes: without a home directory, or with one in which nothing can be written, there is no cache,
// and everything else works.
func TestHomes(t *testing.T) {
	p := newProcesses(t)
	p.write("file", "no directory")
	file := filepath.Join(p.dir, "file")
	for name, home := range map[string]string{
		"there is none": "unset HOME XDG_CACHE_HOME XDG_CONFIG_HOME", "it is empty": "export HOME= XDG_CACHE_HOME= XDG_CONFIG_HOME=", "it is missing": "unset XDG_CACHE_HOME; export HOME=/proc/missing",
		"it is relative": "unset XDG_CACHE_HOME; export HOME=relative", "it is a file": "unset XDG_CACHE_HOME; export HOME=" + file, "it is a device": "unset XDG_CACHE_HOME; export HOME=/dev/null", "it is read-only": "unset XDG_CACHE_HOME; export HOME=/proc/self",
		"the cache is a file": "export XDG_CACHE_HOME=" + file, "the cache is relative": "export XDG_CACHE_HOME=relative", "the cache is a device": "export XDG_CACHE_HOME=/dev/full",
		"the configuration of gh can't be made": "export GH_CONFIG_DIR=/proc/missing/gh", "the configuration of gh is a file": "export GH_CONFIG_DIR=" + file + " XDG_CONFIG_HOME=" + file,
	} {
		t.Run(name, func(t *testing.T) {
			p := *p
			p.T = t
			for _, test := range []struct {
				variables, command string
				code               int
				says               string
			}{
				{"", "pull --organization octodemo --out pulled", 0, "Read 1 request and 0 tokens of 1 organization."},
				{"", "audit --organization octodemo", 0, "0 tokens and 1 request match the templates."},
				{"", "list", 0, "reader"},
				{"", "doctor", 0, "patctl can read what it needs."},
				{"", "record -o record.json -- true", 4, "Recorded 0 calls"},
				{"GITHUB_APP_ID= GITHUB_APP_PEM_FILE=", "doctor", 1, "GitHub shows the requests and tokens of an organization only to a GitHub App."},
				{"GITHUB_APP_ID= GITHUB_APP_PEM_FILE= GH_TOKEN=ghu_12", "pull", 4, "The token in GH_TOKEN has expired, was revoked, or is not for"},
			} {
				run := p.shell(nil, home+"; "+test.variables+" exec patctl "+test.command)
				_ = run.Wait()
				p.wantSaid(run, test.code, test.says)
				said := run.stdout.String() + run.stderr.String()
				if strings.Contains(said, "ghu_12") || strings.Contains(said, "goroutine") {
					t.Errorf("%s says\n%s", test.command, said)
				}
			}
		})
	}
	if _, err := os.Stat(filepath.Join(p.dir, "relative")); err == nil {
		t.Error("a cache was made in the working directory")
	}
}
