package auditreport_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestAuditHeadline: the first line agrees with the exit status, and says of what
// it speaks.
func TestAuditHeadline(t *testing.T) {
	whole := audittest.Of("x")
	subjects, gaps := whole.Audit.Subjects, whole.Audit.Gaps
	warned := subjects[1]
	warned.Verdict, warned.Findings = pat.Undeclared, warned.Findings[1:]
	doubted := subjects[0]
	doubted.Unjudged, doubted.UnjudgedWhy = true, []string{"GitHub does not say."}
	for name, test := range map[string]struct {
		subjects  []audit.Subject
		gaps      []audit.Gap
		selection judged.Selection
		want      string
	}{
		"drift":         {subjects, nil, judged.Selection{}, "Drift: 3 of 6 tokens do not match the templates."},
		"one":           {subjects[1:2], nil, judged.Selection{}, "Drift: 1 of 1 token does not match the templates."},
		"incomplete":    {subjects[1:2], gaps, judged.Selection{}, "Drift in what could be read: 1 of 1 token does not match the templates."},
		"nothing read":  {subjects[:1], gaps, judged.Selection{}, "No drift in what could be read: 0 tokens and 1 request match the templates."},
		"nothing":       {nil, nil, judged.Selection{}, "No drift: there are no requests and no tokens."},
		"clean":         {subjects[:1], nil, judged.Selection{}, "No drift: 0 tokens and 1 request match the templates."},
		"notices":       {subjects[2:3], nil, judged.Selection{}, "No drift: 1 token and 0 requests match the templates, with 0 warnings and 1 notice."},
		"excepted":      {subjects[4:5], nil, judged.Selection{}, "No drift: 1 token and 0 requests match the templates, 1 of them by an exception."},
		"in doubt":      {[]audit.Subject{doubted}, nil, judged.Selection{}, "No drift: 0 tokens and 1 request match the templates, but 1 of them could not be fully checked."},
		"no errors":     {[]audit.Subject{warned}, nil, judged.Selection{}, "No errors, but 1 of 1 token does not match the templates."},
		"selected":      {subjects, nil, judged.Selection{Kinds: []pat.Kind{pat.KindRequest}}, "No drift in what was selected: 0 tokens and 1 request match the templates."},
		"of a rule":     {subjects, nil, judged.Selection{Rules: []string{"unused-token"}}, "No errors in what was selected, but 1 of 1 token does not match the templates."},
		"read and kind": {subjects, gaps, judged.Selection{Kinds: []pat.Kind{pat.KindRequest}}, "No drift in what was selected and could be read: 0 tokens and 1 request match the templates."},
	} {
		in := whole
		a := *whole.Audit
		a.Subjects, a.Gaps = test.subjects, test.gaps
		in.Audit, in.Selection = &a, test.selection
		d := auditreport.NewDocument(in)
		lines := strings.Split(audittest.Write(t, "text", d, false), "\n")
		if len(test.gaps) > 0 {
			if !strings.HasPrefix(lines[0], "INCOMPLETE: ") {
				t.Errorf("%s: it begins with %q", name, lines[0])
			}
			lines = lines[1:]
		}
		if lines[0] != test.want {
			t.Errorf("%s: got %q, want %q", name, lines[0], test.want)
		}
		if drift := strings.HasPrefix(lines[0], "Drift"); drift != d.HasFindings(pat.SeverityError) {
			t.Errorf("%s: %q, and the exit status says otherwise", name, lines[0])
		}
	}
}
