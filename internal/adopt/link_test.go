package adopt_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// TestLinksRoundTrip: import, then render, gives the same link, for every link
// without errors, several at a time.
func TestLinksRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	c := catalog.Default()
	for round := range 400 {
		var links []string
		for i := range 1 + r.IntN(4) {
			links = append(links, randomLink(r, round*10+i))
		}
		cfg, load := loader("")
		out, diags := adopt.Links(adopt.LinkInput{Config: cfg, Links: links, Load: load})
		if diags.HasErrors() {
			t.Fatalf("%q: %v", links, diags)
		}
		loaded, _ := load(out.Source)
		rendered := map[string]bool{}
		for _, template := range loaded.Templates {
			rendered[prefill.URL(loaded.Host, template.Template, loaded.Catalog)] = true
		}
		for _, link := range links {
			if parsed, err := prefill.Parse(link, c); err != nil || !rendered[prefill.URL(parsed.Host, parsed.Template, c)] {
				t.Fatalf("%s became (%v)\n%v\n%s", link, err, rendered, out.Source)
			}
		}
	}
}

var texts = []string{"release", "a b", `"quoted" \ back`, "${var.x} %{if}", "$$${", "世界 é", "a\u200db", "*?[a]{b}", "# comment", "=1+1", "x\u3164y", "100%", "a+b&c=d"}

func randomLink(r *rand.Rand, n int) string {
	q := url.Values{"name": {fmt.Sprintf("%s %d", texts[r.IntN(len(texts))], n)}}
	if r.IntN(2) == 0 {
		q.Set("description", strings.Repeat(texts[r.IntN(len(texts))]+" ", 1+r.IntN(20)))
	}
	if r.IntN(2) == 0 {
		q.Set("target_name", "octo-org")
	}
	if r.IntN(3) > 0 {
		q.Set("expires_in", fmt.Sprint(1+r.IntN(366)))
	} else if r.IntN(2) == 0 {
		q.Set("expires_in", "none")
	}
	all := catalog.Default().Permissions()
	for range r.IntN(6) {
		p := all[r.IntN(len(all))]
		if p.Status.Usable() && p.Section != pat.Account {
			q.Set(p.Name, string(p.Levels[r.IntN(len(p.Levels))]))
		}
	}
	return "https://github.com/settings/personal-access-tokens/new?" + q.Encode()
}

const form = "https://github.com/settings/personal-access-tokens/new"

// TestWrongLinks: what the form would drop, or GitHub refuse, is said, with the
// right word where there is one.
func TestWrongLinks(t *testing.T) {
	tests := map[string]struct{ link, want string }{
		"no link":           {"https://github.com/settings/tokens/new?scopes=repo", "classic tokens"},
		"mistaken":          {form + "?name=a&webhooks=write", `Did you mean "repository_hooks" or "organization_hooks"?`},
		"unknown":           {form + "?name=a&isues=write", `Did you mean "issues"?`},
		"brackets":          {form + "?name=a&permissions[contents]=read", `Did you mean "contents=read"?`},
		"a word of people":  {form + "?name=a&expires=90&contents=read", `Did you mean "expires_in=90"?`},
		"scope":             {form + "?name=a&repo=true", `Did you mean "contents"?`},
		"field":             {form + "?nam=a", `Did you mean "name"?`},
		"level":             {form + "?name=a&contents=admin", `have the access level "admin"`},
		"lifetime":          {form + "?name=a&expires_in=400", "from 1 to 366"},
		"no name":           {form + "?contents=read", "Empty name|Missing required argument"},
		"account and org":   {form + "?name=a&gists=write&members=read", "account and organization permissions together"},
		"control character": {form + "?name=a%1bb&contents=read", "control character"},
		"not UTF-8":         {form + "?name=a%ffb&contents=read", "not UTF-8"},
		"target":            {form + "?name=a&target_name=octo+org", "Invalid resource owner"},
		"html":              {form + "?name=a&amp;contents=read", "copied from HTML"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg, load := loader("")
			out, diags := adopt.Links(adopt.LinkInput{Config: cfg, Links: []string{test.link}, Load: load})
			if !diags.HasErrors() {
				t.Fatalf("no error:\n%s", out.Source)
			}
			var text strings.Builder
			for _, d := range diags {
				text.WriteString(d.Summary + " " + d.Detail + "\n")
			}
			for _, want := range strings.Split(test.want, "|") {
				if strings.Contains(text.String(), want) {
					return
				}
			}
			t.Errorf("%s does not say %s", text.String(), test.want)
		})
	}
}

// TestParametersThatComeTwice are no error: the last one counts.
func TestParametersThatComeTwice(t *testing.T) {
	cfg, load := loader("")
	out, diags := adopt.Links(adopt.LinkInput{Config: cfg, Load: load, Links: []string{
		form + "?name=a&name=b&contents=read&contents=write&description=&expires_in=3&expires_in=30&target_name=octodemo&target_name=octo-org",
	}})
	if diags.HasErrors() || !strings.Contains(string(out.Source), `contents = "write"`) || !strings.Contains(string(out.Source), `"b"`) {
		t.Errorf("%v\n%s", diags, out.Source)
	}
	if len(diags) != 6 {
		t.Errorf("%d warnings: %v", len(diags), diags)
	}
}

// TestLinksBesideConfiguration: a link that a template has is left out, and a
// name that another one has is an error.
func TestLinksBesideConfiguration(t *testing.T) {
	cfg, load := loader(`template "reader" {
  name        = "reader"
  expires_in  = 30
  permissions = { contents = "read" }
}`)
	same := form + "?contents=read&expires_in=30&name=reader&metadata=read"
	out, diags := adopt.Links(adopt.LinkInput{Config: cfg, Links: []string{same, form + "?name=Reader+2&issues=read&expires_in=30", form + "?name=reader!&issues=read&expires_in=30"}, Load: load})
	if diags.HasErrors() || out.Templates != 2 || len(out.Same) != 1 || out.Same[0].Address != "template.reader" {
		t.Fatalf("%v %+v", diags, out)
	}
	if !strings.Contains(string(out.Source), `template "reader_2" {`) || !strings.Contains(string(out.Source), `template "reader_3" {`) {
		t.Errorf("labels:\n%s", out.Source)
	}
	for _, link := range []string{form + "?name=READER&issues=read&expires_in=30", "https://example.com/settings/personal-access-tokens/new?name=x&expires_in=1&contents=read"} {
		if _, diags = adopt.Links(adopt.LinkInput{Config: cfg, Links: []string{link}, Load: load}); !diags.HasErrors() {
			t.Errorf("%s: no error", link)
		}
	}
}

// TestLongLinksStayShortInMessages: neither a link of 100 KB nor its thousands
// of wrong parameters bury what is wrong, and the work grows with the link alone.
func TestLongLinksStayShortInMessages(t *testing.T) {
	link := form + "?name=x&expires_in=30&contents=read"
	for i := range 9_000 {
		link += fmt.Sprintf("&a%d=read", i)
	}
	cfg, load := loader("")
	_, diags := adopt.Links(adopt.LinkInput{Config: cfg, Links: []string{link}, Load: load})
	var size int
	for _, d := range diags {
		size += len(d.Summary) + len(d.Detail)
	}
	if len(diags) != 21 || size > 100_000 || diags[20].Summary != "More problems with this link" {
		t.Errorf("%d diagnostics of %d bytes", len(diags), size)
	}
}
