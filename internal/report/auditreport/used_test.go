package auditreport_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestUsedFormats: each format shows what tokens used, and classic tokens.
func TestUsedFormats(t *testing.T) {
	d := auditreport.NewDocument(audittest.Used(formattest.Hostile))
	for _, format := range auditreport.FormatNames() {
		t.Run(format, func(t *testing.T) {
			got := audittest.Write(t, format, d, false)
			formattest.Golden(t, "audit.used."+format, formattest.WithoutParts(got))
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?"))
		})
	}
}

// TestUsedReadsBack: a saved report gives the same in every format, also as a summary.
func TestUsedReadsBack(t *testing.T) {
	for _, selection := range []judged.Selection{{}, {Rules: []string{"unused-write", "classic-token"}}, {Owners: []string{"hubot"}}, {Kinds: []pat.Kind{pat.KindRequest}}} {
		for _, summary := range []bool{false, true} {
			in := audittest.Used(formattest.Hostile)
			in.Selection = selection
			d := auditreport.NewDocument(in)
			formats := auditreport.FormatNames()
			if summary {
				d.Summarize()
				formats = auditreport.SummaryFormats()
			}
			read, err := auditreport.ReadDocument([]byte(audittest.Write(t, "json", d, false)))
			if err != nil {
				t.Fatal(err)
			}
			for _, format := range formats {
				if diff := cmp.Diff(audittest.Write(t, format, d, true), audittest.Write(t, format, read, true)); diff != "" {
					t.Errorf("%s: %s", format, diff)
				}
			}
		}
	}
}

// TestUsedDocument: it fits its schema, and one that was edited is not read.
func TestUsedDocument(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schemas/audit.json")
	if err != nil {
		t.Fatal(err)
	}
	in := audittest.Used("plain")
	in.Audit.Subjects[3].Use, in.Audit.Classic[1].Sources = nil, nil // which come from patctl alone
	saved := audittest.Write(t, "json", auditreport.NewDocument(in), false)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	for name, test := range map[string]struct{ from, to, want string }{
		"state":          {`"state": "not_seen"`, `"state": "unused"`, `there is no state "unused"`},
		"observed":       {`"observed_tokens": 2`, `"observed_tokens": 3`, "counts of observed tokens"},
		"classic":        {`"total": 4`, `"total": 3`, "do not match its classic tokens"},
		"expired":        {`"expired": false,` + "\n      \"sources\"", `"expired": true,` + "\n      \"sources\"", "it has expired"},
		"other findings": {`"warning": 3`, `"warning": 1`, "its summary does not match"},
	} {
		changed := strings.Replace(saved, test.from, test.to, 1)
		if changed == saved {
			t.Errorf("%s: %s is not in the document", name, test.from)
		}
		if _, err := auditreport.ReadDocument([]byte(changed)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

// TestUsedIsHarmless: no format can be broken out of.
func TestUsedIsHarmless(t *testing.T) {
	for _, s := range formattest.Strangers {
		checkUsed(t, s)
	}
}

func checkUsed(t *testing.T, s string) {
	d := auditreport.NewDocument(audittest.Used(s))
	for _, format := range auditreport.FormatNames() {
		formattest.CheckPlain(t, strings.ReplaceAll(audittest.Write(t, format, d, false), "\uFFFD", "?"))
	}
	audittest.CheckText(t, audittest.Write(t, "text", d, false))
	checkCells(t, audittest.Write(t, "csv", d, false))
	checkCommands(t, audittest.Write(t, "github", d, false))
	checkNodes(t, audittest.Write(t, "markdown", d, false))
	if _, err := auditreport.ReadDocument([]byte(audittest.Write(t, "json", d, false))); err != nil {
		t.Errorf("%q: %v", s, err)
	}
}

// TestEveryNumberOfUseIsChecked: a report in which a count was edited is not read.
func TestEveryNumberOfUseIsChecked(t *testing.T) {
	in := audittest.Used("x")
	in.Audit.Gaps = nil
	saved := audittest.Write(t, "json", auditreport.NewDocument(in), false)
	for _, by := range []int{1, -1} {
		if edited := editNumbers(t, saved, by); edited < 25 {
			t.Errorf("only %d numbers were edited", edited)
		}
	}
}

// TestUsedPage: the data of a page has what each observed token used.
func TestUsedPage(t *testing.T) {
	data := audittest.DecodePage(t, audittest.Write(t, "html", auditreport.NewDocument(audittest.Used("x")), false))
	var got [][]string
	for _, line := range data.Uses[0][3].([]any) {
		var cells []string
		for _, place := range line.([]any) {
			cells = append(cells, data.Texts[int(place.(float64))])
		}
		got = append(got, cells)
	}
	want := [][]string{
		{"actions", "read", "", "not observable", "the audit log leaves out calls to public repositories; GraphQL calls do not show what they ask for"},
		{"contents", "write", "read", "narrower", ""}, {"issues", "write", "", "not seen", ""}, {"metadata", "read", "read", "used", ""},
		{"repositories", "all", "only 1 repository used in 31 days: octo-org/api", "narrower", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" || len(data.Uses) != 3 {
		t.Errorf("%d tokens: %s", len(data.Uses), diff)
	}
}

// TestUsedComparison: what only one of the audits looked for is neither new nor resolved.
func TestUsedComparison(t *testing.T) {
	plain, used := audittest.Earlier("x"), audittest.Used("x")
	used.Audit.Gaps = nil
	for _, inputs := range [][2]auditreport.Input{{plain, used}, {used, plain}} {
		d := audittest.Compared(t, inputs[0], inputs[1])
		c := d.Comparison
		if c.Summary.NewFindings.Total()+c.Summary.ResolvedFindings.Total() != 0 {
			t.Errorf("%+v", c.Summary)
		}
		limits := strings.Join(c.Limits, " ")
		if !strings.Contains(limits, "read what tokens did") || !strings.Contains(limits, "Classic tokens are not compared.") {
			t.Errorf("limits: %s", limits)
		}
	}
}
