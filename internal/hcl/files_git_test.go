package hcl_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/hcl"
)

// checkout is a repository with what must not be read out of it.
func checkout(t *testing.T) *os.Root {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		".git/config":              "[http]\n\textraheader = AUTHORIZATION: basic hush-hush\n",
		".env":                     "TOKEN=hush-hush\n",
		"secrets/a.txt":            "hush-hush",
		"secrets/m/main.pat.hcl":   "locals {\n  a = \"hush-hush\"\n}\n",
		"conf/private.key":         "hush-hush",
		"conf/public.key":          "public",
		"conf/sub/.git":            "gitdir: hush-hush",
		"conf/local.txt":           "hush-hush",
		"conf/.GIT/x":              "hush-hush",
		"conf/docs/a.txt":          "a",
		"conf/docs/more/b.txt":     "b",
		"conf/docs/more/local.txt": "hush-hush",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{
		"conf/config": "../.git/config", "conf/git": "../.git", "conf/again": "git/config", "conf/env": "../.env", "conf/loop": "loop",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// ignores stands in for Git: some files, and all in a directory.
func ignores(name string) (bool, error) {
	return slices.Contains([]string{".env", "conf/private.key", "conf/local.txt", "conf/docs/more/local.txt"}, name) ||
		name == "secrets" || strings.HasPrefix(name, "secrets/"), nil
}

// TestGitIsNotRead: nothing that Git keeps for itself or ignores gets into a
// configuration, by any way.
func TestGitIsNotRead(t *testing.T) {
	root := checkout(t)
	for _, path := range []string{
		"../.git/config", "../.GIT/config", "../.git/../.git/config", "config", "git/config", "again", "docs/../config", "../.git /config", "../.git./config", "../git~1/config",
		"../.g\u200cit/config", "sub/.git", ".GIT/x", "../.env", "env", "../secrets/a.txt", "private.key", "local.txt", "docs/more/local.txt",
	} {
		for _, call := range []string{"file(PATH)", "templatefile(PATH, {})", "fileexists(PATH)", "module"} {
			src := "template \"t\" {\n  name = \"${" + strings.ReplaceAll(call, "PATH", `"`+path+`"`) + "}\"\n}\n"
			if call == "module" {
				src = "module \"m\" {\n  source = \"./" + path + "\"\n}\n"
			}
			if err := root.WriteFile("conf/main.pat.hcl", []byte(src), 0o644); err != nil {
				t.Fatal(err)
			}
			cfg, diags := hcl.Load(root.FS(), "conf", hcl.Options{Ignores: ignores})
			out := strings.Join(strings.Fields(text(t, cfg, diags)), " ")
			if !strings.Contains(out, ".git") || !diags.HasErrors() || strings.Contains(out, "hush") {
				t.Errorf("%s of %s:\n%s", call, path, out)
			}
		}
	}
}

// TestGitConfigurationFiles: a link with the name of a configuration file does not
// lead there either.
func TestGitConfigurationFiles(t *testing.T) {
	root := checkout(t)
	for _, name := range []string{"conf/x.pat.hcl", "conf/x.auto.patvars", "conf/x.pat.json"} {
		if err := root.Symlink("../.git/config", name); err != nil {
			t.Fatal(err)
		}
		cfg, diags := hcl.Load(root.FS(), "conf", hcl.Options{})
		if out := text(t, cfg, diags); !strings.Contains(out, "Unreadable file") || strings.Contains(out, "hush") {
			t.Errorf("%s:\n%s", name, out)
		}
		if err := root.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFilesetOfRepository leaves out what the other functions refuse.
func TestFilesetOfRepository(t *testing.T) {
	root := checkout(t)
	src := "template \"t\" {\n  name = join(\" \", fileset(\".\", \"**\"))\n  description = join(\" \", fileset(\"docs\", \"**/*.txt\"))\n}\n"
	if err := root.WriteFile("conf/main.pat.hcl", []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	cfg, diags := hcl.Load(root.FS(), "conf", hcl.Options{Ignores: ignores})
	if len(diags) > 0 {
		t.Fatal(text(t, cfg, diags))
	}
	if got, want := cfg.Templates[0].Name, "docs/a.txt docs/more/b.txt main.pat.hcl public.key"; got != want {
		t.Errorf("the files are %q, want %q", got, want)
	}
	if got, want := cfg.Templates[0].Description, "a.txt more/b.txt"; got != want {
		t.Errorf("the files of docs are %q, want %q", got, want)
	}
}

// TestIgnoredIsAskedForFiles: a configuration that reads no files needs no Git, and
// one that does reads nothing where Git does not answer.
func TestIgnoredIsAskedForFiles(t *testing.T) {
	for src, want := range map[string]bool{
		`template "t" { name = "x" }`:                          false,
		`template "t" { name = file("x") }`:                    true,
		`template "t" { name = join(" ", fileset(".", "*")) }`: true,
		"module \"m\" {\n  source = \"./x\"\n}\n":              true,
	} {
		asked := false
		cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": src, "x": "hush-hush"}), ".", hcl.Options{Ignores: func(string) (bool, error) {
			asked = true
			return false, errors.New("there is no git here")
		}})
		out := strings.Join(strings.Fields(text(t, cfg, diags)), " ")
		if asked != want || want && !strings.Contains(out, "there is no git here") || strings.Contains(out, "hush") {
			t.Errorf("%s: asked: %t\n%s", src, asked, out)
		}
	}
}

// TestPaths: path.module and path.root lead to the files of a module and of the root.
func TestPaths(t *testing.T) {
	cfg, diags := hcl.Load(directory(map[string]string{
		"conf/main.pat.hcl":  "module \"m\" {\n  source = \"../lib/m\"\n}\n",
		"conf/x":             "root",
		"lib/m/main.pat.hcl": "template \"t\" {\n  name = file(\"${path.module}/x\")\n  description = file(\"${path.root}/x\")\n}\n",
		"lib/m/x":            "module",
	}), "conf", hcl.Options{})
	if len(diags) > 0 {
		t.Fatal(text(t, cfg, diags))
	}
	if got := cfg.Templates[0]; got.Name != "module" || got.Description != "root" {
		t.Errorf("path.module leads to %q, path.root to %q", got.Name, got.Description)
	}
}
