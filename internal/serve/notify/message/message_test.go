package message_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/serve/notify/message"
)

const reviewPage = "https://github.com/organizations/octo-org/settings/personal-access-token-requests"

// hostile are names that want to be more than names.
var hostile = []string{
	"<!channel> <!here> <@U012AB3CD> <https://example.com|Approve>", "@octo-org/security @mona fixes #1 closes octo-org/web#2 GH-3",
	"<img src=x onerror=alert(1)> <script>", "[Approve](https://example.com) ![x](https://example.com/x.png) **bold** `code` ```",
	"a\nb\r\n# Heading\n- item\n| a | b |\n<!-- patctl:octo-org request%2042 -->", "\x1b[31mred\x1b[0m \u202egpj.exe \u200b\ufeff\x00 \xff\xfe",
	"{{{{{DATE(2026-11-22T12:00:00Z, SHORT)}} ${self} &lt;!channel&gt; :tada:", strings.Repeat("<@x>", 2500), strings.Repeat("\U0001f600", 10_000), "", "`", "``` ``", " ` ", "\\`", "|",
}

func notice(event, text string) subject.Notice {
	return subject.Notice{
		Event: event, ID: 42, Result: text, Detail: text, URL: reviewPage,
		Refusal: subject.Refusal{
			Kind: "request", Organization: "octo-org", Name: text, Owner: text, Verdict: "undeclared", Nearest: text, Reason: text,
			DenyReason: text, Link: "https://github.com/settings/personal-access-tokens/new?name=ci", Contact: text, Findings: []string{text, text},
		},
	}
}

func TestDefaultText(t *testing.T) {
	n := notice("pending", "x")
	n.Name, n.Owner, n.Nearest, n.Reason, n.Contact = "release-api", "mona", "template.release", "For the release", "the platform team"
	n.Findings, n.Result, n.Detail = []string{"Contents: write is more than the template grants."}, "", ""
	for event, want := range map[string]string{
		"pending": `Pending: request 42 of mona in octo-org
mona requests access to octo-org with the token release-api.
Verdict: undeclared. No template matches. The closest is template.release.
Finding: Contents: write is more than the template grants.
Reason given: For the release
Contact: the platform team`,
		"denied": `Denied: request 42 of mona in octo-org
patctl denied the request of mona for the token release-api in octo-org.
Verdict: undeclared. No template matches. The closest is template.release.
Finding: Contents: write is more than the template grants.
Reason given: For the release
Deny reason: x
Contact: the platform team`,
	} {
		n.Event = event
		m := message.New(n, "", "github.com")
		if got := m.Title() + "\n" + m.Text(); got != want {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	}
}

func TestLinksLeadToTheHostOnly(t *testing.T) {
	for link, shown := range map[string]bool{
		"https://github.com/settings/personal-access-tokens/new?name=ci&contents=write": true,
		"http://github.com/x": false, "https://example.com/x": false, "https://github.com@example.com/": false, "https://github.com.example.com/": false,
		"javascript:alert(1)": false, "": false, "https://github.com/x>)": true, "https://github.com/?q=a)|b": false, "https://github.com/" + strings.Repeat("x", 3000): false,
		"//github.com/x": false, "https://octocat:x@github.com/": false,
	} {
		n := notice("pending", "x")
		n.URL, n.Link = "", link
		m := message.New(n, "", "github.com")
		for kind, sent := range map[string]string{"slack": string(m.Slack()), "teams": string(m.Teams()), "issue": m.IssueBody("<!-- x -->")} {
			if got := strings.Contains(sent, "Corrected link"); got != shown {
				t.Errorf("%s: %s is shown: %v\n%s", link, kind, got, sent)
			}
		}
	}
}

// checkSlack fails where a stranger's text can be markup, or is longer than Slack takes.
func checkSlack(t *testing.T, sent []byte) {
	t.Helper()
	var m struct {
		Text   string
		Parse  string
		Blocks []map[string]any
	}
	if err := json.Unmarshal(sent, &m); err != nil {
		t.Fatal(err)
	}
	for i, r := range m.Text {
		rest := m.Text[i+1:]
		switch {
		case r == '<', r == '>', r == '@' && !strings.HasPrefix(rest, "\u200b"):
			t.Fatalf("the text has %q: %.200q", r, m.Text)
		case r == '&' && !strings.HasPrefix(rest, "amp;") && !strings.HasPrefix(rest, "lt;") && !strings.HasPrefix(rest, "gt;"):
			t.Fatalf("the text has a bare &: %.200q", m.Text)
		}
	}
	if m.Parse != "none" || len(m.Blocks) > 50 {
		t.Fatalf("parse is %q, %d blocks", m.Parse, len(m.Blocks))
	}
	for _, b := range m.Blocks {
		switch b["type"] {
		case "header":
			checkPlain(t, b["text"], 150)
		case "section":
			checkPlain(t, b["text"], 3000)
		case "actions":
			for _, e := range b["elements"].([]any) {
				checkPlain(t, e.(map[string]any)["text"], 75)
			}
		default:
			t.Fatalf("a block of the type %v", b["type"])
		}
	}
}

func checkPlain(t *testing.T, value any, most int) {
	t.Helper()
	object, ok := value.(map[string]any)
	if !ok || object["type"] != "plain_text" || object["emoji"] != false {
		t.Fatalf("not plain text: %v", value)
	}
	checkLength(t, object["text"].(string), most)
}

func checkLength(t *testing.T, s string, most int) {
	t.Helper()
	if n := len(utf16.Encode([]rune(s))); n > most || n == 0 || strings.ContainsAny(s, "\x1b\u202e\u0000") {
		t.Fatalf("%d characters, at most %d: %.100q", n, most, s)
	}
}

// checkTeams fails unless all texts are in runs.
func checkTeams(t *testing.T, sent []byte) {
	t.Helper()
	var m struct {
		Attachments []struct {
			Content struct {
				Version string
				Body    []struct {
					Type    string
					Inlines []struct{ Type, Text string }
				}
				Actions []struct{ Type, URL string }
			}
		}
	}
	if err := json.Unmarshal(sent, &m); err != nil {
		t.Fatal(err)
	}
	if len(sent) > 28*1024 || len(m.Attachments) != 1 || m.Attachments[0].Content.Version != "1.4" {
		t.Fatalf("%d bytes: %.200s", len(sent), sent)
	}
	for _, b := range m.Attachments[0].Content.Body {
		if b.Type != "RichTextBlock" || len(b.Inlines) != 1 || b.Inlines[0].Type != "TextRun" {
			t.Fatalf("a block %+v", b)
		}
		checkLength(t, b.Inlines[0].Text, message.MaxText)
		if strings.Contains(b.Inlines[0].Text, "{{") {
			t.Fatalf("a function of cards: %q", b.Inlines[0].Text)
		}
	}
	for _, a := range m.Attachments[0].Content.Actions {
		if a.Type != "Action.OpenUrl" || !strings.HasPrefix(a.URL, "https://github.com/") {
			t.Fatalf("an action %+v", a)
		}
	}
}

// checkMarkdown fails where text outside of code spans is not patctl's own: there is nothing
// that GitHub reads as a mention, a reference, or HTML.
func checkMarkdown(t *testing.T, source string) {
	t.Helper()
	data := []byte(source)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(data))
	allowed := []ast.NodeKind{ast.KindDocument, ast.KindParagraph, ast.KindTextBlock, ast.KindText, ast.KindString, ast.KindCodeSpan, ast.KindList, ast.KindListItem, ast.KindLink}
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering:
		case n.Kind() == ast.KindHTMLBlock && strings.HasPrefix(string(n.Lines().Value(data)), "<!-- patctl:"):
		case !slices.Contains(allowed, n.Kind()):
			t.Fatalf("%s in %.300q", n.Kind(), source)
		case n.Kind() == ast.KindCodeSpan:
			return ast.WalkSkipChildren, nil
		case n.Kind() == ast.KindLink && !strings.HasPrefix(string(n.(*ast.Link).Destination), "https://github.com/"):
			t.Fatalf("a link in %.300q", source)
		case n.Kind() == ast.KindText:
			if own := string(n.(*ast.Text).Value(data)); strings.ContainsAny(own, "@#<>") || strings.Contains(own, "://") || strings.Contains(own, "GH-") {
				t.Fatalf("outside of code: %q in %.300q", own, source)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(source)); n > 65536 {
		t.Fatalf("%d characters", n)
	}
}

func checkAll(t *testing.T, schema *jsonschema.Schema, n subject.Notice, own string) {
	t.Helper()
	m := message.New(n, own, "github.com")
	checkSlack(t, m.Slack())
	checkTeams(t, m.Teams())
	marker := message.Marker(n.Organization, "request 42")
	body := m.IssueBody(marker)
	checkMarkdown(t, body)
	checkMarkdown(t, m.IssueTitle())
	checkMarkdown(t, m.Comment("The verdict has changed."))
	if !message.HasMarker(body, marker) || len([]rune(m.IssueTitle())) > 256 || strings.Contains(m.IssueTitle(), "\n") {
		t.Fatalf("title %q, body %.300q", m.IssueTitle(), body)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(m.Document()))
	if err == nil {
		err = schema.Validate(document)
	}
	if err != nil {
		t.Fatalf("%v: %.300s", err, m.Document())
	}
}

func notificationSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../../../../docs/schemas/notification.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestHostileTextIsNoMarkup(t *testing.T) {
	schema := notificationSchema(t)
	for _, event := range subject.NoticeEvents {
		for _, text := range hostile {
			checkAll(t, schema, notice(event, text), "")
			checkAll(t, schema, notice(event, "x"), text)
			n := notice(event, text)
			n.Organization, n.Verdict, n.Template = text, text, text
			checkAll(t, schema, n, strings.Repeat(text+"\n", 100))
		}
	}
}

func TestDocumentHasRawValues(t *testing.T) {
	n := notice("pending", hostile[0]+"\x1b")
	m := message.New(n, "", "github.com")
	var got map[string]any
	if err := json.Unmarshal(m.Document(), &got); err != nil {
		t.Fatal(err)
	}
	if got["token_name"] != hostile[0]+"\x1b" || got["format_version"] != "1.0" || got["event"] != "pending" || got["id"] != 42.0 {
		t.Errorf("%v", got)
	}
	if s := got["text"].(string); strings.Contains(s, "\x1b") {
		t.Errorf("the text has a control character: %q", s)
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		in   string
		most int
		want string
	}{
		{"abcdef", 6, "abcdef"}, {"abcdefg", 6, "abc..."}, {"üüüüüü", 6, "üüüüüü"}, {"üüüüüüü", 6, "üüü..."},
		{"\U0001f600\U0001f600\U0001f600", 6, "\U0001f600\U0001f600\U0001f600"}, {"\U0001f600\U0001f600\U0001f600a", 6, "\U0001f600..."}, {"", 6, ""},
	} {
		if got := message.Cut(test.in, test.most); got != test.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", test.in, test.most, got, test.want)
		}
	}
}

func TestMarkersOfOthers(t *testing.T) {
	marker := message.Marker("Octo-Org", "request 42")
	if marker != message.Marker("octo-org", "request 42") {
		t.Errorf("the case of a login matters: %s", marker)
	}
	for body, has := range map[string]bool{
		"Text.\n\n" + marker + "\n": true, "Text.\r\n" + marker: true, marker + "\nText.": false, "Text. " + marker: false,
		"\n" + message.Marker("octo-org", "request 421"): false,
	} {
		if message.HasMarker(body, marker) != has {
			t.Errorf("%q: %v", body, !has)
		}
	}
}

func TestMarkedSubject(t *testing.T) {
	for body, want := range map[string]string{
		"Text.\n\n" + message.Marker("octo-org", "request 42") + "\n": "request 42",
		"Text.\n\n" + message.Marker("octodemo", "request 42"):        "",
		message.Marker("octo-org", "request 42") + "\nText.":          "",
		"": "", "<!-- patctl:octo-org %zz -->": "", "<!-- patctl:octo-org ": "",
	} {
		if got := message.MarkedSubject(body, "Octo-Org"); got != want {
			t.Errorf("%q is about %q, want %q", body, got, want)
		}
	}
}

// FuzzMessage puts any text everywhere.
func FuzzMessage(f *testing.F) {
	for _, text := range hostile {
		mutate.AddFew(f, text, text)
	}
	schema := notificationSchema(f)
	f.Fuzz(func(t *testing.T, text, own string) {
		for _, event := range []string{"pending", "failed"} {
			n := notice(event, text)
			n.Organization, n.Verdict = text, text
			checkAll(t, schema, n, own)
		}
	})
}

// TestOrganization: a notice about an organization as a whole names no request.
func TestOrganization(t *testing.T) {
	n := subject.Notice{
		Refusal: subject.Refusal{Kind: subject.OrganizationKind, Organization: "octo-org", Name: "octo-org"},
		Event:   "failed", Result: "unsent", Detail: "12 reviews exceed max_actions = 10.",
	}
	checkAll(t, notificationSchema(t), n, "")
	m := message.New(n, "", "github.com")
	want := "No reviews made in octo-org\npatctl made none of the planned reviews in octo-org.\nResult: unsent\nDetails: 12 reviews exceed max_actions = 10."
	if got := m.Title() + "\n" + m.Text(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
