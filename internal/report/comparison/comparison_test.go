package comparison_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

func TestCompareAuditsFormats(t *testing.T) {
	d := audittest.Compared(t, audittest.Earlier(formattest.Hostile), audittest.Later(formattest.Hostile))
	plain := auditreport.NewDocument(audittest.Later(formattest.Hostile))
	for _, format := range auditreport.FormatNames() {
		got := audittest.Write(t, format, d, false)
		if slices.Contains([]string{"text", "json", "markdown", "html"}, format) {
			formattest.Golden(t, "audit.compared."+format, formattest.WithoutParts(got))
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?"))
			continue
		}
		if diff := cmp.Diff(audittest.Write(t, format, plain, false), got); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

func TestCompareAuditsReadsBack(t *testing.T) {
	d := audittest.Compared(t, audittest.Earlier(formattest.Hostile), audittest.Later(formattest.Hostile))
	saved := audittest.Write(t, "json", d, false)
	read, err := auditreport.ReadDocument([]byte(saved))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range auditreport.FormatNames() {
		if diff := cmp.Diff(audittest.Write(t, format, d, true), audittest.Write(t, format, read, true)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schemas/audit.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{saved, audittest.Write(t, "json", audittest.Compared(t, audittest.Of("x"), audittest.Earlier("y")), false)} {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Error(err)
		}
	}
}

func TestCompareAuditsRefusesContradictions(t *testing.T) {
	saved := audittest.Write(t, "json", audittest.Compared(t, audittest.Earlier("x"), audittest.Later("x")), false)
	for name, test := range map[string]struct{ from, to, want string }{
		"kind of change": {`"change": "gone"`, `"change": "moved"`, `there is no change "moved"`},
		"sides":          {`"change": "gone"`, `"change": "new"`, `a change "new" does not have these sides`},
		"summary":        {`"gone": 1`, `"gone": 0`, "the summary of its comparison does not match"},
		"stranger": {`"change": "approved",
        "organization": "octo-org"`, `"change": "approved",
        "organization": "octodemo"`, "is about a request or token that the report does not contain"},
		"before": {"\"patctl_version\": \"1.2.3\",\n      \"generated_at\": \"2026-11-22T12:00:00Z\",\n      \"complete\": true", "\"patctl_version\": \"1.2.3\",\n      \"generated_at\": \"2026-11-22T12:00:00Z\",\n      \"complete\": false", "whether the earlier audit is complete"},
	} {
		changed := strings.Replace(saved, test.from, test.to, 1)
		if changed == saved {
			t.Fatalf("%s: %s is not in the document", name, test.from)
		}
		if _, err := auditreport.ReadDocument([]byte(changed)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

// TestCompareAuditsOfUnreadTeams: that the members of a team were not read this time,
// or the last time, makes no finding new, and resolves none.
func TestCompareAuditsOfUnreadTeams(t *testing.T) {
	with := func(owner string, unjudged bool, actual ...string) auditreport.Input {
		in := audittest.Of("x")
		s := in.Audit.Subjects[1]
		s.Findings, s.Owner, s.Unjudged = nil, owner, unjudged
		for _, a := range actual {
			s.Findings = append(s.Findings, audit.Finding{Rule: "owner-not-allowed", Severity: pat.SeverityError, Message: "x", Actual: a})
		}
		in.Audit.Subjects, in.Audit.Gaps = []audit.Subject{s}, nil
		return in
	}
	for name, test := range map[string]struct {
		before, after                 auditreport.Input
		appeared, resolved, undecided int
	}{
		"unread now":               {with("mona", false), with("mona", true, "unknown"), 0, 0, 1},
		"unread before":            {with("mona", true, "unknown"), with("mona", false), 0, 0, 1},
		"not allowed, was unread":  {with("mona", true, "unknown"), with("mona", false, "mona"), 0, 0, 2},
		"unread twice":             {with("mona", true, "unknown"), with("mona", true, "unknown"), 0, 0, 0},
		"not allowed now":          {with("mona", false), with("mona", false, "mona"), 1, 0, 0},
		"a person of this name":    {with("unknown", false), with("unknown", false, "unknown"), 1, 0, 0},
		"no more one of this name": {with("unknown", false, "unknown"), with("unknown", false), 0, 1, 0},
	} {
		var appeared, resolved, undecided int
		for _, c := range audittest.Compared(t, test.before, test.after).Comparison.Changes {
			appeared, resolved, undecided = appeared+len(c.New), resolved+len(c.Resolved), undecided+len(c.Undecided)
		}
		if appeared != test.appeared || resolved != test.resolved || undecided != test.undecided {
			t.Errorf("%s: %d new, %d resolved, %d not known", name, appeared, resolved, undecided)
		}
	}
}

func TestCompareAuditsRefuses(t *testing.T) {
	plain := auditreport.NewDocument(audittest.Of("x"))
	for name, change := range map[string]func(*auditreport.Input){
		"from different hosts":           func(in *auditreport.Input) { in.Host = "octo.ghe.com" },
		"limited by --verdict or --rule": func(in *auditreport.Input) { in.Selection.Rules = []string{"unused-token"} },
	} {
		in := audittest.Of("x")
		change(&in)
		for _, pair := range [][2]*auditreport.Document{{plain, auditreport.NewDocument(in)}, {auditreport.NewDocument(in), plain}} {
			if _, err := auditreport.Compare(pair[0], pair[1]); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v, want %s", err, name)
			}
		}
	}
}

// TestCompareAuditsCallsNothingClear: what one of the two could not see is
// neither new nor gone, nor are its findings resolved.
func TestCompareAuditsCallsNothingClear(t *testing.T) {
	gap := audit.Gap{Organization: "OCTO-org", What: "tokens", Why: "403"}
	for name, test := range map[string]struct {
		before, after func(*auditreport.Input)
		want, limit   string
	}{
		"incomplete now": {nil, func(in *auditreport.Input) { in.Audit.Gaps = []audit.Gap{gap} },
			"In octo-org, 0 requests and 1 token may be gone, or may still exist. In this audit, some of the organization could not be read or checked.", "This audit is incomplete (1 part missing)."},
		"incomplete before": {func(in *auditreport.Input) { in.Audit.Gaps = []audit.Gap{gap} }, nil,
			"In octo-org, 1 request and 1 token may be new, or may have existed before. In the earlier audit,", "The earlier audit is incomplete (1 part missing)."},
		"not audited now": {nil, func(in *auditreport.Input) { in.Organizations = []string{"octodemo"} },
			"may be gone, or may still exist. In this audit, the organization was not audited.", "Only the earlier audit covers octo-org"},
		"narrowed now": {nil, func(in *auditreport.Input) { in.Selection.Owners = []string{"hubot"} },
			"may be gone, or may still exist. In this audit, the audit was limited to other requests and tokens.", "the earlier one to everything, this one to owner hubot"},
	} {
		before, after := audittest.Earlier("x"), audittest.Later("x")
		for in, change := range map[*auditreport.Input]func(*auditreport.Input){&before: test.before, &after: test.after} {
			if change != nil {
				change(in)
			}
		}
		d := audittest.Compared(t, before, after)
		out := audittest.Write(t, "text", d, false)
		for _, want := range []string{test.want, test.limit} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", name, want, out)
			}
		}
		s := d.Comparison.Summary
		if test.before == nil && (s.Gone > 0 || s.NotSeenNow == 0) || test.before != nil && (s.New > 0 || s.NotSeenBefore == 0) {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestCompareAuditsIsHarmless: names of strangers break out of no format.
func TestCompareAuditsIsHarmless(t *testing.T) {
	for _, s := range formattest.Strangers {
		before, after := audittest.Earlier(s), audittest.Later(s)
		before.Organizations = append(before.Organizations, s)
		d := audittest.Compared(t, before, after)
		out := audittest.Write(t, "text", d, false)
		formattest.CheckPlain(t, strings.ReplaceAll(out, "\uFFFD", "?"))
		audittest.CheckText(t, out)
		markdown := []byte(audittest.Write(t, "markdown", d, false))
		if len(markdown) > 65536 {
			t.Errorf("%d bytes of Markdown", len(markdown))
		}
		doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(markdown))
		err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if html, ok := n.(*ast.HTMLBlock); !ok || string(html.Lines().Value(markdown)) != "<!-- patctl:audit -->\n" {
				formattest.CheckNode(t, n, markdown)
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestCompareManyAudits: a comparison of 20,000 changes fits a comment.
func TestCompareManyAudits(t *testing.T) {
	before, after := audittest.Earlier("x"), audittest.Earlier("x")
	drifted := before.Audit.Subjects[1]
	drifted.Kind = pat.KindToken
	before.Audit.Subjects, after.Audit.Subjects = nil, nil
	for i := range 20000 {
		drifted.ID = int64(i + 1)
		in := &before
		if i%2 == 0 {
			in = &after
		}
		in.Audit.Subjects = append(in.Audit.Subjects, drifted)
	}
	d := audittest.Compared(t, before, after)
	markdown := audittest.Write(t, "markdown", d, false)
	if len(markdown) >= 65536 || !strings.Contains(markdown, "of 20000 changes not shown") || !strings.Contains(markdown, "of 10000 rows not shown") {
		t.Errorf("%d bytes:\n%.2000s", len(markdown), markdown)
	}
}

// TestCompareAuditsTemplates: which templates came and went is only said where
// both reports say which there are.
func TestCompareAuditsTemplates(t *testing.T) {
	before, after := audittest.Earlier("x"), audittest.Earlier("x")
	cfg := *before.Configuration
	added := *cfg.Templates[0]
	added.Address, added.TargetName = "template.added\x1b[31m", "OCTO-org"
	cfg.Templates = append(slices.Clone(cfg.Templates), &added)
	after.Configuration = &cfg
	out := audittest.Write(t, "text", audittest.Compared(t, before, after), false)
	if want := "\n  + template template.added\\x1b[31m, for octo-org\n"; !strings.Contains(out, want) {
		t.Errorf("no %q in\n%s", want, out)
	}
	out = audittest.Write(t, "markdown", audittest.Compared(t, after, before), false)
	if want := "\n- removed template `template.added\\x1b[31m` for `octo-org`\n"; !strings.Contains(out, want) {
		t.Errorf("no %q in\n%s", want, out)
	}
	older := auditreport.NewDocument(before)
	for i := range older.Organizations {
		older.Organizations[i].TemplateAddresses = []string{}
	}
	c, err := auditreport.Compare(older, auditreport.NewDocument(after))
	if err != nil || len(c.Organizations) > 0 {
		t.Errorf("%v, %+v", err, c)
	}
}
