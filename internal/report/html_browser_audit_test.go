package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/patctl/patctl/internal/report"
)

func TestDriftReportInBrowser(t *testing.T) {
	browser := startBrowser(t)
	runSteps(t, browser, writeAudit(t, "html", report.NewAuditDocument(manySubjects(300)), false), []browserStep{
		{"searches", view{}, func(p *tab) {
			p.counts("300 requests and tokens")
			p.search("service-003-release 243")
			p.counts("1 of 300 requests and tokens")
			shows(p, "service-003-release 243", `document.querySelector(".subject .name").textContent`)
		}},
		{"filters, and shares what it shows", view{}, func(p *tab) {
			p.choose("#by-verdict", "drifted")
			p.choose("#by-rule", "policy:lifetime")
			p.choose("#by-severity", "error")
			p.choose("#by-organization", "octo-org")
			p.counts("50 of 300 requests and tokens")
			p.choose("#by-template", `module.service["service-006"].template.release`)
			p.choose("#by-owner", "mona-6")
			p.counts("1 of 300 requests and tokens")
			p.again(p.fragment()).counts("1 of 300 requests and tokens")
		}},
		{"leads from a number to what it counts", view{}, func(p *tab) {
			p.click(".counts .is-drifted a")
			p.counts("100 of 300 requests and tokens")
			shows(p, "drifted", `document.getElementById("by-verdict").value`)
			p.waitFor(`document.activeElement.id === "list"`)
		}},
		{"survives any address", view{fragment: "#=x&sort=nonsense&constructor=1&%%%&q="}, func(p *tab) { p.counts("300 requests and tokens") }},
		{"sorts", view{}, func(p *tab) {
			p.click(`[data-sort="owner"]`)
			shows(p, "mona-0", `document.querySelector('[data-column="Owner"]').textContent`)
			shows(p, "ascending", `document.querySelector("[aria-sort]").ariaSort`)
			shows(p, "owner", `document.activeElement.dataset.sort`)
			p.click(`[data-sort="owner"]`)
			shows(p, "mona-299", `document.querySelector('[data-column="Owner"]').textContent`)
			shows(p, "#sort=owner-desc", `location.hash`)
			shows(p.again("#sort=owner-desc"), "mona-299", `document.querySelector('[data-column="Owner"]').textContent`)
		}},
		{"opens, and copies", view{fragment: "#q=service-003-release+243"}, func(p *tab) {
			p.click(".toggle")
			shows(p, "true", `document.querySelector(".toggle").ariaExpanded`)
			shows(p, "Declared90Actual334", `document.querySelectorAll(".sides")[1].textContent`)
			shows(p, 3, `document.querySelectorAll(".finding").length`)
			link := evaluate[string](p, `document.querySelector(".url a").href`)
			p.click(".parts > div:last-child .copy")
			p.waitFor(`document.querySelector(".parts > div:last-child .copy").textContent === "Copied"`)
			got := p.clipboard()
			want := "- service-003-release 243 must expire within 90 days.\nPlease make a new token with this link " +
				`(module.service["service-003"].template.release):` + "\n" + link
			if !strings.HasPrefix(got, "This token does not fit what is agreed:\n- ") || !strings.HasSuffix(got, want) {
				p.Errorf("copied %q", got)
			}
			p.click(".toggle")
			shows(p, true, `document.querySelector(".more-of").hidden`)
		}},
		{"copies without a clipboard", view{fragment: "#q=service-003-release+243"}, func(p *tab) {
			p.click(".toggle")
			evaluate[bool](p, `(Object.defineProperty(navigator, "clipboard", {value: undefined}), true)`)
			p.click(".parts > div:last-child .copy")
			p.waitFor(`document.querySelector(".parts > div:last-child .copy").textContent === "Copied"`)
		}},
		{"needs no mouse", view{fragment: "#q=service-003-release+243"}, func(p *tab) {
			for evaluate[string](p, `document.activeElement.className`) != "toggle" {
				p.press(kb.Tab)
			}
			p.press(kb.Enter)
			shows(p, 3, `document.querySelectorAll(".finding").length`)
			p.press(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift))
			shows(p, "expires", `document.activeElement.dataset.sort`)
		}},
		{"opens all", view{fragment: "#verdict=drifted"}, func(p *tab) {
			p.click("#open-all")
			shows(p, 0, `document.querySelectorAll('.toggle[aria-expanded="false"]').length`)
			p.click("#open-all")
			shows(p, 0, `document.querySelectorAll('.toggle[aria-expanded="true"]').length`)
		}},
		{"is readable on a phone", view{width: 360}, func(p *tab) {
			p.click("#open-all")
			fits(p, 360)
		}},
		{"is readable at every width", view{width: 320}, func(p *tab) {
			p.click("#open-all")
			unfold(p)
			for _, width := range []int{300, 320, 390, 660, 700, 768, 900, 1060, 1280, 1920} {
				p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(int64(width), 900)))
				fits(p, width)
			}
		}},
		{"is dark or light", view{dark: true}, themes},
	})
}

// TestDriftReportIsHarmlessInBrowser: what strangers wrote is text, and their
// links lead nowhere.
func TestDriftReportIsHarmlessInBrowser(t *testing.T) {
	browser := startBrowser(t)
	for _, text := range []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "a\u202eb\u2066c"} {
		in := auditOf(text)
		in.Audit.Subjects[3].FixURL = "javascript:alert(1)"
		p := openPage(t, browser, writeAudit(t, "html", report.NewAuditDocument(in), false), view{})
		p.click("#open-all")
		shown := strings.NewReplacer("\u202e", `\u202e`, "\u2066", `\u2066`).Replace(text)
		shows(p, shown, `[...document.querySelectorAll(".subject")].find((row) => row.textContent.includes("token 4")).querySelector(".name").textContent`)
		shows(p, shown, `document.querySelector(".part .prose").textContent`)
		shows(p, 0, `document.querySelectorAll("main img, main script").length`)
		shows(p, 0, `[...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href").startsWith("#") && a.protocol !== "https:").length`)
		shows(p, true, `document.querySelector(".incomplete").getBoundingClientRect().bottom < innerHeight`)
		p.noticed() // not forgotten: the tab is asked at its end, too
	}
}

// TestManyTokensInBrowser tells how fast the page of 10,000 tokens is. It fails
// only if it does not work.
func TestManyTokensInBrowser(t *testing.T) {
	browser := startBrowser(t)
	page := writeAudit(t, "html", report.NewAuditDocument(manySubjects(10_000)), false)
	p := openPage(t, browser, page, view{})
	p.counts("10,000 requests and tokens")
	opened := evaluate[float64](p, `performance.now()`)
	took := func(name, change string) float64 {
		return evaluate[float64](p, `(async () => { const start = performance.now(); const control = document.getElementById("`+name+`");
			`+change+`; await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); return performance.now() - start; })()`)
	}
	first := took("by-verdict", `control.value = "drifted"; control.dispatchEvent(new Event("change"))`)
	p.counts("3,334 of 10,000 requests and tokens")
	search := took("q", `control.value = "service-003-release 9963"; control.dispatchEvent(new Event("input"))`)
	p.waitFor(`[...document.querySelectorAll(".name")].some((name) => name.textContent === "service-003-release 9963")`)
	all := took("clear", `control.click()`)
	p.counts("10,000 requests and tokens")
	paper := evaluate[float64](p, `(() => { const start = performance.now(); dispatchEvent(new Event("beforeprint")); return performance.now() - start; })()`)
	shows(p, 10_000, `document.querySelectorAll("#rows .subject").length`)
	t.Logf("%d bytes; open after %s, first filter after %s, first search after %s, all again after %s, all rows for paper after %s",
		len(page), ms(opened), ms(first), ms(search), ms(all), ms(paper))
}

func ms(n float64) time.Duration { return time.Duration(n) * time.Millisecond }
