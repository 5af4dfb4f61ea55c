package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/cli"
)

// serveDocument is the page on patctl serve. Its commands need root, Docker, or Kubernetes, or
// don't end, so that TestDocuments can't follow it.
const serveDocument = "docs/serve.md"

// serveTexts returns the page and the files beside it, by name.
func serveTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{serveDocument: readDocument(t, serveDocument)}
	err := fs.WalkDir(os.DirFS(moduleRoot), "docs/serve", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			texts[name] = readDocument(t, name)
		}
		return err
	})
	if err != nil || len(texts) < 8 {
		t.Fatalf("%d texts, %v", len(texts), err)
	}
	return texts
}

// serveCommands are where a command line is in the page, in the unit, and in YAML.
var serveCommands = []*regexp.Regexp{
	regexp.MustCompile("(?:^|[^.\\w])(?:/usr/bin/)?patctl ((?:serve|doctor|validate|plan|apply)(?: --?[^`|;'\"\n#]*)?)"),
	regexp.MustCompile(`(?:args|command): \[(serve[^\]]*)\]`),
}

// TestServeCommands: the commands in the page and in the files beside it exist, with their flags.
func TestServeCommands(t *testing.T) {
	commands := map[string]bool{}
	for _, text := range serveTexts(t) {
		for _, re := range serveCommands {
			for _, match := range re.FindAllStringSubmatch(text, -1) {
				commands[strings.Join(strings.Fields(strings.NewReplacer(",", " ", `"`, "").Replace(match[1])), " ")] = true
			}
		}
	}
	for _, want := range []string{"serve --demo", "serve --migrate", "serve --check", "serve --listen :8080 --grace 30s --log-format json"} {
		if !commands[want] {
			t.Errorf("%q is not among the commands %v", want, commands)
		}
	}
	for line := range commands {
		if stdout, stderr, code := runIn(t, t.TempDir(), append(strings.Fields(line), "--help")...); code != cli.ExitDone || stderr != "" {
			t.Errorf("patctl %s: exit code %d\n%s%s", line, code, stdout, stderr)
		}
	}
	// Flags that the page names alone.
	help, _, _ := runIn(t, t.TempDir(), "serve", "--help")
	for _, flag := range found("`(--[a-z-]+)`", readDocument(t, serveDocument)) {
		if !strings.Contains(help, flag+" ") && !strings.Contains(help, flag+"\n") {
			t.Errorf("%s names %s, which serve does not have", serveDocument, flag)
		}
	}
}

// TestServeVariables: the environment variables in the page and the files are described in the help.
func TestServeVariables(t *testing.T) {
	help, _, _ := runIn(t, t.TempDir(), "help", "environment")
	for name, text := range serveTexts(t) {
		for _, variable := range found(`\b((?:PATCTL|GITHUB_APP)_[A-Z_]+)\b`, text) {
			if !strings.Contains(help, strings.TrimSuffix(variable, "_FILE")) {
				t.Errorf("%s names %s, which patctl help environment does not", name, variable)
			}
		}
	}
}

// TestServeGrants: what the page grants to the role of the server is what a test with PostgreSQL
// tries, in which the role has another name. The page also grants it for tables of later versions.
func TestServeGrants(t *testing.T) {
	granted := found(`(?m)^((?:grant|revoke) .*) (?:to|from) patctl;$`, readDocument(t, serveDocument))
	tried := found(`(?m)^(?:const grants = .)?((?:grant|revoke) .*) (?:to|from) server[;`+"`]", readDocument(t, "internal/serve/postgres/role_test.go"))
	if diff := cmp.Diff(tried, granted); diff != "" || len(granted) < 5 {
		t.Errorf("%d statements (-test +page):\n%s", len(granted), diff)
	}
}

// TestServeConfiguration: the block serve in the page is valid.
func TestServeConfiguration(t *testing.T) {
	dir := t.TempDir()
	blocks := codeBlock.FindAllStringSubmatch(readDocument(t, serveDocument), -1)
	blocks = slices.DeleteFunc(blocks, func(block []string) bool { return block[1] != "hcl" })
	if len(blocks) != 1 {
		t.Fatalf("%d blocks in HCL", len(blocks))
	}
	validates(t, dir, map[string]string{"serve.pat.hcl": blocks[0][3], "main.pat.hcl": "organization \"octo-org\" {}\n"})
}

// TestManifestConfiguration: the configuration in the ConfigMap is valid where Kubernetes puts
// it, behind links in a directory that can't be written.
func TestManifestConfiguration(t *testing.T) {
	var config struct {
		Data map[string]string `yaml:"data"`
	}
	if err := yaml.Unmarshal([]byte(readDocument(t, "docs/serve/kubernetes/configuration.yaml")), &config); err != nil || len(config.Data) == 0 {
		t.Fatalf("%v: %d files", err, len(config.Data))
	}
	dir := t.TempDir()
	for _, link := range [][2]string{{"..2026_11_29", "..data"}, {"..data/main.pat.hcl", "main.pat.hcl"}} {
		if err := os.Symlink(filepath.FromSlash(link[0]), filepath.Join(dir, link[1])); err != nil {
			t.Skip(err)
		}
	}
	versioned := filepath.Join(dir, "..2026_11_29")
	if err := os.Mkdir(versioned, 0o755); err != nil {
		t.Fatal(err)
	}
	writeAll(t, versioned, config.Data)
	validates(t, dir, nil)
	if stdout, _, _ := runIn(t, dir, "list"); !strings.Contains(stdout, "template.clone") {
		t.Errorf("the templates are %q", stdout)
	}
}

func writeAll(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// validates writes files, and makes sure that patctl has no objection to the directory.
func validates(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	writeAll(t, dir, files)
	for _, args := range [][]string{{"validate"}, {"fmt", "--check", "--diff"}} {
		if stdout, stderr, code := runIn(t, dir, args...); stderr != "" || code != cli.ExitDone {
			t.Errorf("patctl %q: exit code %d\n%s%s", args, code, stdout, stderr)
		}
	}
}
