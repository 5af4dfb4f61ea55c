package auditreport_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

func TestDriftReportInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	formattest.RunSteps(t, browser, audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(300)), false), []formattest.BrowserStep{
		{Name: "searches", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Counts("300 requests and tokens")
			p.Search("service-003-release 243")
			p.Counts("1 of 300 requests and tokens")
			formattest.Shows(p, "service-003-release 243", `document.querySelector(".subject .name").textContent`)
		}},
		{Name: "filters, and shares what it shows", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Choose("#by-verdict", "drifted")
			p.Choose("#by-rule", "policy:lifetime")
			p.Choose("#by-severity", "error")
			p.Choose("#by-organization", "octo-org")
			p.Counts("50 of 300 requests and tokens")
			p.Choose("#by-template", `module.service["service-006"].template.release`)
			p.Choose("#by-owner", "mona-6")
			p.Counts("1 of 300 requests and tokens")
			p.Again(p.Fragment()).Counts("1 of 300 requests and tokens")
		}},
		{Name: "leads from a number to what it counts", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Click(".counts .is-drifted a")
			p.Counts("100 of 300 requests and tokens")
			formattest.Shows(p, "drifted", `document.getElementById("by-verdict").value`)
			p.WaitFor(`document.activeElement.id === "list"`)
		}},
		{Name: "survives any address", View: formattest.View{Fragment: "#=x&sort=nonsense&constructor=1&%%%&q="}, Do: func(p *formattest.Tab) { p.Counts("300 requests and tokens") }},
		{Name: "sorts", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Click(`[data-sort="owner"]`)
			formattest.Shows(p, "mona-0", `document.querySelector('[data-column="Owner"]').textContent`)
			formattest.Shows(p, "ascending", `document.querySelector("[aria-sort]").ariaSort`)
			formattest.Shows(p, "owner", `document.activeElement.dataset.sort`)
			p.Click(`[data-sort="owner"]`)
			formattest.Shows(p, "mona-299", `document.querySelector('[data-column="Owner"]').textContent`)
			formattest.Shows(p, "#sort=owner-desc", `location.hash`)
			formattest.Shows(p.Again("#sort=owner-desc"), "mona-299", `document.querySelector('[data-column="Owner"]').textContent`)
		}},
		{Name: "opens, and copies", View: formattest.View{Fragment: "#q=service-003-release+243"}, Do: func(p *formattest.Tab) {
			p.Click(".toggle")
			formattest.Shows(p, "true", `document.querySelector(".toggle").ariaExpanded`)
			formattest.Shows(p, "Declared90Actual334", `document.querySelectorAll(".sides")[1].textContent`)
			formattest.Shows(p, 3, `document.querySelectorAll(".finding").length`)
			link := formattest.Evaluate[string](p, `document.querySelector(".url a").href`)
			p.Click(".parts > div:last-child .copy")
			p.WaitFor(`document.querySelector(".parts > div:last-child .copy").textContent === "Copied"`)
			got := p.Clipboard()
			want := "- service-003-release 243 must expire within 90 days.\nPlease make a new token with this link " +
				`(module.service["service-003"].template.release):` + "\n" + link
			if !strings.HasPrefix(got, "This token does not fit what is agreed:\n- ") || !strings.HasSuffix(got, want) {
				p.Errorf("copied %q", got)
			}
			p.Click(".toggle")
			formattest.Shows(p, true, `document.querySelector(".more-of").hidden`)
		}},
		{Name: "copies without a clipboard", View: formattest.View{Fragment: "#q=service-003-release+243"}, Do: func(p *formattest.Tab) {
			p.Click(".toggle")
			formattest.Evaluate[bool](p, `(Object.defineProperty(navigator, "clipboard", {value: undefined}), true)`)
			p.Click(".parts > div:last-child .copy")
			p.WaitFor(`document.querySelector(".parts > div:last-child .copy").textContent === "Copied"`)
		}},
		{Name: "needs no mouse", View: formattest.View{Fragment: "#q=service-003-release+243"}, Do: func(p *formattest.Tab) {
			for formattest.Evaluate[string](p, `document.activeElement.className`) != "toggle" {
				p.Press(kb.Tab)
			}
			p.Press(kb.Enter)
			formattest.Shows(p, 3, `document.querySelectorAll(".finding").length`)
			p.Press(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift))
			formattest.Shows(p, "expires", `document.activeElement.dataset.sort`)
		}},
		{Name: "opens all", View: formattest.View{Fragment: "#verdict=drifted"}, Do: func(p *formattest.Tab) {
			p.Click("#open-all")
			formattest.Shows(p, 0, `document.querySelectorAll('.toggle[aria-expanded="false"]').length`)
			p.Click("#open-all")
			formattest.Shows(p, 0, `document.querySelectorAll('.toggle[aria-expanded="true"]').length`)
		}},
		{Name: "is readable on a phone", View: formattest.View{Width: 360}, Do: func(p *formattest.Tab) {
			p.Click("#open-all")
			formattest.Fits(p, 360)
		}},
		{Name: "is readable at every width", View: formattest.View{Width: 320}, Do: func(p *formattest.Tab) {
			p.Click("#open-all")
			formattest.Unfold(p)
			for _, width := range []int{300, 320, 390, 660, 700, 768, 900, 1060, 1280, 1920} {
				p.Must(chromedp.Do(p.Ctx, chromedp.EmulateViewport(int64(width), 900)))
				formattest.Fits(p, width)
			}
		}},
		{Name: "is dark or light", View: formattest.View{Dark: true}, Do: formattest.Themes},
	})
}

// TestDriftReportIsHarmlessInBrowser: what strangers wrote is text, and their
// links lead nowhere.
func TestDriftReportIsHarmlessInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	for _, text := range []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "a\u202eb\u2066c"} {
		in := audittest.Of(text)
		in.Audit.Subjects[3].FixURL = "javascript:alert(1)"
		p := formattest.OpenPage(t, browser, audittest.Write(t, "html", auditreport.NewDocument(in), false), formattest.View{})
		p.Click("#open-all")
		shown := strings.NewReplacer("\u202e", `\u202e`, "\u2066", `\u2066`).Replace(text)
		formattest.Shows(p, shown, `[...document.querySelectorAll(".subject")].find((row) => row.textContent.includes("token 4")).querySelector(".name").textContent`)
		formattest.Shows(p, shown, `document.querySelector(".part .prose").textContent`)
		formattest.Shows(p, 0, `document.querySelectorAll("main img, main script").length`)
		formattest.Shows(p, 0, `[...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href").startsWith("#") && a.protocol !== "https:").length`)
		formattest.Shows(p, true, `document.querySelector(".incomplete").getBoundingClientRect().bottom < innerHeight`)
		p.Noticed() // not forgotten: the tab is asked at its end, too
	}
}

// TestManyTokensInBrowser tells how fast the largest plain page is. It fails
// only if it does not work.
func TestManyTokensInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	page := audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(5_000)), false)
	p := formattest.OpenPage(t, browser, page, formattest.View{})
	p.Counts("5,000 requests and tokens")
	opened := formattest.Evaluate[float64](p, `performance.now()`)
	took := func(name, change string) float64 {
		return formattest.Evaluate[float64](p, `(async () => { const start = performance.now(); const control = document.getElementById("`+name+`");
			`+change+`; await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); return performance.now() - start; })()`)
	}
	first := took("by-verdict", `control.value = "drifted"; control.dispatchEvent(new Event("change"))`)
	p.Counts("1,667 of 5,000 requests and tokens")
	search := took("q", `control.value = "service-003-release 4923"; control.dispatchEvent(new Event("input"))`)
	p.WaitFor(`[...document.querySelectorAll(".name")].some((name) => name.textContent === "service-003-release 4923")`)
	all := took("clear", `control.click()`)
	p.Counts("5,000 requests and tokens")
	paper := formattest.Evaluate[float64](p, `(() => { const start = performance.now(); dispatchEvent(new Event("beforeprint")); return performance.now() - start; })()`)
	formattest.Shows(p, 5_000, `document.querySelectorAll("#rows .subject").length`)
	t.Logf("%d bytes; open after %s, first filter after %s, first search after %s, all again after %s, all rows for paper after %s",
		len(page), ms(opened), ms(first), ms(search), ms(all), ms(paper))
}

func ms(n float64) time.Duration { return time.Duration(n) * time.Millisecond }
