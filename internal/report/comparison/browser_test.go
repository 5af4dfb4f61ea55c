package comparison_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestComparedReportInBrowser: what changed since an earlier audit, for people
// with a mouse, a keyboard or a phone.
func TestComparedReportInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	formattest.RunSteps(t, browser, audittest.Write(t, "html", audittest.Compared(t, audittest.Of("release-x"), audittest.Later("release-x")), false), []formattest.BrowserStep{
		{Name: "says at the top what was not compared", View: formattest.View{}, Do: func(p *formattest.Tab) {
			formattest.Shows(p, true, `document.querySelector(".limits").getBoundingClientRect().bottom < innerHeight`)
			formattest.Shows(p, true, `document.querySelector(".limits").innerText.includes("The earlier audit is incomplete")`)
			formattest.Shows(p, "2 before, now  → 3", `document.querySelector(".compared tbody tr td:nth-child(3)").textContent`)
		}},
		{Name: "leads from a number to what changed", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Click(`.compared a[href="#change=verdict"]`)
			p.Counts("2 of 7 requests and tokens")
			formattest.Shows(p, "was undeclared,was drifted", `[...document.querySelectorAll("#rows .change")].map((tag) => tag.textContent).join()`)
			p.Again("#change=approved").Counts("1 of 7 requests and tokens")
		}},
		{Name: "tells what was, and what is resolved", View: formattest.View{Fragment: "#change=verdict&q=release-web"}, Do: func(p *formattest.Tab) {
			p.Click("#rows .toggle")
			formattest.Shows(p, `It was drifted, module.ci.template.release["api"].`, `document.querySelector(".since p").textContent`)
			formattest.Shows(p, "error permission-elevated The permission contents has the level admin, and the template grants write.",
				`document.querySelector(".since li").textContent`)
		}},
		{Name: "marks findings that are new", View: formattest.View{Fragment: "#change=approved"}, Do: func(p *formattest.Tab) {
			p.Click("#rows .toggle")
			formattest.Shows(p, "It was request 1: conforming, module.ci.template.release[\"api\"].", `document.querySelector(".since p").textContent`)
			formattest.Shows(p, "new", `document.querySelector(".finding .change").textContent`)
		}},
		{Name: "lists what is gone, with the keyboard", View: formattest.View{}, Do: func(p *formattest.Tab) {
			formattest.Shows(p, 0, `document.querySelectorAll("#gone .subject").length`)
			formattest.Evaluate[bool](p, `(document.querySelector("#gone summary").focus(), true)`)
			p.Press(kb.Enter)
			p.WaitFor(`document.querySelectorAll("#gone .subject").length === 1`)
			formattest.Shows(p, "clone token 3", `document.querySelector("#gone tbody th").textContent`)
		}},
		{Name: "is readable on a phone", View: formattest.View{Width: 320}, Do: func(p *formattest.Tab) {
			p.Click("#gone summary")
			p.Click("#open-all")
			formattest.Fits(p, 320)
		}},
		{Name: "is dark or light", View: formattest.View{Dark: true}, Do: formattest.Themes},
	})
}

// TestManyGoneInBrowser: what is gone is drawn a part at a time, too.
func TestManyGoneInBrowser(t *testing.T) {
	p := formattest.OpenPage(t, formattest.StartBrowser(t), audittest.Write(t, "html", audittest.ManyChanges(t, 3000), false), formattest.View{})
	p.Click("#gone summary")
	p.WaitFor(`document.querySelectorAll("#gone .subject").length === 200`)
	formattest.Shows(p, "Show more (229 left)", `document.querySelector("#gone .more").textContent`)
	p.Click("#gone .more")
	formattest.Shows(p, 200, `[...document.querySelectorAll("#gone .subject")].indexOf(document.activeElement)`) // and the keyboard goes on there
	p.Click("#gone .more")
	formattest.Shows(p, 429, `document.querySelectorAll("#gone .subject").length`)
	formattest.Shows(p, true, `document.querySelector("#gone .more").hidden`)
}
