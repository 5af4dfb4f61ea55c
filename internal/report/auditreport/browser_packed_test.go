package auditreport_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// shownOpened opens all rows, and returns what the list says then.
const shownOpened = `(() => {
	const count = document.getElementById("count").textContent;
	if (document.querySelector('.toggle[aria-expanded="false"]')) { document.getElementById("open-all").click(); }
	dispatchEvent(new Event("beforeprint"));
	const links = [...document.querySelectorAll("#rows a")].map((a) => a.getAttribute("href"));
	const gone = document.getElementById("gone");
	const controls = [...document.querySelectorAll("#filters .field:not([hidden])")].map((field) => field.innerText);
	return [count, ...controls, document.getElementById("rows").innerText, ...links, gone?.innerText ?? "", document.getElementById("narrowed").textContent].join("\n"); })()`

// TestPackedPageInBrowser: a page with packed rows shows what the plain page of the same
// document shows, with every filter, order, and search.
func TestPackedPageInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	for name, d := range map[string]*auditreport.Document{
		"hostile":      auditreport.NewDocument(audittest.Of(`</script><img src=x onerror=alert(1)> "&amp; 12 007 1234567890123456`)),
		"changes":      audittest.Compared(t, audittest.Of("x"), audittest.Later("x")),
		"use":          auditreport.NewDocument(audittest.Used("<b>plain</b>")),
		"many changes": audittest.ManyChanges(t, 99),
	} {
		t.Run(name, func(t *testing.T) {
			plain := formattest.OpenPage(t, browser, audittest.Write(t, "html", d, false), formattest.View{})
			packed := formattest.OpenPage(t, browser, d.PackedPage(), formattest.View{})
			for i, fragment := range []string{
				"", "#verdict=drifted", "#kind=request", "#kind=token&verdict=undeclared", "#severity=excepted", "#severity=error&sort=name", "#rule=permission-elevated",
				"#rule=nothing", "#owner=mona", "#owner=hubot&sort=owner-desc", "#organization=octo-org&sort=template", "#template=-", "#judged=partly", "#change=new", "#change=none",
				"#sort=name", "#sort=name-desc", "#sort=owner", "#sort=template-desc", "#sort=findings", "#sort=findings-desc", "#sort=expires", "#sort=expires-desc",
				"#q=release", "#q=service-003", "#q=3", "#q=33+mona", "#q=lifetime+is+1", "#q=days,", "#q=days%2C+template", "#q=90.", "#q=" + "token.", "#q=expire", "#q=x", "#q=%3C", "#q=admin",
				"#q=undeclared", "#q=code", "#q=9903", "#q=octo", "#q=not+in+the+template", "#q=nothing-has-this", "#q=-003", "#q=legacy", "#q=1+must", "#q=007",
			} {
				if name == "many changes" && i%4 > 0 {
					continue // hundreds of rows take a second each time
				}
				for _, p := range []*formattest.Tab{plain, packed} {
					formattest.Evaluate[bool](p, `(location.hash = "#none", location.hash = "`+fragment+`", true)`)
				}
				want, got := formattest.Evaluate[string](plain, waited+shownOpened+")"), formattest.Evaluate[string](packed, waited+shownOpened+")")
				if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
					t.Fatalf("%s: %s", fragment, diff)
				}
			}
		})
	}
}

// waited lets the page follow its address first.
const waited = `new Promise((done) => requestAnimationFrame(() => setTimeout(done))).then(() => ` + "\n"

// TestPackedPagesInBrowser: only the rows of a page are elements, and all rows are found.
func TestPackedPagesInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	page := auditreport.NewDocument(audittest.Many(1234)).PackedPage()
	formattest.RunSteps(t, browser, page, []formattest.BrowserStep{
		{Name: "turns pages", Do: func(p *formattest.Tab) {
			p.Counts("1,234 requests and tokens")
			formattest.Shows(p, 100, `document.querySelectorAll("#rows .subject").length`)
			formattest.Shows(p, "Rows 1 to 100 of 1,234", `document.querySelector(".pages span").textContent`)
			p.Click(".pages button:nth-of-type(3)")
			formattest.Shows(p, "Rows 101 to 200 of 1,234", `document.querySelector(".pages span").textContent`)
			formattest.Shows(p, "toggle", `document.activeElement.className`)
			formattest.Shows(p, "#page=2", `location.hash`)
			p.Click(".pages button:nth-of-type(4)")
			formattest.Shows(p, "Rows 1,201 to 1,234 of 1,234", `document.querySelector(".pages span").textContent`)
			formattest.Shows(p, 34, `document.querySelectorAll("#rows .subject").length`)
			formattest.Shows(p.Again("#page=13"), 34, `document.querySelectorAll("#rows .subject").length`)
			formattest.Shows(p.Again("#page=99999"), 34, `document.querySelectorAll("#rows .subject").length`)
		}},
		{Name: "searches what is not shown", Do: func(p *formattest.Tab) {
			p.Search("service-003-release 1203")
			p.Counts("1 of 1,234 requests and tokens")
			formattest.Shows(p, "service-003-release 1203", `document.querySelector(".subject .name").textContent`)
			p.Click("#clear")
			p.Counts("1,234 requests and tokens")
			p.Choose("#by-owner", "mona-299")
			p.Counts("4 of 1,234 requests and tokens")
			formattest.Shows(p, true, `document.querySelector(".pages").hidden`)
			p.Again(p.Fragment()).Counts("4 of 1,234 requests and tokens")
		}},
		{Name: "says what is printed", View: formattest.View{Fragment: "#verdict=drifted"}, Do: func(p *formattest.Tab) {
			formattest.Evaluate[bool](p, `(dispatchEvent(new Event("beforeprint")), true)`)
			formattest.Shows(p, "Printouts include rows 1 to 100 of 412, and the details of rows that are open on the screen.", `document.getElementById("printed").textContent`)
			formattest.Shows(p, 100, `document.querySelectorAll("#rows .subject").length`)
		}},
		{Name: "is readable on a phone", View: formattest.View{Width: 360}, Do: func(p *formattest.Tab) {
			p.Click("#open-all")
			formattest.Fits(p, 360)
		}},
	})
}

// TestPackedPageIsAccessible: the page with packed rows is as usable as the plain one.
func TestPackedPageIsAccessible(t *testing.T) {
	formattest.AxeSource(t)
	browser := formattest.StartBrowser(t)
	page := auditreport.NewDocument(audittest.Many(250)).PackedPage()
	for name, v := range formattest.Views {
		t.Run(name, func(t *testing.T) {
			p := formattest.OpenAccessible(t, browser, page, v)
			p.Accessible("the packed page")
			p.Click("#open-all")
			p.Accessible("the packed page, opened")
		})
	}
}

// TestPackedPageWithoutItsListInBrowser: without a script, and if the list is damaged,
// the page says that it is not all there, and shows the first rows.
func TestPackedPageWithoutItsListInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	page := auditreport.NewDocument(audittest.Many(250)).PackedPage()
	p := formattest.OpenWithoutScript(t, browser, page)
	formattest.Shows(p, 100, `document.querySelectorAll("#rows .subject").length`)
	formattest.Shows(p, true, `document.querySelector("noscript").innerText.startsWith("Only the first 100 of 250 requests and tokens are below.")`)
	formattest.Shows(p, true, `document.querySelector("noscript").innerText.includes("-o csv")`)

	before, after, _ := strings.Cut(page, `"packed":"`)
	damaged := before + `"packed":"` + after[:200] + "AAAA" + after[204:]
	p = formattest.OpenPage(t, browser, damaged, formattest.View{})
	p.Counts("The first 100 of 250 requests and tokens")
	formattest.Shows(p, true, `document.getElementById("unpacking").innerText.startsWith("The list of this page is damaged")`)
	formattest.Shows(p, 100, `document.querySelectorAll("#rows .subject").length`)
	formattest.Shows(p, true, `document.getElementById("filters").hidden`)
}
