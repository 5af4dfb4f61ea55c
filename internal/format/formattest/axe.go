package formattest

import (
	"context"
	"encoding/json"
	"os"
	"testing"
)

// AxeSource is the script of axe-core, which finds what keeps people with a
// screen reader or with weak sight from using a page. PATCTL_TEST_AXE names the
// file axe.min.js of the npm package axe-core, which .ci/run fetches.
func AxeSource(t *testing.T) string {
	t.Helper()
	name := os.Getenv("PATCTL_TEST_AXE")
	if name == "" {
		t.Skip("PATCTL_TEST_AXE does not name the file axe.min.js of axe-core")
	}
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// axeViolation is a rule that the page breaks, and where.
type axeViolation struct {
	ID, Help string
	Nodes    []struct{ HTML, FailureSummary string }
}

// Accessible runs axe-core in the page as it is now.
func (p *Tab) Accessible(state string) {
	p.Helper()
	report := Evaluate[string](p, `axe.run(document).then((found) => JSON.stringify(found.violations))`)
	var violations []axeViolation
	p.Must(json.Unmarshal([]byte(report), &violations))
	for _, v := range violations {
		p.Errorf("%s: %s: %s", state, v.ID, v.Help)
		for _, node := range v.Nodes[:min(len(v.Nodes), 3)] {
			p.Logf("%s\n%s", node.HTML, node.FailureSummary)
		}
	}
}

// Views are how people look at pages.
var Views = map[string]View{"light": {}, "dark": {Dark: true}, "light on a phone": {Width: 360}, "dark on a phone": {Width: 360, Dark: true}}

// OpenAccessible opens a page as people look at it, with axe-core in it.
func OpenAccessible(t *testing.T, browser context.Context, page string, v View) *Tab {
	t.Helper()
	p := OpenPage(t, browser, page, v)
	Evaluate[bool](p, AxeSource(t)+"; true")
	return p
}
