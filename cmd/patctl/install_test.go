package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A release, with a program in it that only prints its name.
const (
	installedVersion = "1.2.3"
	installedProgram = "#!/bin/sh\necho patctl " + installedVersion + "\n"
)

// installCase is a release, or a machine, that install.sh meets.
type installCase struct {
	name    string
	archive func(right []byte) []byte // what the server has in the place of the right archive
	sums    func(right string) string // and of checksums.txt
	tools   map[string]string         // programs that come first in PATH: "exit 1" behaves as if it were not there
	version string
	want    string // in what is printed
	never   string // not in what is printed
	blocked bool   // a file stands where the directory should be
	fails   bool
}

var installCases = []installCase{
	{name: "right", want: "Installed patctl 1.2.3"},
	{name: "v before the version", version: "v1.2.3", want: "Installed patctl 1.2.3"},
	{name: "another archive", archive: func([]byte) []byte { return archived("#!/bin/sh\necho stolen\n") }, want: "is not the one in checksums.txt", fails: true},
	{name: "half an archive", archive: func(right []byte) []byte { return right[:len(right)/2] }, want: "is not the one in checksums.txt", fails: true},
	{name: "not in the list", sums: func(string) string { return "0000  patctl_1.2.3_plan9_arm64.tar.gz\n" }, want: "checksums.txt does not list", fails: true},
	{name: "only in a longer name", sums: func(right string) string { return strings.ReplaceAll(right, "patctl_", "not-patctl_") }, want: "checksums.txt does not list", fails: true},
	{name: "no such version", version: "9.9.9", want: "Cannot download", fails: true},
	{name: "no version", version: "../1.2.3", want: "is not a version", fails: true},
	{name: "attested", tools: map[string]string{"gh": "exit 0"}, want: "Installed patctl 1.2.3"},
	{name: "wrongly attested", tools: map[string]string{"gh": `[ "$1" = auth ] || [ "$3" = --help ]`}, want: "build attestation of patctl_1.2.3", fails: true},
	{name: "gh not logged in", tools: map[string]string{"gh": "exit 1"}, want: "attestation was not checked"},
	{name: "gh too old", tools: map[string]string{"gh": `[ "$1" = auth ]`}, want: "too old to check it"},
	{name: "unknown machine", tools: map[string]string{"uname": `[ "$1" = -s ] && echo Linux || echo mips`}, want: "There is no archive for mips", fails: true},
	{name: "unknown system", tools: map[string]string{"uname": "[ $1 = -s ] && echo Plan9 || echo x86_64"}, want: "There is no archive for Plan9", never: "checksums.txt", fails: true},
	{name: "nowhere to write", blocked: true, want: "Cannot write patctl to ", fails: true},
}

// TestInstall: install.sh installs what the release has, and nothing where a check fails.
func TestInstall(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("install.sh is for systems with a POSIX shell")
	}
	for _, test := range installCases {
		t.Run(test.name, func(t *testing.T) { test.run(t) })
	}
}

func (test installCase) run(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "bin of mona")
	if test.blocked {
		test.writeTool(t, home, "bin of mona", "")
	}
	out, err := test.install(t, home, dir)
	if test.never != "" && strings.Contains(out, test.never) {
		t.Errorf("printed %q, with %q in it", out, test.never)
	}
	if (err != nil) != test.fails || !strings.Contains(out, test.want) {
		t.Errorf("err %v, want a failure: %v; printed %q, want %q in it", err, test.fails, out, test.want)
	}
	if test.fails {
		if left, _ := filepath.Glob(dir + "/*"); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		return
	}
	said, err := exec.Command(filepath.Join(dir, "patctl")).CombinedOutput()
	if err != nil || string(said) != "patctl "+installedVersion+"\n" {
		t.Errorf("the installed program prints %q, %v", said, err)
	}
}

// install runs the script and returns what it prints.
func (test installCase) install(t *testing.T, home, dir string) (string, error) {
	t.Helper()
	tools := filepath.Join(home, "tools")
	if err := os.MkdirAll(tools, 0o755); err != nil {
		t.Fatal(err)
	}
	if test.tools["gh"] == "" {
		test.writeTool(t, tools, "gh", "exit 1")
	}
	for name, body := range test.tools {
		test.writeTool(t, tools, name, body)
	}
	version := test.version
	if version == "" {
		version = installedVersion
	}
	cmd := exec.Command("sh", "../../install.sh")
	cmd.Env = []string{
		"PATH=" + tools + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + home,
		"PATCTL_INSTALL_DIR=" + dir, "PATCTL_VERSION=" + version, "PATCTL_DOWNLOAD_URL=" + test.serve(t),
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (test installCase) writeTool(t *testing.T, dir, name, body string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// serve serves the release on loopback and returns its address.
func (test installCase) serve(t *testing.T) string {
	t.Helper()
	right := archived(installedProgram)
	served, sums := right, checksumsOf(right)
	if test.archive != nil {
		served = test.archive(right)
	}
	if test.sums != nil {
		sums = test.sums(sums)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, found := strings.CutPrefix(r.URL.Path, "/v"+installedVersion+"/")
		switch {
		case found && name == "checksums.txt":
			fmt.Fprint(w, sums)
		case found && strings.HasSuffix(name, ".tar.gz"):
			_, _ = w.Write(served)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// checksumsOf is checksums.txt of a release with one archive for all platforms.
func checksumsOf(archive []byte) string {
	sums := ""
	for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"} {
		sums += fmt.Sprintf("%x  patctl_%s_%s.tar.gz\n", sha256.Sum256(archive), installedVersion, platform)
	}
	return sums
}

// archived is an archive of a release with a program in it.
func archived(program string) []byte {
	var b bytes.Buffer
	compressed := gzip.NewWriter(&b)
	w := tar.NewWriter(compressed)
	_ = w.WriteHeader(&tar.Header{Name: "patctl", Mode: 0o755, Size: int64(len(program))})
	_, _ = w.Write([]byte(program))
	_ = w.Close()
	_ = compressed.Close()
	return b.Bytes()
}
