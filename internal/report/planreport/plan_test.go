package planreport_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/planreport"
)

// planned is a plan with every kind of change, full of text.
func planned(text string) *planreport.Document {
	old := formattest.HostileTemplate("x" + text).Template
	now := formattest.HostileTemplate(text).Template
	old.Address = now.Address
	old.Permissions, now.Permissions = pat.Permissions{"contents": "read"}, pat.Permissions{"contents": "write", text: "read"}
	old.ExpiresIn = pat.Expiry{Days: 30}
	gone, made := old, now
	gone.Address, made.Address = "template.gone["+text+"]", "template.made["+text+"]"
	made.Repositories = pat.Repositories{Selection: pat.SelectedRepositories}
	diff := plan.Compare([]pat.Template{old, gone},
		plan.After{Templates: []pat.Template{now, made}, Declared: map[string]bool{"template.gone": true}, Catalog: catalog.Default()})
	revision, commit, hash := text, strings.Repeat("0a", 20), strings.Repeat("0b", 32)
	return planreport.NewDocument(planreport.Input{
		Version: "1.2.3", Diff: diff, Terms: []plan.TermChange{{Block: "exception " + text, Action: plan.Create}},
		Baseline:  planreport.Baseline{Kind: planreport.BaselineGit, Revision: &revision, Commit: &commit},
		Hashes:    planreport.Hashes{Configuration: hash, Baseline: hash, Catalog: hash, Snapshot: &hash},
		Variables: []plan.Variable{{Name: "org", Value: []byte(`"octo-org"`)}, {Name: "token", Sensitive: true, Hash: hash}},
		Judged: &planreport.Judged{
			Count: 3, Organizations: []string{text},
			LeftOut: []plan.LeftOut{{Organization: text, Kind: pat.KindRequest, ID: 5, TokenName: text, Owner: text, Why: text}},
			Verdicts: []plan.VerdictChange{{
				Organization: text, Kind: pat.KindToken, ID: 1, TokenName: text, Owner: text, Before: pat.Conforming, After: pat.Drifted,
			}},
			Reviews: []plan.Review{
				{
					Organization: text, Action: pat.Deny, Kind: pat.KindRequest, ID: 2, TokenID: 3, TokenName: text, Owner: text,
					Verdict: pat.Drifted, Template: "template.a[" + text + "]", Because: []string{"drifted", "policy:" + text},
					Reason: text + "\n" + text, State: hash,
				},
				{
					Organization: text, Action: pat.Approve, Kind: pat.KindRequest, ID: 4, TokenName: text, Owner: text,
					Verdict: pat.Conforming, Template: "template.a[" + text + "]", Because: []string{"conforming"}, Findings: []string{"policy:" + text + ", notice: " + text}, Reason: text, State: hash,
				},
			},
			Limits: []plan.Limit{{Organization: text, Actions: 2, MaxActions: 1, ActiveTokens: 1, MaxRevokeShare: 0.25}},
			Gaps:   []audit.Gap{{Organization: text, What: text, Why: text}},
		},
	})
}

func renderPlan(t *testing.T, d *planreport.Document, name string, style planreport.Style) string {
	t.Helper()
	f, err := planreport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(f.Render(d, style))
}

func TestPlanGolden(t *testing.T) {
	d := planned(formattest.Hostile)
	for _, name := range planreport.FormatNames() {
		got := renderPlan(t, d, name, planreport.Style{})
		if name == "json" { // which has no other way to hold bytes that are no text
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", ""))
		} else {
			formattest.CheckPlain(t, got)
		}
		formattest.Golden(t, "plan."+name, got)
	}
	formattest.Golden(t, "plan.concise.text", renderPlan(t, d, "text", planreport.Style{Concise: true}))
	formattest.Golden(t, "plan.colour.text", renderPlan(t, planned("x"), "text", planreport.Style{Style: format.Style{Color: true}}))
}

// TestPlanObeysNobody looks for what a log of a GitHub workflow or a comment
// would act upon.
func TestPlanObeysNobody(t *testing.T) {
	d := planned("::error::x\n::error::x ##[error]x @octocat https://example.com <img src=x> a|b `c` octo-org/a#1")
	for line := range strings.Lines(renderPlan(t, d, "text", planreport.Style{})) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			t.Errorf("a workflow would obey %q", line)
		}
	}
	markdown := renderPlan(t, d, "markdown", planreport.Style{})
	if !strings.HasPrefix(markdown, "<!-- patctl:plan -->\n") {
		t.Errorf("the marker is missing: %.40q", markdown)
	}
	_, body, _ := strings.Cut(markdown, "\n")
	for line := range strings.Lines(body) {
		if outside := strings.ReplaceAll(outsideCode(line), "<br>", ""); strings.ContainsAny(outside, "@<") || strings.Contains(outside, "https:") {
			t.Errorf("outside of code: %q", outside)
		}
	}
}

// outsideCode is a line without its code spans.
func outsideCode(line string) string {
	var out strings.Builder
	for line != "" {
		if line[0] != '`' {
			out.WriteByte(line[0])
			line = line[1:]
			continue
		}
		fence := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		_, rest, ok := strings.Cut(line[len(fence):], fence)
		if !ok {
			return out.String() + line
		}
		line = rest
	}
	return out.String()
}

func TestPlanMarkdownFitsAComment(t *testing.T) {
	var before, after []pat.Template
	for _, number := range strings.Split(strings.Repeat("x ", 3000), " ") {
		address := "template.t" + number + string(rune('a'+len(before)%26)) + strings.Repeat("y", len(before)%700)
		b := pat.Template{Address: address, Name: strings.Repeat("é", 300), Permissions: pat.Permissions{"contents": "read"}}
		a := b
		a.Permissions = pat.Permissions{"contents": "write"}
		before, after = append(before, b), append(after, a)
	}
	diff := plan.Compare(before, plan.After{Templates: after, Catalog: catalog.Default()})
	d := planreport.NewDocument(planreport.Input{Version: "1.2.3", Diff: diff, Baseline: planreport.Baseline{Kind: planreport.BaselineEmpty}})
	got := renderPlan(t, d, "markdown", planreport.Style{})
	if len(got) >= 65536 || len(got) < 30000 {
		t.Errorf("%d bytes", len(got))
	}
	if n := strings.Count(got, " rows not shown, because of the size limit."); n != 2 {
		t.Errorf("%d tables say that they were cut", n)
	}
	if !strings.Contains(got, d.Tally()) {
		t.Error("the tally is missing")
	}
}

func TestPlanReadsBack(t *testing.T) {
	d := planned("api")
	for name := range map[string]string{"text": "", "json": "", "markdown": ""} {
		again, err := planreport.ReadDocument([]byte(renderPlan(t, d, "json", planreport.Style{})))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(renderPlan(t, d, name, planreport.Style{}), renderPlan(t, again, name, planreport.Style{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPlanSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schemas/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(renderPlan(t, planned(formattest.Hostile), "json", planreport.Style{})))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
}

// TestPlanThatSaysLess edits saved plans: none may pass for what it is not.
func TestPlanThatSaysLess(t *testing.T) {
	whole := renderPlan(t, planned("api"), "json", planreport.Style{})
	for _, edit := range [][2]string{
		{`"complete": false`, `"complete": true`},
		{`"action": "update"`, `"action": "create"`},
		{`"action": "delete"`, `"action": "noop"`},
		{`"change": 1`, `"change": 0`},
		{`"escalations": 6`, `"escalations": 5`},
		{`"judged": 3`, `"judged": null`},
		{`"after": "drifted"`, `"after": "fine"`},
		{`"format_version": "1.0"`, `"format_version": "2.0"`},
		{`"address": "template.gone[api]",`, `"address": "template.kept[api]",`},
		{`"reviews": [`, `"reviews": [{},`},
		{`"action": "deny"`, `"action": "approve"`},
		{`"action": "deny"`, `"action": "revoke"`},
		{`"kind": "request"`, `"kind": "token"`},
		{`"verdict": "conforming"`, `"verdict": "excepted"`},
		{`"id": 4`, `"id": 2`},
		{`"actions": 2`, `"actions": 1`},
		{`"review_limits": [`, `"other": [`},
		{`"approve": 1`, `"approve": 0`},
		{`"template_changes"`, `"changes"`},
	} {
		edited := strings.Replace(whole, edit[0], edit[1], 1)
		if edited == whole {
			t.Errorf("the plan does not hold %s:\n%s", edit[0], whole[max(0, len(whole)-500):])
			continue
		}
		if _, err := planreport.ReadDocument([]byte(edited)); err == nil {
			t.Errorf("%s for %s is accepted", edit[1], edit[0])
		}
	}
}

func FuzzReadPlanDocument(f *testing.F) {
	format, err := planreport.FormatNamed("json")
	if err != nil {
		f.Fatal(err)
	}
	mutate.Add(f, format.Render(planned("api"), planreport.Style{}))
	mutate.Add(f, []byte(`{"template_changes": [], "verdict_changes": [], "incomplete": []}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := planreport.ReadDocument(data)
		if err != nil {
			return
		}
		for _, name := range planreport.FormatNames() {
			formattest.CheckPlain(t, strings.ReplaceAll(renderPlan(t, d, name, planreport.Style{}), "\uFFFD", ""))
		}
	})
}

func TestPlanIsReadInOneWay(t *testing.T) {
	read := func(data []byte) error {
		_, err := planreport.ReadDocument(data)
		return err
	}
	formattest.CheckReadInOneWay(t, renderPlan(t, planned("x"), "json", planreport.Style{}), read, map[string][2]string{
		"twice": {`"complete": `, `"complete": true, "complete": `},
		"case":  {`"reviews": [`, `"Reviews": [], "reviews": [`},
		"inner": {`"action": "create"`, `"action": "delete", "action": "create"`},
	})
}
