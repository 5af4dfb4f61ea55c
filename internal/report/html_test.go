package report_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/report"
)

// maxPage is the size in bytes that a page of 200 templates or of 2,000
// requests and tokens stays under.
const maxPage = 300_000

var (
	styleElement  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	scriptElement = regexp.MustCompile(`(?s)<script type="module">(.*?)</script>`)
	dataElement   = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)
	policyElement = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)
	pageTag       = regexp.MustCompile(`<(/?[a-z0-9!]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*/?>`)
	pageAttribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// part returns what the expression finds exactly once.
func part(t *testing.T, page string, expression *regexp.Regexp) string {
	t.Helper()
	found := expression.FindAllStringSubmatch(page, -1)
	if len(found) != 1 {
		t.Fatalf("%d of %s", len(found), expression)
	}
	return found[0][1]
}

// pages are both pages, full of a text.
func pages(t *testing.T, text string) map[string]string {
	return map[string]string{
		"templates": write(t, "html", templates(append(list()[:2], hostileTemplate(text))...), false),
		"audit":     writeAudit(t, "html", report.NewAuditDocument(auditOf(text)), false),
	}
}

// TestPagePolicy computes the hashes from the file, as a browser does.
func TestPagePolicy(t *testing.T) {
	for name, page := range pages(t, hostile) {
		hash := func(expression *regexp.Regexp) string {
			sum := sha256.Sum256([]byte(part(t, page, expression)))
			return base64.StdEncoding.EncodeToString(sum[:])
		}
		want := fmt.Sprintf("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "+
			"require-trusted-types-for 'script'; trusted-types 'none'", hash(scriptElement), hash(styleElement))
		if diff := gocmp.Diff(want, html.UnescapeString(part(t, page, policyElement))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if strings.Index(page, "Content-Security-Policy") > strings.Index(page, "<style>") {
			t.Errorf("%s: the policy stands behind what it is about", name)
		}
		if !strings.Contains(page, `<meta name="referrer" content="no-referrer">`) {
			t.Errorf("%s tells other sites where it is", name)
		}
	}
}

// skeleton is the tags of a page with the names of their attributes.
func skeleton(page string) []string {
	var tags []string
	for _, tag := range pageTag.FindAllStringSubmatch(withoutParts(dataElement.ReplaceAllString(page, "")), -1) {
		out := tag[1]
		for _, attribute := range pageAttribute.FindAllStringSubmatch(tag[2], -1) {
			out += " " + attribute[1]
		}
		tags = append(tags, out)
	}
	return tags
}

// TestPagesKeepTheirShape: whatever strangers call things, the page has the
// same elements and attributes, none of which runs or styles anything.
func TestPagesKeepTheirShape(t *testing.T) {
	harmless := map[string][]string{}
	for name, page := range pages(t, "x") {
		harmless[name] = skeleton(page)
	}
	for _, text := range append(strangers, `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "</script><script>alert(1)</script>", "\u2028\u2029") {
		for name, page := range pages(t, text) {
			checkPlain(t, strings.ReplaceAll(page, "\uFFFD", "?"))
			checkPage(t, name+" of "+text, page)
			if diff := gocmp.Diff(harmless[name], skeleton(page)); diff != "" {
				t.Errorf("%s of %q: %s", name, text, diff)
			}
		}
	}
}

func checkPage(t *testing.T, name, page string) {
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
	if err := json.Unmarshal([]byte(part(t, page, dataElement)), &any); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// pageSubject is a subject as the script of the page reads it.
type pageSubject struct {
	Kind, Organization, ID, TokenID, TokenName, Owner, Verdict, Template, Nearest, MatchedBy string
	Reason, FixURL, DenyReason, Expires, Used                                                string
	Expired, Unjudged                                                                        bool
	Unknown                                                                                  []string
	Findings                                                                                 []pageFinding
	change                                                                                   *pageChange
}

type pageFinding struct{ Rule, Severity, Message, Permission, Declared, Actual, ExceptedBy string }

type auditPageData struct {
	At       int64
	Texts    []string
	Alike    [][7]int
	Shapes   [][5]int
	Columns  []string
	Subjects [][]any
	Findings [][]int64
	Changes  [][]any
	Gone     [][]any
	subjects []pageSubject
}

func decodeAudit(t *testing.T, page string) *auditPageData {
	t.Helper()
	d := &auditPageData{}
	if err := json.Unmarshal([]byte(part(t, page, dataElement)), d); err != nil {
		t.Fatal(err)
	}
	for _, row := range d.Subjects {
		d.subjects = append(d.subjects, d.subject(row))
	}
	return d
}

// subject does what the script does.
func (d *auditPageData) subject(row []any) pageSubject {
	at := map[string]any{}
	for i, column := range d.Columns {
		if i < len(row) {
			at[column] = row[i]
		}
	}
	number := func(column string) int { n, _ := at[column].(float64); return int(n) }
	text := func(column string) string { return d.Texts[number(column)] }
	alike := d.Alike[number("alike")]
	moment := func(column string) string {
		if n, ok := at[column].(float64); ok {
			return time.Unix(d.At+int64(n), 0).UTC().Format(time.RFC3339)
		}
		return ""
	}
	s := pageSubject{
		ID: whole(at["id"]), TokenID: whole(at["token"]), TokenName: text("name"), Owner: text("owner"), Verdict: d.Texts[alike[0]], Kind: d.Texts[alike[1]],
		Organization: d.Texts[alike[2]], Template: d.Texts[alike[3]], MatchedBy: d.Texts[alike[4]], Nearest: d.Texts[alike[5]],
		FixURL: d.Texts[alike[6]], Expires: moment("expires"), Used: moment("used"), Expired: at["expired"] != nil && at["expired"] != 0.0,
		Unjudged: at["unjudged"] != nil && at["unjudged"] != 0.0,
	}
	if places, ok := at["unjudged"].([]any); ok {
		for _, n := range places {
			s.Unknown = append(s.Unknown, d.Texts[int(n.(float64))])
		}
	}
	s.Findings = d.findings(at["findings"], s)
	s.change = d.change(float64(number("change")), s)
	s.Reason, s.DenyReason = d.unmarked(text("reason"), s, nil, nil), d.unmarked(text("deny"), s, nil, nil)
	return s
}

// whole is an integer of the data, which is text where a script would round it.
func whole(v any) string {
	if n, ok := v.(float64); ok {
		return fmt.Sprintf("%.0f", n)
	}
	s, _ := v.(string)
	return s
}

func (d *auditPageData) finding(raw []int64, s pageSubject) pageFinding {
	shape := d.Shapes[raw[0]]
	f := pageFinding{Rule: d.Texts[shape[0]], Severity: d.Texts[shape[1]], ExceptedBy: d.Texts[shape[4]], Permission: d.Texts[raw[3]]}
	f.Declared, f.Actual = d.unmarked(d.Texts[raw[1]], s, nil, nil), d.unmarked(d.Texts[raw[2]], s, nil, nil)
	f.Message = d.unmarked(d.Texts[shape[2]], s, &f, raw[4:])
	return f
}

func (d *auditPageData) unmarked(text string, s pageSubject, f *pageFinding, numbers []int64) string {
	var messages []string
	for _, f := range s.Findings {
		if f.Severity == "error" && f.ExceptedBy == "" {
			messages = append(messages, f.Message)
		}
	}
	own := map[string]func() string{
		"\x01": func() string { return s.TokenName },
		"\x02": func() string { return s.Owner },
		"\x03": func() string { return s.Organization },
		"\x04": func() string { return cmp.Or(s.Template, s.Nearest) },
		"\x05": func() string { return s.FixURL },
		"\x06": func() (out string) { out, messages = "- "+messages[0], messages[1:]; return out },
		"\x07": func() string { return f.Declared },
		"\x0e": func() string { return f.Actual },
		"\x0f": func() string { return f.Permission },
		"\x10": func() (out string) { out, numbers = fmt.Sprint(numbers[0]), numbers[1:]; return out },
	}
	return regexp.MustCompile(`[\x01-\x07\x0e-\x10]`).ReplaceAllStringFunc(text, func(mark string) string { return own[mark]() })
}

// TestLinksLookLikeLinks: no link of a page loses its line but the one that is
// drawn as a button.
func TestLinksLookLikeLinks(t *testing.T) {
	for _, name := range []string{"page.css", "audit.css", "inventory.css"} {
		css, err := os.ReadFile(filepath.Join("html", name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(css)) {
			if strings.Contains(line, "text-decoration: none") && !strings.HasPrefix(line, ".create {") {
				t.Errorf("%s: a link that does not look like one: %s", name, line)
			}
		}
	}
}
