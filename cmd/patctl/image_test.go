package main

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// image is the root file system that the Dockerfile describes.
type image struct {
	root, user, workdir, entrypoint string
}

// certificates is where the image has the certificates of public authorities.
const certificates = "/etc/ssl/certs/ca-certificates.crt"

// TestImage runs the program as the container image does, where there is no container
// engine: in a root directory with what the Dockerfile copies, read-only, and as its user.
func TestImage(t *testing.T) {
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("this needs root on Linux")
	}
	if out, err := exec.Command("unshare", "--mount", "true").CombinedOutput(); err != nil {
		t.Skipf("nothing can be mounted: %v %s", err, out)
	}
	if _, err := os.Stat(certificates); err != nil {
		t.Skip("no certificates of public authorities:", err)
	}
	i := buildImage(t)
	if strings.HasPrefix(i.user, "0") || !strings.Contains(i.user, ":") || i.entrypoint != `["/usr/local/bin/patctl"]` {
		t.Fatalf("the image runs %s as %q", i.entrypoint, i.user)
	}
	example, err := filepath.Abs("../../examples/octo-org")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ args, want string }{
		{"version", "patctl "},
		{"validate", "The configuration is valid."},
		{"audit --snapshot snapshot.json --as-of 2026-11-22T12:00:00Z --fail-on never --summary", "60 tokens"},
		{"render -o html=x.html", "read-only file system"},
	} {
		if out := i.run(t, example, nil, strings.Fields(test.args)...); !strings.Contains(out, test.want) {
			t.Errorf("patctl %s prints %q, want %q in it", test.args, out, test.want)
		}
	}
	i.testCertificates(t, example)
}

// testCertificates: the program takes the certificates of the image, and no others.
func (i *image) testCertificates(t *testing.T, example string) {
	var calls atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		http.Error(w, "{}", http.StatusNotFound)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the first certificate is refused, as it must be
	server.StartTLS()
	defer server.Close()
	environ := []string{"GITHUB_API_URL=" + server.URL, "GH_HOST=" + strings.TrimPrefix(server.URL, "https://"), "GH_ENTERPRISE_TOKEN=none", "GH_TOKEN=none"}
	if out := i.run(t, example, environ, "doctor", "--organization", "octo-org"); calls.Load() != 0 || !strings.Contains(out, "certificate") {
		t.Errorf("with a certificate of nobody: %d calls, %s", calls.Load(), out)
	}
	f, err := os.OpenFile(filepath.Join(i.root, certificates), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := pem.Encode(f, &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out := i.run(t, example, environ, "doctor", "--organization", "octo-org"); calls.Load() == 0 {
		t.Errorf("with a certificate of the image, nothing is called: %s", out)
	}
}

// buildImage makes what the last stage of the Dockerfile describes.
func buildImage(t *testing.T) *image {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	i := &image{root: t.TempDir()}
	if err := os.Chmod(i.root, 0o755); err != nil {
		t.Fatal(err)
	}
	_, stage, found := strings.Cut(string(text), "\nFROM scratch\n")
	if !found {
		t.Fatal("the image is not made from scratch")
	}
	for line := range strings.Lines(stage) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch instruction {
		case "COPY":
			i.copy(t, strings.Fields(rest))
		case "USER":
			i.user = rest
		case "WORKDIR":
			i.workdir = rest
		case "ENTRYPOINT":
			i.entrypoint = rest
		case "ARG", "":
		default:
			t.Fatalf("what does this mean for the image: %s", line)
		}
	}
	if err := os.MkdirAll(filepath.Join(i.root, i.workdir), 0o755); err != nil {
		t.Fatal(err)
	}
	return i
}

// copy does one COPY. Certificates come from this machine, the program from this module.
func (i *image) copy(t *testing.T, words []string) {
	t.Helper()
	target := words[len(words)-1]
	source := words[len(words)-2]
	if strings.HasSuffix(target, "/") {
		target += filepath.Base(source)
	}
	path := filepath.Join(i.root, target)
	switch {
	case words[0] == "--from=certificates":
		data, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, string(data))
	case source == "$TARGETPLATFORM/patctl":
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	default:
		writeFile(t, path, "what GoReleaser puts beside the program")
	}
}

// run runs the program with a directory mounted at the working directory, and returns
// what it prints. The mounts are gone when it ends.
func (i *image) run(t *testing.T, mounted string, environ []string, args ...string) string {
	t.Helper()
	const script = `set -e
mount --bind "$1" "$1"
mount --bind "$2" "$1$3"
mount -o remount,bind,ro "$1$3"
mount -o remount,bind,ro "$1"
root=$1 user=$4 workdir=$3
shift 4
exec chroot --userspec="$user" "$root" /usr/local/bin/patctl --chdir "$workdir" "$@"`
	cmd := exec.Command("unshare", append([]string{"--mount", "sh", "-c", script, "sh", i.root, mounted, i.workdir, i.user}, args...)...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, environ...)
	out, _ := cmd.CombinedOutput() // the status is one of patctl, or of the script, which says so
	return string(out)
}
