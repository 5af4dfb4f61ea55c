package linkcheck_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// In the corpus each link stands between ⟦ and ⟧, and after it, between ⦃ and ⦄, what
// is wrong with it: its status, then for each problem its code, the parameter, and after >
// what is suggested. None of that is in the text that is searched.
var marks = regexp.MustCompile(`⟦|⟧⦃([^⦄]*)⦄`)

// markedLink is a link of the corpus and what is expected of it.
type markedLink struct {
	Start, End prefill.Place
	Says       string
}

// unmark returns the text of a corpus without the marks, and what they say.
func unmark(source string) (text string, links []markedLink) {
	var b strings.Builder
	from := 0
	for _, m := range marks.FindAllStringSubmatchIndex(source, -1) {
		b.WriteString(source[from:m[0]])
		from = m[1]
		if m[2] < 0 {
			links = append(links, markedLink{Start: placeAtEnd(b.String())})
			continue
		}
		links[len(links)-1].End = placeAtEnd(b.String())
		links[len(links)-1].Says = source[m[2]:m[3]]
	}
	return b.String() + source[from:], links
}

// placeAtEnd counts the slow way.
func placeAtEnd(before string) prefill.Place {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return prefill.Place{
		Line: strings.Count(before, "\n") + 1, Column: uniseg.GraphemeClusterCount(line) + 1,
		CodePoint: utf8.RuneCountInString(line) + 1, Byte: len(before),
	}
}

func linkChecks() *linkcheck.Checker {
	return linkcheck.New(&hcl.Configuration{Host: pat.DefaultHost, Catalog: catalog.Default()})
}

// says writes problems as the corpus does.
func says(f *prefill.Found, problems []linkcheck.Problem) string {
	status, parts := "ok", []string{}
	for _, p := range problems {
		if status == "ok" || p.Severity == pat.SeverityError {
			status = string(p.Severity)
		}
		part := string(p.Code)
		if p.Index >= 0 {
			part += " " + f.Parameters[p.Index].Name
		}
		if p.Suggestion != "" {
			part += " > " + p.Suggestion
		}
		parts = append(parts, part)
	}
	return strings.Join(append([]string{status}, parts...), "; ")
}

// linkTexts returns the corpus by file name.
func linkTexts(t testing.TB) map[string]string {
	t.Helper()
	names, err := filepath.Glob("testdata/links/*")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	out := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = string(data)
	}
	return out
}

// corpus returns the texts without marks, by file name, and the links in them.
func corpus(t testing.TB) (texts map[string]string, links map[string][]markedLink) {
	t.Helper()
	texts, links = map[string]string{}, map[string][]markedLink{}
	for name, source := range linkTexts(t) {
		name = strings.TrimSuffix(name, ".txt")
		texts[name], links[name] = unmark(source)
	}
	return texts, links
}

// TestLinksOfCorpus: every link is found where it is, and judged as its mark
// says; nothing else is found.
func TestLinksOfCorpus(t *testing.T) {
	texts, links := corpus(t)
	checks := linkChecks()
	total := 0
	for name, text := range texts {
		var got []markedLink
		for _, f := range (prefill.Finder{}).Find(name, []byte(text)) {
			got = append(got, markedLink{f.Start, f.End, says(f, checks.Check(f))})
		}
		total += len(got)
		if diff := cmp.Diff(links[name], got); diff != "" {
			t.Errorf("%s (-marked +found):\n%s", name, diff)
		}
	}
	if total < 150 {
		t.Errorf("only %d links", total)
	}
}

// TestLinkMessagesSpeakOfLinks: what is said of templates is put into other words.
func TestLinkMessagesSpeakOfLinks(t *testing.T) {
	texts, _ := corpus(t)
	checks := linkChecks()
	for name, text := range texts {
		for _, f := range (prefill.Finder{}).Find(name, []byte(text)) {
			for _, p := range checks.Check(f) {
				if strings.Contains(p.Message, "template") || strings.Contains(p.Message, "argument") ||
					strings.Contains(p.Message, " = ") || strings.Contains(p.Message, "\n") || strings.HasSuffix(p.Message, ":") || p.Message == "" || p.Summary == "" {
					t.Errorf("%s: %q", f.URL, p.Message)
				}
			}
		}
	}
}

// fixedText returns a text with every fix made.
func fixedText(checks *linkcheck.Checker, name string, text []byte) []byte {
	var edits []prefill.Edit
	for _, f := range (prefill.Finder{}).Find(name, text) {
		fixes, _ := checks.Fixes(f, checks.Check(f))
		for _, fix := range fixes {
			edits = append(edits, fix.Edits...)
		}
	}
	slices.SortFunc(edits, func(a, b prefill.Edit) int { return b.Start - a.Start })
	for _, e := range edits {
		text = slices.Concat(text[:e.Start], []byte(e.Text), text[e.End:])
	}
	return text
}

// checkFix holds what --fix promises of any text.
func checkFix(t *testing.T, checks *linkcheck.Checker, name string, text []byte) {
	t.Helper()
	finder := prefill.Finder{}
	before := finder.Find(name, text)
	fixed := fixedText(checks, name, text)
	after := finder.Find(name, fixed)
	if len(before) != len(after) {
		t.Fatalf("%d links before, %d after:\n%q\n%q", len(before), len(after), text, fixed)
	}
	if again := fixedText(checks, name, fixed); !bytes.Equal(fixed, again) {
		t.Fatalf("the second time it is something else:\n%q\n%q\n%q", text, fixed, again)
	}
	for i := range before {
		had, has := checks.Check(before[i]), checks.Check(after[i])
		if len(has) > len(had) {
			t.Errorf("more problems than before:\n%s\n%s", before[i].URL, after[i].URL)
		}
		if _, expected := checks.Fixes(before[i], had); expected != "" && expected != after[i].URL {
			t.Errorf("announced %s\nwritten   %s", expected, after[i].URL)
		}
	}
	if outside(text, before) != outside(fixed, after) {
		t.Errorf("something outside of the links has changed:\n%q\n%q", text, fixed)
	}
}

// outside is a text without its links.
func outside(text []byte, links []*prefill.Found) string {
	var b strings.Builder
	from := 0
	for _, f := range links {
		fmt.Fprintf(&b, "%s<link>", text[from:f.Start.Byte])
		from = f.End.Byte
	}
	b.Write(text[from:])
	return b.String()
}

func TestFixesOfCorpus(t *testing.T) {
	texts, _ := corpus(t)
	checks := linkChecks()
	for name, text := range texts {
		checkFix(t, checks, name, []byte(text))
	}
}

func TestFixes(t *testing.T) {
	const form = "https://github.com/settings/personal-access-tokens/new?"
	for name, test := range map[string]struct{ file, before, after string }{
		"entities stay":             {"a.md", `<a href="` + form + `name=x&amp;webhooks=write&amp;issues=read">`, `<a href="` + form + `name=x&amp;repository_hooks=write&amp;issues=read">`},
		"escapes stay":              {"a.json", `"https:\/\/github.com\/settings\/personal-access-tokens\/new?name=x\u0026variables=write"`, `"https:\/\/github.com\/settings\/personal-access-tokens\/new?name=x\u0026actions_variables=write"`},
		"percent signs stay":        {"a.md", "https://github.com/login?return_to=%2Fsettings%2Fpersonal-access-tokens%2Fnew%3Fpull_request%3Dwrite%26x", "https://github.com/login?return_to=%2Fsettings%2Fpersonal-access-tokens%2Fnew%3Fpull_requests%3Dwrite%26x"},
		"a missing sign is encoded": {"a.md", "https://github.com/login?return_to=%252Fsettings%252Fpersonal-access-tokens%252Fnew%253Fcontents%253Aread", "https://github.com/login?return_to=%252Fsettings%252Fpersonal-access-tokens%252Fnew%253Fcontents%253Dread"},
		"brackets":                  {"a.md", form + "permissions%5Bcontents%5D=read", form + "contents=read"},
		"a wrong entity":            {"a.go", `"` + form + `contents=read&amp;issues=read"`, `"` + form + `contents=read&issues=read"`},
		"name and level":            {"a.md", form + "Pull-Requests=RW", form + "pull_requests=write"},
		"an alias":                  {"a.md", form + "copilot_requests=write", form + "user_copilot_requests=read"},
		"what is filled in stays":   {"a.ts", "`" + form + "webhooks=${level}`", "`" + form + "repository_hooks=${level}`"},
		"a field":                   {"a.md", form + "expiry=30&contents=read", form + "expires_in=30&contents=read"},
		// There is no single right one.
		"unlike anything":    {"a.md", form + "frobnicate=write", ""},
		"scopes":             {"a.md", form + "scopes=repo", ""},
		"a scope as a name":  {"a.md", form + "repo=write", ""},
		"a wrong level":      {"a.md", form + "contents=admin", ""},
		"out of range":       {"a.md", form + "expires_in=400", ""},
		"right one is there": {"a.md", form + "webhooks=write&repository_hooks=read", ""},
		"name in two parts":  {"a.ts", `"` + form + `web" + "hooks=write"`, ""},
		"several in one":     {"a.md", form + "permissions=contents:read,issues:read", ""},
		"only Apps have it":  {"a.md", form + "packages=read", ""},
		"a wrong lifetime":   {"a.md", form + "expiry=soon&contents=read", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if test.after == "" {
				test.after = test.before
			}
			if got := string(fixedText(linkChecks(), test.file, []byte(test.before))); got != test.after {
				t.Errorf("got  %s\nwant %s", got, test.after)
			}
		})
	}
}

// FuzzLinks: any text can be searched and fixed, and --fix keeps its promises.
func FuzzLinks(f *testing.F) {
	for name, source := range linkTexts(f) {
		text, _ := unmark(source)
		for line := range strings.Lines(text) {
			mutate.Add(f, path.Ext(name), []byte(line))
		}
	}
	checks := linkChecks()
	f.Fuzz(func(t *testing.T, suffix string, text []byte) {
		checkFix(t, checks, "file"+suffix, text)
	})
}
