package auditreport_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestAuditCountsAgree counts what each format shows, as its readers do.
func TestAuditCountsAgree(t *testing.T) {
	for name, selection := range map[string]judged.Selection{
		"all": {}, "token": {Kinds: []pat.Kind{pat.KindToken}}, "owner": {Owners: []string{"MONA"}},
		"verdict": {Verdicts: []pat.Verdict{pat.Undeclared}}, "rule": {Rules: []string{"unused-token"}},
	} {
		t.Run(name, func(t *testing.T) {
			in := audittest.Of(formattest.Hostile)
			in.Selection = selection
			d := auditreport.NewDocument(in)
			want := d.Summary.Findings
			for format, count := range map[string]func(*testing.T, string) format.FindingCounts{
				"text": countText, "csv": countCSV, "sarif": countSARIF, "markdown": countMarkdown,
			} {
				if got := count(t, audittest.Write(t, format, d, false)); got != want {
					t.Errorf("%s: got %v, want %v", format, got, want)
				}
			}
			for _, format := range []string{"text", "markdown", "github"} {
				if got := audittest.Write(t, format, d, false); !strings.Contains(got, d.Tally()) {
					t.Errorf("%s has no tally %q", format, d.Tally())
				}
			}
			checkJUnitCounts(t, d)
		})
	}
}

func (c counter) count() format.FindingCounts {
	return format.FindingCounts{Error: c["error"], Warning: c["warning"], Notice: c["notice"], Excepted: c["excepted"]}
}

type counter map[string]int

// countMatches counts findings by an expression for the severity, and for what follows if it is excepted.
func countMatches(out, expression string) format.FindingCounts {
	c := counter{}
	for _, m := range regexp.MustCompile(expression).FindAllStringSubmatch(out, -1) {
		switch {
		case m[2] != "":
			c["excepted"]++
		default:
			c[m[1]]++
		}
	}
	return c.count()
}

func countText(_ *testing.T, out string) format.FindingCounts {
	return countMatches(out, `(?m)(?:^ {8}|    |; )[a-z-]+(?::[a-z-]+)?, (error|warning|notice)(, excepted by "legacy")?(?:: |; |$)`)
}

func countMarkdown(_ *testing.T, out string) format.FindingCounts {
	return countMatches(out, "(?:\\| |<br>|` )`[^`]+`, (error|warning|notice)(, excepted by `)?")
}

func countCSV(t *testing.T, out string) format.FindingCounts {
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := counter{}
	for _, row := range rows[1:] {
		switch {
		case row[16] != "":
			c["excepted"]++
		default:
			c[row[11]]++
		}
	}
	return c.count()
}

func countSARIF(t *testing.T, out string) format.FindingCounts {
	var log SARIFLog
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	c := counter{}
	for _, r := range log.Runs[0].Results {
		switch {
		case len(r.Suppressions) > 0:
			c["excepted"]++
		case r.Level == "note":
			c["notice"]++
		default:
			c[r.Level]++
		}
	}
	return c.count()
}

func checkJUnitCounts(t *testing.T, d *auditreport.Document) {
	t.Helper()
	var suites junitSuites
	if err := xml.Unmarshal([]byte(audittest.Write(t, "junit", d, false)), &suites); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, s := range d.Subjects.All() {
		for _, f := range s.Findings {
			if f.Severity == "error" && f.ExceptedBy == nil {
				failed++
				break
			}
		}
	}
	got := []int{suites.Tests, suites.Failures, suites.Errors, suites.Skipped}
	want := []int{d.Subjects.Len() + len(d.Incomplete), failed, len(d.Incomplete), d.Summary.Requests.Excepted + d.Summary.Tokens.Excepted}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JUnit: tests, failures, errors, skipped: %s", diff)
	}
	counted := make([]int, 4)
	for _, suite := range suites.Suites {
		counted[0] += len(suite.Cases)
		for _, c := range suite.Cases {
			counted[1] += len(c.Failure)
			counted[2] += len(c.Error)
			counted[3] += len(c.Skipped)
		}
	}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("JUnit: cases: %s", diff)
	}
}

// What the tests read of SARIF and JUnit.
type (
	SARIFLog struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Invocations []struct {
				ExecutionSuccessful        bool
				ToolExecutionNotifications []struct{ Message struct{ Text string } }
			}
			Results []struct {
				RuleID       string
				RuleIndex    int
				Level        string
				Message      struct{ Text string }
				Suppressions []any
				Locations    []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
				PartialFingerprints map[string]string
			}
		}
	}
	junitSuites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string     `xml:"name,attr"`
				Failure []struct{} `xml:"failure"`
				Error   []struct{} `xml:"error"`
				Skipped []struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
)
