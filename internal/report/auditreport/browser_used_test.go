package auditreport_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestUsedInBrowser: the details of a token show what it used, on every width, and a rule
// about the use narrows the list.
func TestUsedInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	page := audittest.Write(t, "html", auditreport.NewDocument(audittest.Used("<b>plain</b>")), false)
	formattest.RunSteps(t, browser, page, []formattest.BrowserStep{
		{Name: "shows the use", View: formattest.View{Fragment: "#rule=unused-permission"}, Do: func(p *formattest.Tab) {
			p.Counts("1 of 7 requests and tokens")
			p.Click(".toggle")
			formattest.Shows(p, "contentswritereadnarrower-", `document.querySelectorAll(".use-of tbody tr")[1].textContent`)
			formattest.Shows(p, "https://github.com/settings/personal-access-tokens/new?name=release-api&contents=read", `document.querySelector(".use .url a").href`)
			formattest.Shows(p, 4, `document.querySelectorAll("#classic tbody tr").length`)
		}},
		{Name: "is text", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Click("#open-all")
			formattest.Shows(p, 3, `document.querySelectorAll(".use-of").length`)
			formattest.Shows(p, 0, `document.querySelectorAll("main b, main img").length`)
		}},
		{Name: "is readable at every width", View: formattest.View{Width: 320}, Do: func(p *formattest.Tab) {
			p.Click("#open-all")
			formattest.Unfold(p)
			for _, width := range []int{300, 390, 700, 900, 1280} {
				p.Must(chromedp.Do(p.Ctx, chromedp.EmulateViewport(int64(width), 900)))
				formattest.Fits(p, width)
			}
		}},
	})
}
