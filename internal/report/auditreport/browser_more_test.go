package auditreport_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestHostileAddressesInBrowser: what stands behind # comes from whoever sent
// the link. It filters, and does nothing else.
func TestHostileAddressesInBrowser(t *testing.T) {
	p := formattest.OpenPage(t, formattest.StartBrowser(t), audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(100)), false), formattest.View{})
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
		formattest.Evaluate[bool](p, `(location.hash = "", true)`)
		p.Counts(all)
		formattest.Evaluate[string](p, "(location.hash = "+scriptQuote(test.fragment)+")")
		p.Counts(test.want)
		formattest.Fits(p, 1280)
		formattest.Shows(p, 0, `document.querySelectorAll("main img, main script, main b").length`)
		for _, problem := range p.Noticed() {
			t.Errorf("%.40s: %s", test.fragment, problem)
		}
	}
	formattest.Shows(p, 0, `document.querySelectorAll("[data-unknown]").length`) // no trace of what is over
}

// scriptQuote writes text as a string of a script.
func scriptQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// TestHistoryInBrowser: the buttons of the browser lead where people come from.
func TestHistoryInBrowser(t *testing.T) {
	p := formattest.OpenPage(t, formattest.StartBrowser(t), audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(100)), false), formattest.View{})
	p.Click(".counts .is-drifted a")
	p.Counts("34 of 100 requests and tokens")
	p.Click(".counts .is-conforming a")
	p.Counts("66 of 100 requests and tokens")
	formattest.Evaluate[bool](p, `(history.back(), true)`)
	p.Counts("34 of 100 requests and tokens")
	formattest.Shows(p, "drifted", `document.getElementById("by-verdict").value`)
	formattest.Evaluate[bool](p, `(history.back(), true)`)
	p.Counts("100 requests and tokens")
	formattest.Evaluate[bool](p, `(history.forward(), true)`)
	p.Counts("34 of 100 requests and tokens")
}

// TestPaperInBrowser prints as people do: all rows are on paper, and what they
// were narrowed to.
func TestPaperInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	p := formattest.OpenPage(t, browser, audittest.Write(t, "html", audittest.ManyChanges(t, 300), false), formattest.View{Fragment: "#verdict=conforming&q=service"})
	p.Counts("200 of 300 requests and tokens")
	formattest.Shows(p, true, `document.querySelectorAll("#rows .subject").length < 200`)
	formattest.Shows(p, "", `document.getElementById("gone-rows").innerText`)
	formattest.Evaluate[bool](p, `(addEventListener("beforeprint", () => {
		document.title = document.querySelectorAll("#rows .subject").length + " and " + document.querySelectorAll("#gone[open] .subject").length; }), true)`)
	printed, err := chromedp.Run(p.Ctx, chromedp.PrintToPDF())
	p.Must(err)
	formattest.Shows(p, "200 and 43", `document.title`)
	formattest.Shows(p, false, `document.getElementById("gone").open`)
	formattest.Shows(p, "Narrowed to search: service; verdict: conforming", `document.getElementById("narrowed").textContent`)
	if !strings.HasPrefix(string(printed), "%PDF") {
		t.Errorf("printed %d bytes", len(printed))
	}
}

// TestQuietInBrowser: a screen reader hears what was found when the typing ends,
// not at every key.
func TestQuietInBrowser(t *testing.T) {
	p := formattest.OpenPage(t, formattest.StartBrowser(t), audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(100)), false), formattest.View{})
	p.WaitFor(`document.querySelector("[role=status]").textContent === "100 requests and tokens"`)
	formattest.Evaluate[bool](p, `(() => { globalThis.heard = [];
		new MutationObserver(() => heard.push(document.querySelector("[role=status]").textContent)).observe(document.querySelector("[role=status]"), {childList: true});
		const search = document.getElementById("q");
		for (const key of "service-003-") { search.value += key; search.dispatchEvent(new Event("input")); }
		return true; })()`)
	p.Counts("3 of 100 requests and tokens")
	p.WaitFor(`heard.length > 0`)
	formattest.Shows(p, "3 of 100 requests and tokens", `heard.join()`)
}
