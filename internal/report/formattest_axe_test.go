package report_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"
)

// axeSource is the script of axe-core, which finds what keeps people with a
// screen reader or with weak sight from using a page. PATCTL_TEST_AXE names the
// file axe.min.js of the npm package axe-core, which .ci/run fetches.
func axeSource(t *testing.T) string {
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

// accessible runs axe-core in the page as it is now.
func (p *tab) accessible(state string) {
	p.Helper()
	report := evaluate[string](p, `axe.run(document).then((found) => JSON.stringify(found.violations))`)
	var violations []axeViolation
	p.must(json.Unmarshal([]byte(report), &violations))
	for _, v := range violations {
		p.Errorf("%s: %s: %s", state, v.ID, v.Help)
		for _, node := range v.Nodes[:min(len(v.Nodes), 3)] {
			p.Logf("%s\n%s", node.HTML, node.FailureSummary)
		}
	}
}

// views are how people look at pages.
var views = map[string]view{"light": {}, "dark": {dark: true}, "light on a phone": {width: 360}, "dark on a phone": {width: 360, dark: true}}

// openAccessible opens a page as people look at it, with axe-core in it.
func openAccessible(t *testing.T, browser context.Context, page string, v view) *tab {
	t.Helper()
	p := openPage(t, browser, page, v)
	evaluate[bool](p, axeSource(t)+"; true")
	return p
}
