package auditreport_test

import (
	"testing"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

func TestReportIsHarmless(t *testing.T) {
	pageOf := func(text string) string {
		return audittest.Write(t, "html", auditreport.NewDocument(audittest.Of(text)), false)
	}
	formattest.CheckPolicy(t, pageOf(formattest.Hostile))
	formattest.CheckShape(t, pageOf)
	formattest.CheckLinks(t, "html/audit.css")
}

func TestReportIsAccessible(t *testing.T) {
	formattest.AxeSource(t)
	browser := formattest.StartBrowser(t)
	drift := audittest.Write(t, "html", auditreport.NewDocument(audittest.Of(formattest.Hostile)), false)
	changes := audittest.Write(t, "html", audittest.Compared(t, audittest.Of(formattest.Hostile), audittest.Later(formattest.Hostile)), false)
	for name, v := range formattest.Views {
		t.Run(name, func(t *testing.T) {
			p := formattest.OpenAccessible(t, browser, drift, v)
			p.Accessible("the drift report")
			p.Click("#open-all")
			formattest.Unfold(p)
			p.Accessible("the drift report, opened")
			p.Choose("#by-verdict", "drifted")
			p.Counts("1 of 7 requests and tokens")
			p.Accessible("the drift report, filtered")

			p = formattest.OpenAccessible(t, browser, changes, v)
			p.Click("#gone summary")
			p.Click("#open-all")
			p.Accessible("the compared report, opened")
		})
	}
}

// TestReportWithoutScriptInBrowser: the verdict, what is missing and the charts
// need none.
func TestReportWithoutScriptInBrowser(t *testing.T) {
	p := formattest.OpenWithoutScript(t, formattest.StartBrowser(t), audittest.Write(t, "html", auditreport.NewDocument(audittest.Of("x")), false))
	formattest.Shows(p, true, `document.querySelector(".incomplete").innerText.includes("GitHub answered 403")`)
	formattest.Shows(p, true, `document.querySelectorAll("svg rect").length > 0`)
}
