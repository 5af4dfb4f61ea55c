package site_test

import (
	"bytes"
	"html"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/site"
)

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
		"\n<img src='a.png' alt=\"x\">":               "docs/page.md:3: in HTML, the site only takes the attributes src and srcset, as src=\"FILE\": src=",
		"\n[x](../NOTES.md#y)":                        "docs/page.md:3: the link \"../NOTES.md#y\" leads to a heading that NOTES.md doesn't have",
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
	page := "# Page\n\n[a](guide.md) [b](guide.md#first-steps) [c](../README.md) [d](../main.go#L1) [m](../NOTES.md#x) [e](.) [f](#page) [g](page.md) " +
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
				`href="https://github.com/patctl/patctl/blob/` + revision + `/main.go#L1">d<`, `/NOTES.md#x">m<`, `href="https://github.com/patctl/patctl/tree/` + revision + `/docs">e<`,
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
