package report_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// openWithoutScript opens a page in which no script runs, and which says so.
func openWithoutScript(t *testing.T, browser context.Context, page string) *tab {
	t.Helper()
	p := openPage(t, browser, page, view{})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.must(chromedp.Do(p.ctx, chromedp.Reload()))
	shows(p, true, `document.querySelector("noscript").innerText.includes("which is switched off here")`)
	shows(p, true, `document.getElementById("filters").hidden && document.getElementById("found").hidden && document.getElementById("theme").hidden`)
	return p
}
