package report_test

import "testing"

// inventoryOf is the page of templates, one of which is full of a text.
func inventoryOf(t *testing.T, text string) string {
	t.Helper()
	return write(t, "html", templates(append(list()[:2], hostileTemplate(text))...), false)
}

func TestInventoryIsHarmless(t *testing.T) {
	checkPolicy(t, inventoryOf(t, hostile))
	checkShape(t, func(text string) string { return inventoryOf(t, text) })
	checkLinks(t, "html/inventory.css")
}

func TestInventorySize(t *testing.T) {
	checkSize(t, "200 templates", write(t, "html", templates(manyTemplates(200)...), false))
}

func TestInventoryIsAccessible(t *testing.T) {
	axeSource(t)
	browser := startBrowser(t)
	levels := manyTemplates(6)
	levels[1].Permissions["organization_projects"] = "admin"
	page := write(t, "html", templates(append(list(), levels...)...), false)
	for name, v := range views {
		t.Run(name, func(t *testing.T) {
			p := openAccessible(t, browser, page, v)
			p.accessible("the inventory")
			unfold(p)
			p.accessible("the inventory, unfolded")
			p.search("service-00")
			p.counts("6 of 9 templates")
			p.accessible("the inventory, filtered")
		})
	}
}

func TestInventoryWithoutScriptInBrowser(t *testing.T) {
	openWithoutScript(t, startBrowser(t), inventoryOf(t, "x"))
}
