package report_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/patctl/patctl/internal/report"
)

// axeSource is the script of axe-core, which finds what keeps people with a
// screen reader or with weak sight from using a page. PATCTL_TEST_AXE names the
// file axe.min.js of the npm package axe-core, which .ci/run fetches.
func axeSource(t *testing.T) string {
	t.Helper()
	name := os.Getenv("PATCTL_TEST_AXE")
	if name == "" {
		t.Skip("PATCTL_TEST_AXE does not name the file axe.min.js of axe-core")
	}
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// axeViolation is a rule that the page breaks, and where.
type axeViolation struct {
	ID, Help string
	Nodes    []struct{ HTML, FailureSummary string }
}

// accessible runs axe-core in the page as it is now.
func (p *tab) accessible(state string) {
	p.Helper()
	report := evaluate[string](p, `axe.run(document).then((found) => JSON.stringify(found.violations))`)
	var violations []axeViolation
	p.must(json.Unmarshal([]byte(report), &violations))
	for _, v := range violations {
		p.Errorf("%s: %s: %s", state, v.ID, v.Help)
		for _, node := range v.Nodes[:min(len(v.Nodes), 3)] {
			p.Logf("%s\n%s", node.HTML, node.FailureSummary)
		}
	}
}

func TestPagesAreAccessible(t *testing.T) {
	axe := axeSource(t)
	browser := startBrowser(t)
	levels := manyTemplates(6)
	levels[1].Permissions["organization_projects"] = "admin"
	inventory := write(t, "html", templates(append(list(), levels...)...), false)
	drift := writeAudit(t, "html", report.NewAuditDocument(auditOf(hostile)), false)
	changes := writeAudit(t, "html", compared(t, auditOf(hostile), laterAudit(hostile)), false)
	for name, v := range map[string]view{"light": {}, "dark": {dark: true}, "light on a phone": {width: 360}, "dark on a phone": {width: 360, dark: true}} {
		t.Run(name, func(t *testing.T) {
			p := openPage(t, browser, inventory, v)
			evaluate[bool](p, axe+"; true")
			p.accessible("the inventory")
			unfold(p)
			p.accessible("the inventory, unfolded")
			p.search("service-00")
			p.counts("6 of 9 templates")
			p.accessible("the inventory, filtered")

			p = openPage(t, browser, drift, v)
			evaluate[bool](p, axe+"; true")
			p.accessible("the drift report")
			p.click("#open-all")
			unfold(p)
			p.accessible("the drift report, opened")
			p.choose("#by-verdict", "drifted")
			p.counts("1 of 7 requests and tokens")
			p.accessible("the drift report, filtered")

			p = openPage(t, browser, changes, v)
			evaluate[bool](p, axe+"; true")
			p.click("#gone summary")
			p.click("#open-all")
			p.accessible("the compared report, opened")
		})
	}
}
