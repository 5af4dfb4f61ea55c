package site_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

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

var (
	addressAttribute  = regexp.MustCompile(`<([a-z]+)\b[^>]*?\s(href|src|srcset|data-index)="([^"]*)"`)
	idAttribute       = regexp.MustCompile(`\sid="([^"]*)"`)
	remoteAddress     = regexp.MustCompile(`^(https?|mailto):`)
	repositoryAddress = regexp.MustCompile(`^https://github\.com/patctl/patctl/(?:blob|tree)/([^/]+)/([^#]*)`)
)

// TestLinksLeadSomewhere follows every link of every page, as a browser does.
func TestLinksLeadSomewhere(t *testing.T) {
	files := readSite(t, writeSite(t))
	followed := 0
	for name, text := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, match := range addressAttribute.FindAllStringSubmatch(text, -1) {
			followed++
			address := html.UnescapeString(match[3])
			if remoteAddress.MatchString(address) {
				checkRemote(t, name, match[1], address)
				continue
			}
			if mistake := follow(files, name, address); mistake != "" {
				t.Errorf("%s: %s leads to %s", name, address, mistake)
			}
		}
	}
	if followed < 1000 {
		t.Errorf("only %d links", followed)
	}
}

// checkRemote: only links lead to other hosts, and links to this repository lead to files
// that it has.
func checkRemote(t *testing.T, name, tag, address string) {
	t.Helper()
	if tag != "a" {
		t.Errorf("%s: <%s> requests %s", name, tag, address)
	}
	match := repositoryAddress.FindStringSubmatch(address)
	if match == nil {
		return
	}
	want := "main"
	if folder, _, found := strings.Cut(name, "/"); found && strings.HasPrefix(folder, "v") {
		want = folder
	}
	if match[1] != want {
		t.Errorf("%s: %s is not of %s", name, address, want)
	}
	if _, err := os.Stat(filepath.Join(repositoryRoot, filepath.FromSlash(match[2]))); err != nil {
		t.Errorf("%s: %s: %v", name, address, err)
	}
}

// follow returns what is missing where a link leads, or "".
func follow(files map[string]string, from, address string) string {
	u, err := url.Parse(address)
	if err != nil || path.IsAbs(u.Path) {
		return "an address that is not relative"
	}
	to := from
	if u.Path != "" {
		to = path.Join(path.Dir(from), u.Path)
	}
	text, found := files[to]
	if !found {
		return "a file that is missing: " + to
	}
	if u.Fragment == "" {
		return ""
	}
	if !strings.Contains(text, ` id="`+html.EscapeString(u.Fragment)+`"`) {
		return "a heading that is missing in " + to
	}
	return ""
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

// TestSameBytes: building twice, also over an earlier site, gives the same files.
func TestSameBytes(t *testing.T) {
	first, second := writeSite(t), writeSite(t)
	if err := build(t, "v0.2.0").Write(second); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readSite(t, first), readSite(t, second)); diff != "" {
		t.Error(diff)
	}
}

// repository is a small one.
func repository(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{
		"README.md": {Data: []byte("# Home\n\n[Guide](docs/guide.md#first-steps)\n")}, "main.go": {Data: []byte("package main\n")},
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

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"\n[x](gone.md)":                              `docs/page.md:3: the link "gone.md" leads to docs/gone.md, which doesn't exist`,
		"\n[x](guide.md#second-steps)":                `docs/page.md:3: the link "guide.md#second-steps" leads to a heading that docs/guide.md doesn't have`,
		"\n[x](#x)":                                   `docs/page.md:3: the link "#x" leads to a heading that docs/page.md doesn't have`,
		"\n[x](../../etc/passwd)":                     `docs/page.md:3: the link "../../etc/passwd" leads out of the repository`,
		"\n[x](/docs/guide.md)":                       `docs/page.md:3: the link "/docs/guide.md" is neither https nor relative`,
		"\n[x](//example.com)":                        `docs/page.md:3: the link "//example.com" is neither https nor relative`,
		"\n[x](javascript:alert(1))":                  `docs/page.md:3: the link "javascript:alert(1)" is neither https nor relative`,
		"\n| a |\n|---|\n| [x](gone.md) |":            `docs/page.md:5: the link "gone.md" leads to docs/gone.md, which doesn't exist`,
		"\n![x](pictures/gone.png)":                   `docs/page.md:3: the picture "pictures/gone.png" doesn't exist`,
		"\n![x](https://example.com/badge.svg)":       `docs/page.md:3: the picture "https://example.com/badge.svg" is not a file of the repository`,
		"\n<img src=\"pictures/gone.png\" alt=\"x\">": `docs/page.md:3: the picture "pictures/gone.png" doesn't exist`,
		"\n<script>alert(1)</script>":                 "docs/page.md:3: the site doesn't take this HTML: <script>",
		"\nA <b onclick=\"x()\">word</b>":             "docs/page.md:3: the site doesn't take this HTML: <b onclick=\"x()\">",
		"\n<img src=\"a.png\" ONERROR = x>":           "docs/page.md:3: the site doesn't take this HTML: <img src=\"a.png\" ONERROR = x>",
		"\n[a](gone.md)\n\n[b](lost.md)":              "docs/page.md:5: the link \"lost.md\" leads to docs/lost.md, which doesn't exist",
		"\n# Two titles":                              "docs/page.md:1: a page needs one heading of level 1; this one has 2",
	} {
		_, err := site.Build(repository(map[string]string{"docs/page.md": "# Page\n" + text + "\n"}), site.Latest)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := site.Build(repository(map[string]string{"docs/changelog.md": "# A\n", "CHANGELOG.md": "# B\n"}), site.Latest); err == nil ||
		!strings.Contains(err.Error(), "CHANGELOG.md and docs/changelog.md are both the page changelog.html") {
		t.Errorf("two files for one page: %v", err)
	}
	for _, version := range []string{"0.2.0", "v0.2", "../v0.2.0", "", "v0.2.0/.."} {
		if _, err := site.Build(repository(nil), version); err == nil {
			t.Errorf("the version %q was built", version)
		}
	}
}

func TestLinksAreRewritten(t *testing.T) {
	page := "# Page\n\n[a](guide.md) [b](guide.md#first-steps) [c](../README.md) [d](../main.go#L1) [e](.) [f](#page) [g](page.md) " +
		"[h](deep/down.md#x)\n\n![i](<pictures/a b.png>)\n\n<img src=\"pictures/a%20b.png\" alt=\"j\">\n"
	files := repository(map[string]string{"docs/page.md": page, "docs/deep/down.md": "# Down\n\n## X\n\n[k](../guide.md) [l](../../main.go)\n"})
	for version, revision := range map[string]string{site.Latest: "main", "v1.2.3": "v1.2.3"} {
		built, err := site.Build(files, version)
		if err != nil {
			t.Fatal(err)
		}
		for name, addresses := range map[string][]string{
			"page.html": {
				`href="guide.html">a<`, `href="guide.html#first-steps">b<`, `href="index.html">c<`,
				`href="https://github.com/patctl/patctl/blob/` + revision + `/main.go#L1">d<`, `href="https://github.com/patctl/patctl/tree/` + revision + `/docs">e<`,
				`href="#page">f<`, `href="#">g<`, `href="deep/down.html#x">h<`, `<img src="pictures/a%20b.png" alt="i">`,
				`<img loading="lazy" src="pictures/a%20b.png" alt="j">`,
			},
			"deep/down.html": {`href="../guide.html">k<`, `/main.go">l<`, `href="../site.css?`, `data-base="../"`},
		} {
			for _, address := range addresses {
				if !bytes.Contains(built.Files()[name], []byte(address)) {
					t.Errorf("%s of %s lacks %s:\n%s", name, version, address, built.Files()[name])
				}
			}
		}
		if string(built.Files()["pictures/a b.png"]) != "png" {
			t.Error("the picture is missing")
		}
	}
}

// TestAnchors: they are the ones that GitHub gives headings.
func TestAnchors(t *testing.T) {
	text := "# A `page`, of *its* own\n"
	want := []string{"a-page-of-its-own"}
	for heading, anchor := range map[string]string{
		"patctl audit": "patctl-audit", "self.address is that of the template": "selfaddress-is-that-of-the-template",
		"`-o FORMAT=FILE` for reports, `--out FILE`": "-o-formatfile-for-reports---out-file", "Every template grants metadata: read": "every-template-grants-metadata-read",
		"The lock is the system's": "the-lock-is-the-systems", "Größe & Maß": "größe--maß", "snake_case": "snake_case", "A [link](README.md)": "a-link", "日本語": "日本語",
	} {
		text += "\n## " + heading + "\n"
		want = append(want, anchor)
	}
	text += "\n## Twice\n\n### Twice\n\n## Twice-1\n"
	want = append(want, "twice", "twice-1", "twice-1-1")
	var got []string
	for _, match := range regexp.MustCompile(`<h[1-6] id="([^"]*)">`).FindAllStringSubmatch(string(homePage(t, text)), -1) {
		got = append(got, html.UnescapeString(match[1]))
	}
	got = slices.DeleteFunc(got, func(id string) bool { return id == "ContentsTitle" })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

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
		"index.html#": "fine-grained personal access tokens", "rules.html#never-expires": "never-expires", "commands.html#patctl-audit": "--snapshot",
		"language.html#template": "expires_in", "commands.html#exit-codes-of-patctl": "4", "language.html#functions": "permissions_for",
		"changelog.html#unreleased": "Unreleased", "security.html#the-app-key": "App that can only read",
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

// TestWriteReplacesOneVersion: a build removes the old pages of its version, and nothing else.
func TestWriteReplacesOneVersion(t *testing.T) {
	dir := t.TempDir()
	write := func(version string, files map[string]string) {
		t.Helper()
		built, err := site.Build(repository(files), version)
		if err == nil {
			err = built.Write(dir)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	old := map[string]string{"docs/old.md": "# Old\n"}
	write("v0.9.0", old)
	write(site.Latest, old)
	write("v0.10.0-rc.1", nil)
	write(site.Latest, nil)
	write("v0.10.0", nil)
	for _, name := range filesOf(t, dir) {
		if path.Base(name) == "old.html" && name != "v0.9.0/old.html" {
			t.Errorf("%s is still there", name)
		}
	}
	versions := readSite(t, dir)["versions.json"]
	var list []struct {
		Name, Path string
		Pages      []string
	}
	if err := json.Unmarshal([]byte(versions), &list); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, v := range list {
		got += fmt.Sprintf("%s at %q has old.html: %t\n", v.Name, v.Path, slices.Contains(v.Pages, "old.html"))
	}
	want := `latest at "" has old.html: false
v0.10.0 at "v0.10.0/" has old.html: false
v0.10.0-rc.1 at "v0.10.0-rc.1/" has old.html: false
v0.9.0 at "v0.9.0/" has old.html: true
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWriteSparesOtherDirectories: somebody may give the wrong directory.
func TestWriteSparesOtherDirectories(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(precious, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	built, err := site.Build(repository(nil), site.Latest)
	if err != nil {
		t.Fatal(err)
	}
	if err := built.Write(dir); err == nil || !strings.Contains(err.Error(), "is not a site") {
		t.Errorf("%v", err)
	}
	if names := filesOf(t, dir); !slices.Equal(names, []string{"precious.txt"}) {
		t.Errorf("the directory has %v", names)
	}
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
