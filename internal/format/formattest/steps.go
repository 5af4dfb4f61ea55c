package formattest

import (
	"context"
	"fmt"
	"testing"
)

// BrowserStep is something that people do with a page.
type BrowserStep struct {
	Name string
	View View
	Do   func(*Tab)
}

// RunSteps opens a page anew for each step.
func RunSteps(t *testing.T, browser context.Context, page string, steps []BrowserStep) {
	for _, step := range steps {
		t.Run(step.Name, func(t *testing.T) { step.Do(OpenPage(t, browser, page, step.View)) })
	}
}

// Again opens the address of a page in a new tab, as somebody does who was sent it.
func (p *Tab) Again(fragment string) *Tab {
	p.Helper()
	return openTab(&Tab{T: p.T, url: p.url, site: p.site, ready: p.ready}, p.Ctx, View{Fragment: fragment})
}

// Unfold opens everything that is folded.
func Unfold(p *Tab) {
	p.Helper()
	Evaluate[bool](p, `(document.querySelectorAll("details").forEach((fold) => { fold.open = true; }), true)`)
}

// Fits holds that nothing stands beyond the right edge.
func Fits(p *Tab, width int) {
	p.Helper()
	Shows(p, true, fmt.Sprintf("document.documentElement.scrollWidth <= %d", width))
}

// Themes holds that the page follows the system until somebody presses the button.
func Themes(p *Tab) {
	paper := `getComputedStyle(document.body).backgroundColor`
	Shows(p, "rgb(15, 18, 20)", paper)
	Shows(p, "true", `document.getElementById("theme").ariaPressed`)
	p.Click("#theme")
	Shows(p, "rgb(245, 246, 244)", paper)
	Shows(p, "false", `document.getElementById("theme").ariaPressed`)
	Shows(p.Again(""), "rgb(245, 246, 244)", paper)
	p.Click("#theme")
	Shows(p, "rgb(15, 18, 20)", paper)
}
