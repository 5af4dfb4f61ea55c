package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/hcl"
)

// insides are what no message may hold: types and addresses of the program, what
// fmt writes of a wrong verb, and paths of the machine that built it.
var insides = regexp.MustCompile(`\bcty\.[A-Z]|\*?\b(?:hcl|hclsyntax|cobra|http|json|audit|report|plan|pat|diag|catalog)\.[A-Z]\w+\b|` +
	`\bgithub\.(?:wire\w*|[A-Z]\w*)|\bmap\[string\]|\[\](?:string|byte|int)\b|\binterface ?\{\}|\bGo (?:struct|value)\b|` +
	`%!\w?\(|<nil>|\bnil pointer\b|\bgoroutine \d|\w\.go:\d|(?:^|[\s"'(])/(?:work|root|build)/`)

func doubledWord(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' })
	for i := 1; i < len(words); i++ {
		if words[i] == words[i-1] && len(words[i]) > 1 && regexp.MustCompile(`^[A-Za-z]+$`).MatchString(words[i]) {
			return words[i] + " " + words[i]
		}
	}
	return ""
}

// TestMessagesAreForPeople goes through the outputs that tests expect, and the
// messages about every configuration with mistakes.
func TestMessagesAreForPeople(t *testing.T) {
	for name, text := range expectedOutputs(t) {
		inspect(t, name, text)
	}
	for name, files := range faultyConfigurations(t) {
		cfg, diags := hcl.Load(files, ".", hcl.Options{Version: "0.3.0"})
		diags = append(diags, check.Run(cfg, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))...)
		for _, d := range diags {
			inspect(t, name, d.Summary)
			inspect(t, name, d.Detail)
		}
	}
}

func inspect(t *testing.T, name, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if found := insides.FindString(line); found != "" {
			t.Errorf("%s: %q in: %s", name, found, line)
		}
	}
	if twice := doubledWord(text); twice != "" {
		t.Errorf("%s: %q", name, twice)
	}
}

// expectedOutputs are the golden files, and the parts of scripts that hold what a
// command prints.
func expectedOutputs(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "fuzz" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".golden"):
			out[path] = readText(t, path)
		case strings.HasSuffix(path, ".txtar") && strings.Contains(path, "script"):
			addOutputs(t, path, out)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d outputs were found", len(out))
	}
	return out
}

// comparison is a line of a script that compares an output with a file.
var comparison = regexp.MustCompile(`(?m)^cmp (?:stdout|stderr) (\S+)$`)

func addOutputs(t *testing.T, path string, out map[string]string) {
	t.Helper()
	archive := txtar.Parse([]byte(readText(t, path)))
	expected := map[string]bool{}
	for _, m := range comparison.FindAllStringSubmatch(string(archive.Comment), -1) {
		expected[filepath.Base(m[1])] = true
	}
	for _, f := range archive.Files {
		if expected[filepath.Base(f.Name)] {
			out[path+"/"+f.Name] = string(f.Data)
		}
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// faultyConfigurations are the fixtures of the packages that read and check them.
func faultyConfigurations(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	out := map[string]fstest.MapFS{}
	for _, dir := range []string{"hcl", "check"} {
		paths, err := filepath.Glob(filepath.Join("../../internal", dir, "testdata/err/*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no fixtures in %s: %v", dir, err)
		}
		for _, path := range paths {
			files := fstest.MapFS{filepath.Base(path): {Data: []byte(readText(t, path))}}
			if strings.HasSuffix(path, ".txtar") {
				files = fstest.MapFS{}
				for _, f := range txtar.Parse([]byte(readText(t, path))).Files {
					files[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			out[fmt.Sprintf("%s/%s", dir, filepath.Base(path))] = files
		}
	}
	return out
}
