package hcl_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/hcl"
)

// repository makes a directory with files and links in and around it, and
// returns the part that may be read.
func repository(t *testing.T) *os.Root {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	write("outside.txt", []byte("hush"))
	write("repo/top.txt", []byte("top"))
	write("repo/conf/near.txt", []byte("near"))
	write("repo/conf/large.txt", bytes.Repeat([]byte("x"), 17<<20))
	write("repo/conf/binary", []byte("\xff\xfe"))
	link("../../outside.txt", "repo/conf/escape")
	link(filepath.Join(dir, "outside.txt"), "repo/conf/absolute")
	link("../..", "repo/conf/up")
	link("../top.txt", "repo/conf/inside")
	link("loop", "repo/conf/loop")
	if err := makePipe(filepath.Join(dir, "repo/conf/fifo")); err != nil {
		t.Skip("no named pipes here:", err)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "repo"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

func TestFileBoundaries(t *testing.T) {
	root := repository(t)
	tests := []struct{ path, want, mistake string }{
		{"near.txt", "near", ""},
		{"./../conf/near.txt", "near", ""},
		{"../top.txt", "top", ""},
		{"inside", "top", ""},
		{"../../../etc/passwd", "", `outside the top directory of the repository`},
		{"../../outside.txt", "", `is outside the top directory`},
		{"/etc/passwd", "", `must be relative`},
		{`..\\..\\outside.txt`, "", `must be relative`},
		{"escape", "", "outside the top directory, because of a symbolic link"},
		{"absolute", "", "outside the top directory, because of a symbolic link"},
		{"up/outside.txt", "", "outside the top directory, because of a symbolic link"},
		{"loop", "", `"loop" cannot be`},
		{".", "", "not a regular file"},
		{"", "", "not a regular file"},
		{"fifo", "", "not a regular file"},
		{"large.txt", "", "it has 17 MB, and the limit is 16 MB"},
		{"binary", "", "is not UTF-8 text"},
		{"missing.txt", "", "it does not exist"},
		{"near.txt/x", "", "not a directory"},
		{`a\u0000b`, "", "cannot be"},
	}
	for _, test := range tests {
		for _, call := range []string{`file("` + test.path + `")`, `templatefile("` + test.path + `", {})`} {
			if err := root.WriteFile("conf/main.pat.hcl", []byte("template \"t\" {\n  name = "+call+"\n}\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			cfg, diags := hcl.Load(root.FS(), "conf", hcl.Options{})
			out := text(t, cfg, diags)
			switch {
			case strings.Contains(out, "hush"):
				t.Errorf("%s shows what is outside:\n%s", call, out)
			case test.mistake == "" && (len(diags) > 0 || cfg.Templates[0].Name != test.want):
				t.Errorf("%s is %q, want %q\n%s", call, cfg.Templates[0].Name, test.want, out)
			case test.mistake != "" && !strings.Contains(strings.Join(strings.Fields(out), " "), test.mistake):
				t.Errorf("%s does not say %q:\n%s", call, test.mistake, out)
			}
		}
	}
}

func TestFileExistsBoundaries(t *testing.T) {
	root := repository(t)
	for path, want := range map[string]string{
		"near.txt": "true", "missing.txt": "false", "inside": "true", "../top.txt": "true", "large.txt": "true",
		"escape": "", "../../outside.txt": "", "/etc/passwd": "", ".": "", "fifo": "",
	} {
		src := "template \"t\" {\n  name = fileexists(\"" + path + "\")\n}\n"
		if err := root.WriteFile("conf/main.pat.hcl", []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
		cfg, diags := hcl.Load(root.FS(), "conf", hcl.Options{})
		if got := cfg.Templates[0].Name; got != want || (want == "") != diags.HasErrors() {
			t.Errorf("fileexists(%q) is %q, want %q\n%s", path, got, want, text(t, cfg, diags))
		}
	}
}

// TestConfigurationBoundaries: a configuration file or a module that is a link
// out of the top directory is not read either.
func TestConfigurationBoundaries(t *testing.T) {
	root := repository(t)
	for name, target := range map[string]string{"conf/link.pat.hcl": "../../outside.txt", "conf/module": "../.."} {
		if err := root.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := makePipe(filepath.Join(root.Name(), "conf", "pipe.pat.hcl")); err != nil {
		t.Skip("no named pipes here:", err)
	}
	if err := root.WriteFile("conf/main.pat.hcl", []byte("module \"m\" {\n  source = \"./module\"\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cfg, diags := hcl.Load(root.FS(), "conf", hcl.Options{})
	compare(t, []expectation{
		{"link.pat.hcl:0", "ERROR: Unreadable file", "outside the top directory, because of a symbolic link"},
		{"pipe.pat.hcl:0", "ERROR: Unreadable file", "not a regular file"},
		{"main.pat.hcl:2", "ERROR: Unreadable directory", "outside the top directory, because of a symbolic link"},
	}, diags)
	if t.Failed() {
		t.Log(text(t, cfg, diags))
	}
}
