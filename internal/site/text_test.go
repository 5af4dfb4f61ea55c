package site_test

import (
	"encoding/json"
	"html"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/site"
)

// TestSearchIndex: each section is in the index once, with its words.
func TestSearchIndex(t *testing.T) {
	var index struct {
		Pages    []struct{ Path, Title string }
		Sections []struct {
			Page            int
			ID, Title, Text string
		}
	}
	files := build(t, site.Latest).Files()
	if err := json.Unmarshal(files["search.json"], &index); err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, s := range index.Sections {
		address := index.Pages[s.Page].Path + "#" + s.ID
		if _, twice := sections[address]; twice {
			t.Errorf("%s is there twice", address)
		}
		sections[address] = s.Title + ": " + s.Text
	}
	for address, words := range map[string]string{
		"index.html#": "personal access tokens", "rules.html#never-expires": "never-expires", "commands.html#patctl-audit": "--snapshot",
		"language.html#template": "expires_in", "language.html#functions": "permissions_for",
	} {
		if !strings.Contains(sections[address], words) {
			t.Errorf("%s lacks %q: %q", address, words, sections[address])
		}
	}
	if size := len(files["search.json"]); size > 1_000_000 {
		t.Errorf("the index has %d bytes", size)
	}
}

var (
	codeElement = regexp.MustCompile(`(?s)<code data-language="([^"]*)">(.*?)</code></pre>`)
	anyTag      = regexp.MustCompile(`<[^>]*>`)
	codeFence   = regexp.MustCompile("(?ms)^( *)```.*?\n(.*?)^ *```$")
)

// TestCodeIsWhole: coloring loses no character of any code block, and each language has colors.
func TestCodeIsWhole(t *testing.T) {
	colored := map[string]bool{}
	files := build(t, site.Latest).Files()
	for _, name := range []string{"README.md", "docs/language.md", "docs/ci.md", "docs/snapshots.md", "docs/apply.md", "docs/rules.md"} {
		page := strings.TrimSuffix(path.Base(name), ".md") + ".html"
		if name == "README.md" {
			page = "index.html"
		}
		source, err := os.ReadFile(filepath.Join(repositoryRoot, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, block := range codeFence.FindAllStringSubmatch(string(source), -1) {
			want = append(want, strings.ReplaceAll("\n"+block[2], "\n"+block[1], "\n")[1:])
		}
		for _, block := range codeElement.FindAllStringSubmatch(string(files[page]), -1) {
			got = append(got, html.UnescapeString(anyTag.ReplaceAllString(block[2], "")))
			colored[block[1]] = colored[block[1]] || strings.Contains(block[2], "<span class=")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, language := range []string{"hcl", "sh", "console", "yaml", "json"} {
		if !colored[language] {
			t.Errorf("%s has no colors", language)
		}
	}
}
