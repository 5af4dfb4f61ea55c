package page_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/page"
	"github.com/patctl/patctl/internal/serve/status"
)

func TestGolden(t *testing.T) {
	formattest.Golden(t, "status.html", formattest.WithoutParts(write(t, busy(formattest.Hostile))))
	formattest.CheckLinks(t, "html/status.css")
}

var (
	tag       = regexp.MustCompile(`<(/?[a-z0-9!]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*/?>`)
	attribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
	opening   = regexp.MustCompile(`</?[a-zA-Z!]`)
)

// skeleton is the tags of a page with the names of their attributes, and the addresses that
// they lead to without their queries.
func skeleton(t *testing.T, html string) []string {
	t.Helper()
	tags := tag.FindAllStringSubmatch(formattest.WithoutParts(html), -1)
	if n := len(opening.FindAllString(formattest.WithoutParts(html), -1)); n != len(tags)+1 { // and the doctype
		t.Errorf("%d tags of %d are understood", len(tags), n)
	}
	var out []string
	for _, found := range tags {
		line := found[1]
		for _, a := range attribute.FindAllStringSubmatch(found[2], -1) {
			line += " " + a[1]
			if a[1] == "href" || a[1] == "action" {
				address, _, _ := strings.Cut(a[2], "?")
				line += "=" + address
			}
			if a[1] == "style" || a[1] == "src" || strings.HasPrefix(a[1], "on") {
				t.Errorf("an attribute that runs or loads something: %s", found[0])
			}
		}
		out = append(out, line)
	}
	return out
}

// TestShape: whatever strangers call things, the page has the same elements.
func TestShape(t *testing.T) {
	of := func(text string, v page.View) string {
		p := busy(text)
		p.Organizations, p.View = p.Organizations[:2], v // whose order no name changes
		return write(t, p)
	}
	harmless := skeleton(t, of("x", page.View{Organization: "x", Refresh: true}))
	all := skeleton(t, of("x", page.View{}))
	for _, text := range append(formattest.Strangers, `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "</style><script>alert(1)</script>", "\u2028\u2029", "&refresh=on") {
		chosen := of(text, page.View{Organization: text, Refresh: true})
		formattest.CheckPlain(t, strings.ReplaceAll(chosen, "\uFFFD", "?"))
		if diff := cmp.Diff(harmless, skeleton(t, chosen)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		if diff := cmp.Diff(all, skeleton(t, of(text, page.View{}))); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		if strings.Contains(strings.ToLower(chosen), "<script") {
			t.Errorf("%q: a script", text)
		}
	}
}

func sentence(t *testing.T, p page.Page) string {
	t.Helper()
	html := write(t, p)
	tone := formattest.Part(t, html, regexp.MustCompile(`class="verdict tone-([a-z]+)"`))
	return tone + ": " + formattest.Part(t, html, regexp.MustCompile(`<p class="sentence">(.*?)</p>`))
}

// TestVerdict: the page is green only when everything was read and nothing is pending.
func TestVerdict(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*page.Page)
		want   string
	}{
		"calm":           {func(*page.Page) {}, "good: No request is pending. The organization was read completely."},
		"nothing":        {func(p *page.Page) { p.Organizations = nil }, "nothing: No organization has been read yet."},
		"not ready":      {func(p *page.Page) { p.Readiness.OK = false }, "bad: Needs attention. No request is pending."},
		"failed reload":  {func(p *page.Page) { p.Configuration.Failure = "x" }, "bad: Needs attention. No request is pending."},
		"failed look":    {func(p *page.Page) { p.Organizations[0].Failures = 1 }, "bad: INCOMPLETE: 0 of 1 organization was read completely. In what was read: no request is pending."},
		"gap":            {func(p *page.Page) { p.Organizations[0].Gaps = []status.Gap{{}} }, "bad: INCOMPLETE: 0 of 1 organization was read completely. In what was read: no request is pending."},
		"never complete": {func(p *page.Page) { p.Organizations[0].CompleteAt = time.Time{} }, "bad: INCOMPLETE: 0 of 1 organization was read completely. In what was read: no request is pending."},
		"pending":        {func(p *page.Page) { p.Organizations[0].Requests = make([]status.Request, 2) }, "nothing: 2 requests are pending."},
		"drifted tokens": {func(p *page.Page) { p.Organizations[0].Tokens = status.Tokens{Drifted: 1, Undeclared: 1} }, "nothing: No request is pending. 2 active tokens do not match the templates."},
		"failed review":  {func(p *page.Page) { p.Organizations[0].Done = []status.Review{{ID: 1, At: now, Result: "refused"}} }, "bad: Needs attention. No request is pending."},
		"odd result":     {func(p *page.Page) { p.Organizations[0].Done = []status.Review{{ID: 1, At: now, Result: "new"}} }, "bad: Needs attention. No request is pending."},
		"done at last": {func(p *page.Page) {
			p.Organizations[0].Done = []status.Review{{ID: 1, At: now.Add(-time.Hour), Result: "refused"}, {ID: 1, At: now, Result: "done"}}
		}, "good: No request is pending. The organization was read completely."},
		"failed long ago": {func(p *page.Page) {
			p.Organizations[0].Done = []status.Review{{ID: 1, At: now.Add(-25 * time.Hour), Result: "refused"}}
		}, "good: No request is pending. The organization was read completely."},
		"one of two": {func(p *page.Page) {
			p.Organizations = append(p.Organizations, status.Organization{Login: "octo-new"})
		}, "bad: INCOMPLETE: 1 of 2 organizations were read completely. In what was read: no request is pending."},
	} {
		p := calm()
		test.change(&p)
		if got := sentence(t, p); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestMany: a large enterprise gets a page of bounded size that says what is missing.
func TestMany(t *testing.T) {
	p := many(1000, 20_000)
	p.Organizations[999].Gaps = []status.Gap{{What: "requests", Why: "502"}}
	html := write(t, p)
	for _, want := range []string{
		"20000 requests are pending", "800 more organizations are not shown.", "19800 more requests are not shown.", "49800 older reviews are not shown.",
		"<bdi>octo-0999</bdi></a>", // what needs attention comes first
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	t.Logf("%d bytes", len(html))
	if len(html) > 500_000 {
		t.Errorf("the page has %d bytes", len(html))
	}
	p.View.Organization = "OCTO-0500"
	if html = write(t, p); !strings.Contains(html, "Only <bdi>OCTO-0500</bdi> is shown") || strings.Count(html, "in <bdi>octo-0500</bdi>") != 20+status.MaxDone {
		t.Error("one organization is not shown whole")
	}
	p.View.Organization = "nobody"
	if html = write(t, p); !strings.Contains(html, "No organization is called <bdi>nobody</bdi> here.") {
		t.Error("an unknown organization is not called unknown")
	}
}

// TestOrder: requests that nobody plans to review come first, and the newest review does.
func TestOrder(t *testing.T) {
	html := write(t, busy("x"))
	at := func(s string) int {
		i := strings.Index(html, s)
		if i < 0 {
			t.Fatalf("the page lacks %q", s)
		}
		return i
	}
	for _, pair := range [][2]string{
		{"request 8103 in", "request 8102 in"}, // when it was made is not known
		{"request 8102 in", "request 8101 in"}, // planned
		{"token 7001 in", "request 7002 in"},
		{"request 7002 in", "request 7000 in"},
		{"<bdi>x</bdi></a>", "<bdi>octo-org</bdi></a>"},
	} {
		if at(pair[0]) > at(pair[1]) {
			t.Errorf("%q comes after %q", pair[0], pair[1])
		}
	}
}

// TestUnknownVerdict: a verdict that the page does not know is counted, and looks bad.
func TestUnknownVerdict(t *testing.T) {
	p := calm()
	p.Organizations[0].Requests = []status.Request{{ID: 1, Verdict: "new"}, {ID: 2, Verdict: pat.Conforming}}
	html := write(t, p)
	for _, want := range []string{`<span class="badge is-undeclared">new</span>`, `<th scope="row">other</th><td>1</td>`, "1 conforming, 1 request without a verdict"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
