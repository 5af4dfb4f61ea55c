package auditreport_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/judged"
)

func TestAuditFormats(t *testing.T) {
	d := auditreport.NewDocument(audittest.Of(formattest.Hostile))
	for _, format := range auditreport.FormatNames() {
		t.Run(format, func(t *testing.T) {
			got := audittest.Write(t, format, d, false)
			formattest.Golden(t, "audit."+format, formattest.WithoutParts(got))
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?")) // which stands for bytes that are no text
			if again := audittest.Write(t, format, d, true); format != "text" && again != got {
				t.Error("colour changes the output")
			}
		})
	}
}

// TestAuditReadsBack holds a saved report against its original: every format
// comes out byte for byte as it did.
func TestAuditReadsBack(t *testing.T) {
	in := audittest.Of(formattest.Hostile)
	remaining, reset := 4711, formattest.Time.Add(time.Hour)
	in.Calls = &judged.Calls{Made: 12, NotModified: 3, Remaining: &remaining, ResetsAt: &reset}
	in.Selection = judged.Selection{Rules: []string{"policy:no-admin", "permission-elevated"}}
	for _, selection := range []judged.Selection{{}, in.Selection} {
		in.Selection = selection
		d := auditreport.NewDocument(in)
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
	}
}

func TestAuditRefusesWhatIsNoReport(t *testing.T) {
	saved := audittest.Write(t, "json", auditreport.NewDocument(audittest.Of("x")), false)
	tests := map[string]struct{ from, to, want string }{
		"other document":  {saved, `{"format_version": "1.0", "templates": []}`, "this is not a report from patctl audit"},
		"no JSON":         {saved, "html", "invalid character"},
		"newer version":   {`"format_version": "1.0"`, `"format_version": "2.0"`, `format_version is "2.0"`},
		"made complete":   {`"complete": false`, `"complete": true`, "contradict"},
		"fewer errors":    {`"error": 2`, `"error": 0`, "its summary does not match its requests and tokens"},
		"better coverage": {`"coverage_percent": null`, `"coverage_percent": 100`, "its coverage does not match its requests and tokens"},
		"verdict":         {`"verdict": "drifted"`, `"verdict": "fine"`, `subject 2: there is no verdict "fine"`},
		"kind":            {`"kind": "request"`, `"kind": "template"`, `there is no kind "template"`},
		"severity":        {`"severity": "warning"`, `"severity": "off"`, `there is no severity "off"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(saved, test.from, test.to, 1)
			if changed == saved {
				t.Fatalf("%s is not in the document", test.from)
			}
			if _, err := auditreport.ReadDocument([]byte(changed)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestAuditJSONIsOneDocument: written subject by subject, the document is what
// it is in one piece.
func TestAuditJSONIsOneDocument(t *testing.T) {
	for _, text := range []string{formattest.Hostile, `"subjects": []`} {
		for _, subjects := range []int{0, 1, 7} {
			in := audittest.Of(text)
			in.Audit.Subjects = in.Audit.Subjects[:subjects]
			d := auditreport.NewDocument(in)
			var whole strings.Builder
			if err := format.WriteJSON(&whole, d); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(whole.String(), audittest.Write(t, "json", d, false)); diff != "" {
				t.Errorf("%d subjects: %s", subjects, diff)
			}
		}
	}
}

func TestAuditSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schemas/audit.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(audittest.Write(t, "json", auditreport.NewDocument(audittest.Of("plain")), false)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
}

func TestAuditCoverage(t *testing.T) {
	in := audittest.Of("x")
	in.Audit.Gaps = nil
	tests := map[string]struct {
		subjects []audit.Subject
		want     string
	}{
		"none":         {nil, "n/a, because there are no active tokens"},
		"request only": {in.Audit.Subjects[:1], "n/a, because there are no active tokens"},
		"expired only": {in.Audit.Subjects[5:6], "n/a, because there are no active tokens"},
		"all":          {in.Audit.Subjects, "40% of unexpired tokens"},
		"one":          {in.Audit.Subjects[2:3], "100% of unexpired tokens"},
		"a third":      {in.Audit.Subjects[1:4], "33.3% of unexpired tokens"},
	}
	for name, test := range tests {
		in.Audit.Subjects = test.subjects
		if got := audittest.Write(t, "text", auditreport.NewDocument(in), false); !strings.Contains(got, "  coverage: "+test.want+"\n") {
			t.Errorf("%s: no %q in\n%s", name, test.want, got)
		}
	}
}

// TestAuditCallsNothingClear: good news is only said of everything.
func TestAuditCallsNothingClear(t *testing.T) {
	in := audittest.Of("x")
	in.Audit.Subjects, in.Audit.Exceptions = in.Audit.Subjects[:1], nil
	gaps := in.Audit.Gaps
	const clear = "No drift: "
	tests := map[string]struct {
		gaps      []audit.Gap
		selection judged.Selection
		clear     bool
	}{
		"everything": {clear: true},
		"incomplete": {gaps: gaps},
		"selection":  {selection: judged.Selection{Kinds: []pat.Kind{pat.KindRequest}}},
	}
	for name, test := range tests {
		in.Audit.Gaps, in.Selection = test.gaps, test.selection
		d := auditreport.NewDocument(in)
		for _, format := range []string{"text", "markdown"} {
			out := audittest.Write(t, format, d, false)
			if got := strings.Contains(out, clear); got != test.clear {
				t.Errorf("%s: %s says that all is well: %t\n%s", name, format, got, out)
			}
		}
	}
}

// TestAuditUnusedExceptions: that an exception covers nothing is only said
// where everything was looked at.
func TestAuditUnusedExceptions(t *testing.T) {
	const unused = "exception spare covers nothing (in effect until 2027-01-01): Was needed.\n"
	in := audittest.Of("x")
	gaps := in.Audit.Gaps
	in.Audit.Exceptions = []audit.ExceptionUse{{Exception: &hcl.Exception{
		Name: "spare", Reason: "Was needed.", Expires: time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC),
	}}}
	for name, test := range map[string]struct {
		gaps          []audit.Gap
		organizations []string
		want          bool
	}{"everything": {nil, nil, true}, "incomplete": {gaps, nil, false}, "one organization": {nil, []string{"octo-org"}, false}} {
		in.Audit.Gaps, in.Selection.Organizations = test.gaps, test.organizations
		if got := strings.Contains(audittest.Write(t, "text", auditreport.NewDocument(in), false), unused); got != test.want {
			t.Errorf("%s: said to be unused: %t", name, got)
		}
	}
}

func TestAuditSaysIncomplete(t *testing.T) {
	d := auditreport.NewDocument(audittest.Of("x"))
	for format, want := range map[string]string{
		"text":     "INCOMPLETE: not everything could be read and checked.",
		"markdown": "> **INCOMPLETE: not everything could be read and checked.**",
		"sarif":    `"executionSuccessful": false`,
		"junit":    `<error message="GitHub answered 403: x" type="incomplete">`,
		"csv":      "incomplete,octodemo,",
		"json":     `"complete": false`,
		"github":   "::error title=The audit is incomplete::octodemo: tokens: GitHub answered 403: x",
	} {
		if out := audittest.Write(t, format, d, false); !strings.Contains(out, want) {
			t.Errorf("%s: no %q in\n%s", format, want, out)
		}
	}
}

// TestAuditSaysWhatIsHidden: a part looks better than the whole.
func TestAuditSaysWhatIsHidden(t *testing.T) {
	in := audittest.Of("x")
	in.Selection.Rules = []string{"unused-token"}
	d := auditreport.NewDocument(in)
	for _, format := range []string{"text", "markdown", "sarif", "junit", "github"} {
		const want = "Not shown: 6 requests and tokens with a total of"
		if out := audittest.Write(t, format, d, false); !strings.Contains(out, want) {
			t.Errorf("%s: no %q in\n%s", format, want, out)
		}
	}
}

func TestAuditUnknownFormat(t *testing.T) {
	_, err := auditreport.FormatNamed("serif")
	want := `there is no format "serif" for audits, only text, json, markdown, html, sarif, junit, csv, github. Did you mean "sarif"?`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
