package templatereport_test

import (
	"testing"

	"github.com/patctl/patctl/internal/format/formattest"
)

// inventoryOf is the page of templates, one of which is full of a text.
func inventoryOf(t *testing.T, text string) string {
	t.Helper()
	return write(t, "html", templates(append(formattest.Templates()[:2], formattest.HostileTemplate(text))...), false)
}

func TestInventoryIsHarmless(t *testing.T) {
	formattest.CheckPolicy(t, inventoryOf(t, formattest.Hostile))
	formattest.CheckShape(t, func(text string) string { return inventoryOf(t, text) })
	formattest.CheckLinks(t, "html/inventory.css")
}

func TestInventorySize(t *testing.T) {
	formattest.CheckSize(t, "200 templates", write(t, "html", templates(formattest.ManyTemplates(200)...), false))
}

func TestInventoryIsAccessible(t *testing.T) {
	formattest.AxeSource(t)
	browser := formattest.StartBrowser(t)
	levels := formattest.ManyTemplates(6)
	levels[1].Permissions["organization_projects"] = "admin"
	page := write(t, "html", templates(append(formattest.Templates(), levels...)...), false)
	for name, v := range formattest.Views {
		t.Run(name, func(t *testing.T) {
			p := formattest.OpenAccessible(t, browser, page, v)
			p.Accessible("the inventory")
			formattest.Unfold(p)
			p.Accessible("the inventory, unfolded")
			p.Search("service-00")
			p.Counts("6 of 9 templates")
			p.Accessible("the inventory, filtered")
		})
	}
}

func TestInventoryWithoutScriptInBrowser(t *testing.T) {
	formattest.OpenWithoutScript(t, formattest.StartBrowser(t), inventoryOf(t, "x"))
}
