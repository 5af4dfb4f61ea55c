package site_test

import (
	"bytes"
	"html"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/site"
)

const repositoryRoot = "../.."

// build makes the site of this repository.
func build(t *testing.T, version string) *site.Site {
	t.Helper()
	built, err := site.Build(os.DirFS(repositoryRoot), version)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// writeSite writes a site with two releases and the latest version.
func writeSite(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "site")
	for _, version := range []string{"v0.2.0", site.Latest, "v0.10.0"} {
		if err := build(t, version).Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// readSite returns the files of a site.
func readSite(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range filesOf(t, dir) {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	return files
}

func filesOf(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			rel, _ := filepath.Rel(dir, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestEveryDocumentIsAPage: nothing in docs is left out, and each page is in the
// navigation of the others.
func TestEveryDocumentIsAPage(t *testing.T) {
	files := build(t, site.Latest).Files()
	documents, err := filepath.Glob(filepath.Join(repositoryRoot, "docs", "*.md"))
	if err != nil || len(documents) < 10 {
		t.Fatalf("%d documents, %v", len(documents), err)
	}
	want := []string{"index.html", "changelog.html", "contributing.html", "security.html"}
	for _, document := range documents {
		want = append(want, strings.TrimSuffix(filepath.Base(document), ".md")+".html")
	}
	for _, name := range want {
		if files[name] == nil {
			t.Errorf("%s is missing", name)
		}
		if name != "index.html" && !bytes.Contains(files["index.html"], []byte(`<li><a href="`+name+`">`)) {
			t.Errorf("%s is not in the navigation of the home page", name)
		}
	}
}

// TestIDsAreUnique: a link to a heading can't end at an element of the page around it.
func TestIDsAreUnique(t *testing.T) {
	all := build(t, site.Latest).Files()
	text := "# Home\n"
	for _, id := range idAttribute.FindAllStringSubmatch(string(all["index.html"]), -1) {
		text += "\n## " + id[1] + "\n"
	}
	all["names.html"] = homePage(t, text)
	for name, data := range all {
		seen := map[string]bool{}
		for _, id := range idAttribute.FindAllStringSubmatch(string(data), -1) {
			if path.Ext(name) == ".html" && seen[id[1]] {
				t.Errorf("%s has two elements with the id %s", name, id[1])
			}
			seen[id[1]] = true
		}
	}
}

// TestPolicy: each page forbids everything that it doesn't need, and needs nothing else.
func TestPolicy(t *testing.T) {
	const policy = `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;; ` +
		`style-src &#39;self&#39;; img-src &#39;self&#39;; connect-src &#39;self&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;; ` +
		`require-trusted-types-for &#39;script&#39;; trusted-types &#39;none&#39;">`
	forbidden := regexp.MustCompile(`<script>|<style|\sstyle="|\son[a-z]+="|<base|<iframe|<object`)
	for name, data := range build(t, site.Latest).Files() {
		if path.Ext(name) != ".html" {
			continue
		}
		if at := bytes.Index(data, []byte(policy)); at < 0 || at > bytes.Index(data, []byte("<link")) {
			t.Errorf("%s does not begin with the policy", name)
		}
		if found := forbidden.Find(data); found != nil {
			t.Errorf("%s has %s", name, found)
		}
	}
}

// repository is a small one.
func repository(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{
		"README.md": {Data: []byte("# Home\n\n[Guide](docs/guide.md#first-steps)\n")}, "main.go": {Data: []byte("package main\n")},
		"NOTES.md":      {Data: []byte("## X\n")},
		"docs/guide.md": {Data: []byte("# Guide\n\n## First steps\n")}, "docs/pictures/a b.png": {Data: []byte("png")},
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// homePage is the page of a README.
func homePage(t *testing.T, text string) []byte {
	t.Helper()
	built, err := site.Build(repository(map[string]string{"README.md": text}), site.Latest)
	if err != nil {
		t.Fatal(err)
	}
	return built.Files()["index.html"]
}

// TestNotPartOfPatctl: what only the site needs is not in the program.
func TestNotPartOfPatctl(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "github.com/patctl/patctl/cmd/patctl").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dependency := range strings.Lines(string(out)) {
		if strings.Contains(dependency, "goldmark") || strings.Contains(dependency, "internal/site") {
			t.Errorf("patctl depends on %s", dependency)
		}
	}
}

// TestNavigation: groups come in their order, and a page that nobody put into one is last.
func TestNavigation(t *testing.T) {
	built, err := site.Build(repository(map[string]string{
		"docs/zebra.md": "# Zebra\n", "docs/aardvark.md": "# Aardvark & more\n", "docs/language.md": "# The language\n", "CHANGELOG.md": "# Changelog\n",
	}), site.Latest)
	if err != nil {
		t.Fatal(err)
	}
	page := string(built.Files()["language.html"])
	nav := page[strings.Index(page, `<nav id="Nav"`):strings.Index(page, `<main`)]
	got := strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(nav, " "))), " ")
	if want := "Get started Overview Reference The language Project Changelog More Aardvark & more Guide Zebra"; got != want {
		t.Errorf("the navigation is %s, want %s", got, want)
	}
	for _, part := range []string{
		`<a href="language.html" aria-current="page">The language</a>`, "<title>The language - patctl</title>",
		`href="index.html" rel="prev"><span>Previous</span> Overview<`, `href="changelog.html" rel="next"><span>Next</span> Changelog<`,
		`href="https://github.com/patctl/patctl/blob/main/docs/language.md"`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	if pages := slices.Sorted(maps.Keys(built.Files())); !slices.Contains(pages, "zebra.html") {
		t.Errorf("the pages are %v", pages)
	}
}
