package prefill_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/prefill"
)

// urls are the links that a finder finds in text.
func urls(f prefill.Finder, name, text string) []string {
	out := []string{}
	for _, found := range f.Find(name, []byte(text)) {
		out = append(out, found.URL)
	}
	return out
}

func TestFindKnowsHosts(t *testing.T) {
	const query = "/settings/personal-access-tokens/new?contents=read"
	text := ""
	for _, host := range []string{"github.com", "www.github.com", "octodemo.ghe.com", "github.example.com", "example.com", "ghe.com", "a.b.ghe.com", "notgithub.com"} {
		text += "https://" + host + query + " "
	}
	for name, test := range map[string]struct {
		finder prefill.Finder
		want   []string
	}{
		"by itself":   {prefill.Finder{}, []string{"github.com", "www.github.com", "octodemo.ghe.com"}},
		"and another": {prefill.Finder{Host: "github.example.com"}, []string{"github.com", "www.github.com", "octodemo.ghe.com", "github.example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			for _, host := range test.want {
				want = append(want, "https://"+host+query)
			}
			if diff := cmp.Diff(want, urls(test.finder, "a.md", text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEntitiesDependOnTheFile: in markup &amp; stands for &, in a literal of
// source code it is a mistake, unless the literal holds HTML.
func TestEntitiesDependOnTheFile(t *testing.T) {
	const link = `https://github.com/settings/personal-access-tokens/new?name=x&amp;contents=read`
	for text, markup := range map[string]bool{
		`"` + link + `"`: false, "`" + link + "`": false, `href="` + link + `"`: true, `<a href=\"` + link + `\">`: true,
		`url="` + link + `"`: false, "<li>" + link + "</li>": true, "url: " + link: false, "href=" + link + ">": true, "](" + link + ")": true, `href={"` + link + `"}`: false,
	} {
		want := "&"
		if !markup {
			want = "&amp;"
		}
		want = strings.Replace(link, "&amp;", want, 1)
		if diff := cmp.Diff([]string{want}, urls(prefill.Finder{}, "a.ts", text)); diff != "" {
			t.Errorf("%s in TypeScript: %s", text, diff)
		}
		if diff := cmp.Diff([]string{strings.Replace(link, "&amp;", "&", 1)}, urls(prefill.Finder{}, "A.HTML", text)); diff != "" {
			t.Errorf("%s in HTML: %s", text, diff)
		}
	}
}

// TestFoundReadsAsParse: a link in a text says what it says by itself.
func TestFoundReadsAsParse(t *testing.T) {
	c := catalog.Default()
	for _, query := range []string{
		"name=Repo-reading+token&description=Just+contents%3Aread&target_name=octodemo&expires_in=45&contents=read",
		"copilot_requests=write&metadata=read&contents=read",
		"scopes=repo&contents=read&contents=write&expires_in=0&x",
	} {
		link := "https://OCTODEMO.ghe.com:443/settings/personal-access-tokens/new?" + query
		want, err := prefill.Parse(link, c)
		if err != nil {
			t.Fatal(err)
		}
		found := prefill.Finder{}.Find("a.md", []byte("see "+link+"."))
		if len(found) != 1 {
			t.Fatalf("%s: %d links", link, len(found))
		}
		got, why := found[0].Read(c)
		got.Written = nil
		if diff := cmp.Diff(want, got); diff != "" || len(why) != len(found[0].Parameters) {
			t.Errorf("%s: %s", link, diff)
		}
	}
}

// TestAppendedWithoutEnd: a program that appends to a link for longer than a link
// can be is read up to there, as one link.
func TestAppendedWithoutEnd(t *testing.T) {
	text := `let a = "https://github.com/settings/personal-access-tokens/new?name=x";` + strings.Repeat("\na += \"&b=c\";", 20_000)
	found := prefill.Finder{}.Find("a.js", []byte(text))
	if len(found) != 1 || found[0].End.Line != 1 || len(found[0].Parameters) < 1_000 {
		t.Errorf("%d links", len(found))
	}
}

// TestAppendedAfterOtherWords: the word before a variable is not mistaken for its name.
func TestAppendedAfterOtherWords(t *testing.T) {
	for _, before := range []string{"", "Do this first,\n\n", "Example:\n\n", "else:\n    ", "default: ", "default: this.", "else: ", "if x: ", "case A: ", "case \"a\": ", "while a == b: ", "const a = b, ", "let ", "var x,\ty = 1, 2\n"} {
		text := before + `url = "https://github.com/settings/personal-access-tokens/new?name=x"` + "\nurl += \"&actions=read\"\n"
		found := prefill.Finder{}.Find("a.txt", []byte(text))
		if len(found) != 1 || len(found[0].Parameters) != 2 || found[0].Parameters[1].String() != "actions=read" {
			t.Errorf("%q: %+v", before, found)
		}
	}
	for _, text := range []string{
		`let url: string = "https://github.com/settings/personal-access-tokens/new?name=x"; url += "&actions=read"`,
		`class C { private readonly url: string = "https://github.com/settings/personal-access-tokens/new?name=x"; f() { url += "&actions=read"; } }`,
		"def f(self):\n    self.url: str = \"https://github.com/settings/personal-access-tokens/new?name=x\"\n    self.url += \"&actions=read\"\n",
		`open class C { open var url: String = "https://github.com/settings/personal-access-tokens/new?name=x"; fun f() { url += "&actions=read" } }`,
		"url: str = \"https://github.com/settings/personal-access-tokens/new?name=x\"\nurl += \"&actions=read\"\n",
		"switch (a) { default: u = new URL(\"https://github.com/settings/personal-access-tokens/new?name=x\"); u.searchParams.set(\"actions\", \"read\"); }",
		`u, err := url.Parse("https://github.com/settings/personal-access-tokens/new?name=x")` + "\nu.RawQuery += \"&actions=read\"",
	} {
		found := prefill.Finder{}.Find("a.ts", []byte(text))
		if len(found) != 1 || len(found[0].Parameters) == 1 && found[0].Unread == "" {
			t.Errorf("%s: %+v", text, found)
		}
	}
}

// FuzzFind: any text can be searched, and the links are in order and in it.
func FuzzFind(f *testing.F) {
	mutate.Add(f, "a.md", "[x](https://github.com/settings/personal-access-tokens/new?name=x&amp;contents=read)")
	mutate.Add(f, "a.ts", `"https:\/\/github.com\/settings\/personal-access-tokens\/new?" + 'a=b' + c`)
	mutate.Add(f, "", "https://github.com/login?return_to=%252Fsettings%252Fpersonal-access-tokens%252Fnew%253Fa%253Db")
	f.Fuzz(func(t *testing.T, name, text string) {
		last := 0
		for _, found := range (prefill.Finder{}).Find(name, []byte(text)) {
			if found.Start.Byte < last || found.End.Byte <= found.Start.Byte || found.End.Byte > len(text) {
				t.Errorf("from %d to %d of %d, after %d", found.Start.Byte, found.End.Byte, len(text), last)
			}
			last = found.End.Byte
			if len(found.Parameters) == 0 && found.Unread == "" || !strings.Contains(found.URL, "/settings/") {
				t.Errorf("%+v", found)
			}
		}
	})
}
