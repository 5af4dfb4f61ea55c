package report_test

import (
	"testing"

	"github.com/patctl/patctl/internal/report"
)

func TestReportIsHarmless(t *testing.T) {
	pageOf := func(text string) string { return writeAudit(t, "html", report.NewAuditDocument(auditOf(text)), false) }
	checkPolicy(t, pageOf(hostile))
	checkShape(t, pageOf)
	checkLinks(t, "html/audit.css")
}

func TestReportIsAccessible(t *testing.T) {
	axeSource(t)
	browser := startBrowser(t)
	drift := writeAudit(t, "html", report.NewAuditDocument(auditOf(hostile)), false)
	changes := writeAudit(t, "html", compared(t, auditOf(hostile), laterAudit(hostile)), false)
	for name, v := range views {
		t.Run(name, func(t *testing.T) {
			p := openAccessible(t, browser, drift, v)
			p.accessible("the drift report")
			p.click("#open-all")
			unfold(p)
			p.accessible("the drift report, opened")
			p.choose("#by-verdict", "drifted")
			p.counts("1 of 7 requests and tokens")
			p.accessible("the drift report, filtered")

			p = openAccessible(t, browser, changes, v)
			p.click("#gone summary")
			p.click("#open-all")
			p.accessible("the compared report, opened")
		})
	}
}

// TestReportWithoutScriptInBrowser: the verdict, what is missing and the charts
// need none.
func TestReportWithoutScriptInBrowser(t *testing.T) {
	p := openWithoutScript(t, startBrowser(t), writeAudit(t, "html", report.NewAuditDocument(auditOf("x")), false))
	shows(p, true, `document.querySelector(".incomplete").innerText.includes("GitHub answered 403")`)
	shows(p, true, `document.querySelectorAll("svg rect").length > 0`)
}
