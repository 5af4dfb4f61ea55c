package report_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestComparedReportInBrowser: what changed since an earlier audit, for people
// with a mouse, a keyboard or a phone.
func TestComparedReportInBrowser(t *testing.T) {
	browser := startBrowser(t)
	runSteps(t, browser, writeAudit(t, "html", compared(t, auditOf("release-x"), laterAudit("release-x")), false), []browserStep{
		{"says at the top what was not compared", view{}, func(p *tab) {
			shows(p, true, `document.querySelector(".limits").getBoundingClientRect().bottom < innerHeight`)
			shows(p, true, `document.querySelector(".limits").innerText.includes("The earlier audit is incomplete")`)
			shows(p, "2 before, now  → 3", `document.querySelector(".compared tbody tr td:nth-child(3)").textContent`)
		}},
		{"leads from a number to what changed", view{}, func(p *tab) {
			p.click(`.compared a[href="#change=verdict"]`)
			p.counts("2 of 7 requests and tokens")
			shows(p, "was undeclared,was drifted", `[...document.querySelectorAll("#rows .change")].map((tag) => tag.textContent).join()`)
			p.again("#change=approved").counts("1 of 7 requests and tokens")
		}},
		{"tells what was, and what is resolved", view{fragment: "#change=verdict&q=release-web"}, func(p *tab) {
			p.click("#rows .toggle")
			shows(p, `It was drifted, module.ci.template.release["api"].`, `document.querySelector(".since p").textContent`)
			shows(p, "error permission-elevated The permission contents has the level admin, and the template grants write.",
				`document.querySelector(".since li").textContent`)
		}},
		{"marks findings that are new", view{fragment: "#change=approved"}, func(p *tab) {
			p.click("#rows .toggle")
			shows(p, "It was request 1: conforming, module.ci.template.release[\"api\"].", `document.querySelector(".since p").textContent`)
			shows(p, "new", `document.querySelector(".finding .change").textContent`)
		}},
		{"lists what is gone, with the keyboard", view{}, func(p *tab) {
			shows(p, 0, `document.querySelectorAll("#gone .subject").length`)
			evaluate[bool](p, `(document.querySelector("#gone summary").focus(), true)`)
			p.press(kb.Enter)
			p.waitFor(`document.querySelectorAll("#gone .subject").length === 1`)
			shows(p, "clone token 3", `document.querySelector("#gone tbody th").textContent`)
		}},
		{"is readable on a phone", view{width: 320}, func(p *tab) {
			p.click("#gone summary")
			p.click("#open-all")
			fits(p, 320)
		}},
		{"is dark or light", view{dark: true}, themes},
	})
}

// TestManyGoneInBrowser: what is gone is drawn a part at a time, too.
func TestManyGoneInBrowser(t *testing.T) {
	p := openPage(t, startBrowser(t), writeAudit(t, "html", manyChanges(t, 3000), false), view{})
	p.click("#gone summary")
	p.waitFor(`document.querySelectorAll("#gone .subject").length === 200`)
	shows(p, "Show more (229 left)", `document.querySelector("#gone .more").textContent`)
	p.click("#gone .more")
	shows(p, 200, `[...document.querySelectorAll("#gone .subject")].indexOf(document.activeElement)`) // and the keyboard goes on there
	p.click("#gone .more")
	shows(p, 429, `document.querySelectorAll("#gone .subject").length`)
	shows(p, true, `document.querySelector("#gone .more").hidden`)
}
