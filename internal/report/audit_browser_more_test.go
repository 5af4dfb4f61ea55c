package report_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/patctl/patctl/internal/report"
)

// TestHostileAddressesInBrowser: what stands behind # comes from whoever sent
// the link. It filters, and does nothing else.
func TestHostileAddressesInBrowser(t *testing.T) {
	p := openPage(t, startBrowser(t), writeAudit(t, "html", report.NewAuditDocument(manySubjects(100)), false), view{})
	const all, none = "100 requests and tokens", "0 of 100 requests and tokens"
	for _, test := range []struct{ fragment, want string }{
		{"#q=<script>alert(1)</script>", none},
		{"#verdict=<img src=x onerror=alert(1)>", none},
		{"#verdict=drifted&verdict=<b>", "34 of 100 requests and tokens"},
		{"#q=%E0%A4%A&=&%&%00", none},
		{"#q=" + strings.Repeat("a", 200_000), none},
		{"#owner=" + strings.Repeat("W", 200_000), none},
		{"#owner=%E2%80%AEx&rule=__proto__", none},
		{"#" + strings.Repeat("x=1&", 50_000), all},
		{"#constructor=1&hasOwnProperty=2&toString=3&sort=__proto__", all},
		{"#javascript:alert(1)", all},
		{"#", all},
	} {
		evaluate[bool](p, `(location.hash = "", true)`)
		p.counts(all)
		evaluate[string](p, "(location.hash = "+scriptQuote(test.fragment)+")")
		p.counts(test.want)
		fits(p, 1280)
		shows(p, 0, `document.querySelectorAll("main img, main script, main b").length`)
		for _, problem := range p.noticed() {
			t.Errorf("%.40s: %s", test.fragment, problem)
		}
	}
	shows(p, 0, `document.querySelectorAll("[data-unknown]").length`) // no trace of what is over
}

// scriptQuote writes text as a string of a script.
func scriptQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// TestHistoryInBrowser: the buttons of the browser lead where people come from.
func TestHistoryInBrowser(t *testing.T) {
	p := openPage(t, startBrowser(t), writeAudit(t, "html", report.NewAuditDocument(manySubjects(100)), false), view{})
	p.click(".counts .is-drifted a")
	p.counts("34 of 100 requests and tokens")
	p.click(".counts .is-conforming a")
	p.counts("66 of 100 requests and tokens")
	evaluate[bool](p, `(history.back(), true)`)
	p.counts("34 of 100 requests and tokens")
	shows(p, "drifted", `document.getElementById("by-verdict").value`)
	evaluate[bool](p, `(history.back(), true)`)
	p.counts("100 requests and tokens")
	evaluate[bool](p, `(history.forward(), true)`)
	p.counts("34 of 100 requests and tokens")
}

// TestPaperInBrowser prints as people do: all rows are on paper, and what they
// were narrowed to.
func TestPaperInBrowser(t *testing.T) {
	browser := startBrowser(t)
	p := openPage(t, browser, writeAudit(t, "html", manyChanges(t, 300), false), view{fragment: "#verdict=conforming&q=service"})
	p.counts("200 of 300 requests and tokens")
	shows(p, true, `document.querySelectorAll("#rows .subject").length < 200`)
	shows(p, "", `document.getElementById("gone-rows").innerText`)
	evaluate[bool](p, `(addEventListener("beforeprint", () => {
		document.title = document.querySelectorAll("#rows .subject").length + " and " + document.querySelectorAll("#gone[open] .subject").length; }), true)`)
	printed, err := chromedp.Run(p.ctx, chromedp.PrintToPDF())
	p.must(err)
	shows(p, "200 and 43", `document.title`)
	shows(p, false, `document.getElementById("gone").open`)
	shows(p, "Narrowed to search: service; verdict: conforming", `document.getElementById("narrowed").textContent`)
	if !strings.HasPrefix(string(printed), "%PDF") {
		t.Errorf("printed %d bytes", len(printed))
	}
}

// TestQuietInBrowser: a screen reader hears what was found when the typing ends,
// not at every key.
func TestQuietInBrowser(t *testing.T) {
	p := openPage(t, startBrowser(t), writeAudit(t, "html", report.NewAuditDocument(manySubjects(100)), false), view{})
	p.waitFor(`document.querySelector("[role=status]").textContent === "100 requests and tokens"`)
	evaluate[bool](p, `(() => { globalThis.heard = [];
		new MutationObserver(() => heard.push(document.querySelector("[role=status]").textContent)).observe(document.querySelector("[role=status]"), {childList: true});
		const search = document.getElementById("q");
		for (const key of "service-003-") { search.value += key; search.dispatchEvent(new Event("input")); }
		return true; })()`)
	p.counts("3 of 100 requests and tokens")
	p.waitFor(`heard.length > 0`)
	shows(p, "3 of 100 requests and tokens", `heard.join()`)
}
