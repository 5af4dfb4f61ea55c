package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// extensionGH is a gh that serves the release in $RELEASE, and keeps what it publishes in $PUBLISHED.
const extensionGH = `#!/bin/sh
case "$1 $2" in
"release view")
  if [ "$3" = --repo ]; then echo v1.2.3; else [ -n "$ALREADY" ]; fi ;;
"release download") cp "$RELEASE"/* . ;;
"attestation verify") echo "$@" >>"$PUBLISHED.verified"; [ "$3" != "$UNATTESTED" ] ;;
"release create") echo "$@" >>"$PUBLISHED" ;;
*) exit 1 ;;
esac
`

// publishCase is a release of patctl that extension/publish meets.
type publishCase struct {
	name    string
	tag     string
	change  func(t *testing.T, release string)
	environ string
	want    string // in what is printed
	fails   bool
	creates string // how the release is created; "": not at all
}

const gh12 = "release create v1.2.3 gh-patctl-linux-amd64 gh-patctl-linux-arm64 gh-patctl-darwin-amd64 gh-patctl-darwin-arm64 gh-patctl-windows-amd64.exe gh-patctl-windows-arm64.exe --repo octo-org/gh-patctl"

var publishCases = []publishCase{
	{name: "right", tag: "v1.2.3", creates: gh12},
	{name: "the latest", creates: gh12},
	{name: "a prerelease", tag: "v1.2.4-rc.1", creates: "windows-arm64.exe --prerelease --repo"},
	{name: "already there", tag: "v1.2.3", environ: "ALREADY=1", want: "v1.2.3 is published already"},
	{name: "no version", tag: "--repo=octo-org/other", want: "is not a version", fails: true},
	{name: "not attested", tag: "v1.2.3", environ: "UNATTESTED=gh-patctl-darwin-arm64", want: "attestation of gh-patctl-darwin-arm64 is not valid", fails: true},
	{name: "another program", tag: "v1.2.3", want: "checksum of gh-patctl-linux-arm64 is not", fails: true, change: func(t *testing.T, release string) {
		writeFile(t, filepath.Join(release, "gh-patctl-linux-arm64"), "stolen")
	}},
	{name: "not in the list", tag: "v1.2.3", want: "checksum of gh-patctl-linux-amd64 is not", fails: true, change: func(t *testing.T, release string) {
		writeFile(t, filepath.Join(release, "checksums.txt"), "")
	}},
	{name: "a program is missing", tag: "v1.2.3", want: "has no gh-patctl-windows-arm64.exe", fails: true, change: func(t *testing.T, release string) {
		if err := os.Remove(filepath.Join(release, "gh-patctl-windows-arm64.exe")); err != nil {
			t.Fatal(err)
		}
	}},
}

// TestExtensionPublish: extension/publish publishes nothing that is not checked.
func TestExtensionPublish(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the script runs in a workflow, on Linux")
	}
	for _, test := range publishCases {
		t.Run(test.name, func(t *testing.T) { test.run(t) })
	}
}

func (test publishCase) run(t *testing.T) {
	dir := t.TempDir()
	release, published := filepath.Join(dir, "release"), filepath.Join(dir, "published")
	writeRelease(t, release)
	if test.change != nil {
		test.change(t, release)
	}
	writeFile(t, filepath.Join(dir, "bin", "gh"), extensionGH)
	script, err := filepath.Abs("../../extension/publish")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(script, test.tag)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH"), "TMPDIR=" + dir, "GITHUB_REPOSITORY=octo-org/gh-patctl",
		"RELEASE=" + release, "PUBLISHED=" + published, test.environ,
	}
	out, err := cmd.CombinedOutput()
	if (err != nil) != test.fails || !strings.Contains(string(out), test.want) {
		t.Errorf("err %v, want a failure: %v; printed %q, want %q in it", err, test.fails, out, test.want)
	}
	created, _ := os.ReadFile(published)
	if (len(created) > 0) != (test.creates != "") || !strings.Contains(string(created), test.creates) {
		t.Errorf("gh was asked %q, want %q", created, test.creates)
	}
	verified, _ := os.ReadFile(published + ".verified")
	if test.creates != "" && strings.Count(string(verified), "--signer-workflow patctl/patctl/.github/workflows/release.yml") != len(releasePrograms) {
		t.Errorf("the attestations were checked so: %q", verified)
	}
}

var releasePrograms = []string{
	"gh-patctl-linux-amd64", "gh-patctl-linux-arm64", "gh-patctl-darwin-amd64", "gh-patctl-darwin-arm64", "gh-patctl-windows-amd64.exe", "gh-patctl-windows-arm64.exe",
}

// writeRelease writes the programs of a release, and their checksums among others.
func writeRelease(t *testing.T, dir string) {
	t.Helper()
	sums := fmt.Sprintf("%064x  patctl_1.2.3_linux_amd64.tar.gz\n", 0)
	for _, name := range slices.Sorted(slices.Values(releasePrograms)) {
		writeFile(t, filepath.Join(dir, name), "the program "+name)
		sums += fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte("the program "+name)), name)
	}
	writeFile(t, filepath.Join(dir, "checksums.txt"), sums)
}

// writeFile writes a file that can be run, and the directories above it.
func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}
