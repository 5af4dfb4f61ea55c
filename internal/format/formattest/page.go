package formattest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// maxPage is the size in bytes that a page of 200 templates or of 2,000
// requests and tokens stays under.
const maxPage = 300_000

var (
	styleElement  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	scriptElement = regexp.MustCompile(`(?s)<script type="module">(.*?)</script>`)
	// DataElement is the data of a page.
	DataElement   = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)
	policyElement = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)
	pageTag       = regexp.MustCompile(`<(/?[a-z0-9!]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*/?>`)
	pageAttribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// Part returns what the expression finds exactly once.
func Part(t *testing.T, page string, expression *regexp.Regexp) string {
	t.Helper()
	found := expression.FindAllStringSubmatch(page, -1)
	if len(found) != 1 {
		t.Fatalf("%d of %s", len(found), expression)
	}
	return found[0][1]
}

// skeleton is the tags of a page with the names of their attributes.
func skeleton(page string) []string {
	var tags []string
	for _, tag := range pageTag.FindAllStringSubmatch(WithoutParts(DataElement.ReplaceAllString(page, "")), -1) {
		out := tag[1]
		for _, attribute := range pageAttribute.FindAllStringSubmatch(tag[2], -1) {
			out += " " + attribute[1]
		}
		tags = append(tags, out)
	}
	return tags
}

// CheckPage finds a script, a style or a comment that does not belong in a page.
func CheckPage(t *testing.T, name, page string) {
	t.Helper()
	if n := strings.Count(strings.ToLower(page), "<script"); n != 2 {
		t.Errorf("%s: %d scripts", name, n)
	}
	if strings.Contains(page, "<!--") {
		t.Errorf("%s holds a comment", name)
	}
	for _, tag := range skeleton(page) {
		for _, attribute := range strings.Fields(tag)[1:] {
			if attribute == "style" || attribute == "src" || strings.HasPrefix(attribute, "on") {
				t.Errorf("%s: %s", name, tag)
			}
		}
	}
	var any map[string]any
	if err := json.Unmarshal([]byte(Part(t, page, DataElement)), &any); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// CheckPolicy computes the hashes of a page from the file, as a browser does.
func CheckPolicy(t *testing.T, page string) {
	t.Helper()
	hash := func(expression *regexp.Regexp) string {
		sum := sha256.Sum256([]byte(Part(t, page, expression)))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	want := fmt.Sprintf("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "+
		"require-trusted-types-for 'script'; trusted-types 'none'", hash(scriptElement), hash(styleElement))
	if diff := gocmp.Diff(want, html.UnescapeString(Part(t, page, policyElement))); diff != "" {
		t.Error(diff)
	}
	if strings.Index(page, "Content-Security-Policy") > strings.Index(page, "<style>") {
		t.Error("the policy comes after what it is about")
	}
	if !strings.Contains(page, `<meta name="referrer" content="no-referrer">`) {
		t.Error("the page tells other sites where it is")
	}
}

// CheckShape holds that, whatever strangers call things, the page of a text has the same
// elements and attributes, none of which runs or styles anything.
func CheckShape(t *testing.T, pageOf func(text string) string) {
	t.Helper()
	harmless := skeleton(pageOf("x"))
	for _, text := range append(Strangers, `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "</script><script>alert(1)</script>", "\u2028\u2029") {
		page := pageOf(text)
		CheckPlain(t, strings.ReplaceAll(page, "\uFFFD", "?"))
		CheckPage(t, "the page of "+text, page)
		if diff := gocmp.Diff(harmless, skeleton(page)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// CheckLinks holds that no link of a style loses its line but the one that is drawn
// as a button.
func CheckLinks(t *testing.T, file string) {
	t.Helper()
	css, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(css)) {
		if strings.Contains(line, "text-decoration: none") && !strings.HasPrefix(line, ".create {") {
			t.Errorf("%s: a link that does not look like one: %s", file, line)
		}
	}
}

// CheckSize holds a page of a large organization under the limit.
func CheckSize(t *testing.T, name, page string) {
	t.Helper()
	t.Logf("%s: %d bytes", name, len(page))
	if len(page) >= maxPage {
		t.Errorf("%s: %d bytes, and %d is the limit", name, len(page), maxPage)
	}
}

// pageParts are the style, the script and the hashes of a page. They are in
// files of their own, and other tests hold them.
var pageParts = regexp.MustCompile(`(?s)(<style>).*?(</style>)|(<script type="module">).*?(</script>)|(sha256-)[^ ]*?(&#39;)`)

// WithoutParts returns a page without them; other formats have none.
func WithoutParts(page string) string {
	return pageParts.ReplaceAllString(page, "$1$2$3$4$5$6")
}
