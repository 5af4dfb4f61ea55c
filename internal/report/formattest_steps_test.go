package report_test

import (
	"context"
	"fmt"
	"testing"
)

// browserStep is something that people do with a page.
type browserStep struct {
	name string
	view view
	do   func(*tab)
}

// runSteps opens a page anew for each step.
func runSteps(t *testing.T, browser context.Context, page string, steps []browserStep) {
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) { step.do(openPage(t, browser, page, step.view)) })
	}
}

// again opens the address of a page in a new tab, as somebody does who was sent it.
func (p *tab) again(fragment string) *tab {
	p.Helper()
	return openTab(p.T, p.ctx, p.url, view{fragment: fragment})
}

// unfold opens everything that is folded.
func unfold(p *tab) {
	p.Helper()
	evaluate[bool](p, `(document.querySelectorAll("details").forEach((fold) => { fold.open = true; }), true)`)
}

// fits holds that nothing stands beyond the right edge.
func fits(p *tab, width int) {
	p.Helper()
	shows(p, true, fmt.Sprintf("document.documentElement.scrollWidth <= %d", width))
}

// themes holds that the page follows the system until somebody presses the button.
func themes(p *tab) {
	paper := `getComputedStyle(document.body).backgroundColor`
	shows(p, "rgb(15, 18, 20)", paper)
	shows(p, "true", `document.getElementById("theme").ariaPressed`)
	p.click("#theme")
	shows(p, "rgb(245, 246, 244)", paper)
	shows(p, "false", `document.getElementById("theme").ariaPressed`)
	shows(p.again(""), "rgb(245, 246, 244)", paper)
	p.click("#theme")
	shows(p, "rgb(15, 18, 20)", paper)
}
