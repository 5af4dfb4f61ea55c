package formattest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// OpenWithoutScript opens a page in which no script runs, and which says so.
func OpenWithoutScript(t *testing.T, browser context.Context, page string) *Tab {
	t.Helper()
	p := OpenPage(t, browser, page, View{})
	p.StopScripts()
	Shows(p, true, `document.querySelector("noscript").innerText.includes("which is switched off here")`)
	Shows(p, true, `document.getElementById("filters").hidden && document.getElementById("found").hidden && document.getElementById("theme").hidden`)
	return p
}

// StopScripts opens the page again, and no script runs.
func (p *Tab) StopScripts() {
	p.Helper()
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.Must(chromedp.Do(p.Ctx, chromedp.Reload()))
}
