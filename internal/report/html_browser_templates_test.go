package report_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestInventoryInBrowser(t *testing.T) {
	browser := startBrowser(t)
	many := manyTemplates(200)
	many[7].Permissions["organization_projects"] = "admin"
	page := write(t, "html", templates(append(many, hostileTemplate(`"><img src=x onerror=alert(1)><script>alert(2)</script>`+"\u202e"))...), false)
	runSteps(t, browser, page, []browserStep{
		{"searches", view{}, func(p *tab) {
			p.counts("201 templates")
			p.search("SERVICE-012 octo-org/")
			p.counts("1 of 201 templates")
			shows(p, "service-012-release", `document.querySelector(".card h2").textContent`)
		}},
		{"filters, and shares what it shows", view{}, func(p *tab) {
			p.choose("#by-target", "octodemo")
			p.choose("#by-label", "team=team-3")
			p.counts("10 of 201 templates")
			p.search("service-02")
			p.counts("1 of 201 templates")
			other := p.again(p.fragment())
			other.counts("1 of 201 templates")
			shows(other, "service-023-release", `document.querySelector(".card h2").textContent`)
			shows(other, "octodemo", `document.getElementById("by-target").value`)
			other.click("#clear")
			other.counts("201 templates")
			shows(other, "", `location.hash`)
		}},
		{"filters by permission and section", view{}, func(p *tab) {
			p.choose("#by-permission", "organization_projects")
			p.choose("#by-section", "organization")
			p.choose("#by-risk", "admin")
			p.counts("1 of 201 templates")
			shows(p, "Projectsadmin", `document.querySelector(".grant.level-3").textContent`)
		}},
		{"keeps a filter that nothing fits", view{fragment: "#target=octo-other"}, func(p *tab) { p.counts("0 of 201 templates") }},
		{"survives any address", view{fragment: "#=x&sort=nonsense&constructor=1&%%%&q="}, func(p *tab) { p.counts("201 templates") }},
		{"sorts", view{}, func(p *tab) {
			p.choose("#by-sort", "risk")
			shows(p, "Can administer", `document.querySelector(".card .risk").textContent`)
			p.choose("#by-sort", "lifetime")
			shows(p, "no expiration", `document.querySelector(".card .facts > div:nth-child(2) dd").textContent`)
		}},
		{"leads to one template", view{}, func(p *tab) {
			p.search("service-150")
			p.click(".card .address")
			p.waitFor(`document.querySelector(".steps").open`)
			p.counts("1 of 201 templates")
			p.again(p.fragment()).counts("1 of 201 templates")
		}},
		{"copies", view{fragment: "#q=service-001-"}, func(p *tab) {
			p.click(".facts .copy")
			p.waitFor(`document.querySelector(".facts .copy").textContent === "Copied"`)
			shows(p, "Releases of service-001, as agreed with the team that runs it.", `navigator.clipboard.readText()`)
		}},
		{"opens the form without telling where from", view{}, func(p *tab) {
			shows(p, 0, `[...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href").startsWith("#") &&
				(a.protocol !== "https:" || a.rel !== "noopener noreferrer" || a.target !== "_blank")).length`)
			shows(p, "https://github.com", `document.querySelector(".create").origin`)
			evaluate[bool](p, `(document.querySelector(".create").addEventListener("click", (event) => event.preventDefault()), true)`)
			p.click(".create")
			shows(p, true, `document.querySelector(".steps").open`) // what to do there is in sight
		}},
		{"shows hostile names as text", view{fragment: "#q=onerror"}, func(p *tab) {
			p.counts("1 of 201 templates")
			shows(p, `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e`, `document.querySelector(".card h2").textContent`)
			shows(p, 0, `document.querySelectorAll("#list img, #list script").length`)
		}},
		{"draws a long list bit by bit", view{}, func(p *tab) {
			shows(p, true, `document.querySelectorAll(".card").length < 201`)
			p.waitFor(`(scrollTo(0, document.body.scrollHeight), document.querySelectorAll(".card").length === 201)`)
		}},
		{"prints everything, and what to do by hand", view{}, func(p *tab) {
			printed := evaluate[[]byte](p, `(dispatchEvent(new Event("beforeprint")),
				[document.querySelectorAll(".card").length, document.querySelectorAll(".steps[open]").length])`)
			if string(printed) != "[201,201]" {
				p.Errorf("cards, and those with steps: %s", printed)
			}
			evaluate[bool](p, `dispatchEvent(new Event("afterprint"))`)
			shows(p, 0, `document.querySelectorAll(".steps[open]").length`)
		}},
		{"needs no mouse", view{fragment: "#sort=name"}, func(p *tab) {
			p.press(kb.Tab)
			p.press(kb.Enter) // to the list, and the filters stay
			shows(p, "#sort=name", `location.hash`)
			p.press(kb.Tab)
			p.press("service-042")
			p.counts("1 of 201 templates")
			for evaluate[string](p, `document.activeElement.textContent`) != "Create token" {
				p.press(kb.Tab)
			}
			p.press(kb.Tab)
			shows(p, "Copy", `document.activeElement.textContent`)
			p.press(kb.Enter)
			p.waitFor(`document.activeElement.textContent === "Copied"`)
			p.press(kb.Tab)
			p.press(" ")
			shows(p, true, `document.querySelector(".steps").open`)
		}},
		{"is readable on a phone", view{width: 360}, func(p *tab) {
			fits(p, 360)
			p.search("onerror")
			fits(p, 360)
		}},
		{"is readable at 400 percent", view{width: 320}, func(p *tab) {
			unfold(p)
			fits(p, 320)
		}},
		{"copies an address by hand as it is", view{fragment: "#q=service-042-"}, func(p *tab) {
			shows(p, `module.service["service-042"].template.release`,
				`(getSelection().selectAllChildren(document.querySelector(".address")), getSelection().toString())`)
		}},
		{"is dark or light", view{dark: true}, themes},
	})
}

// TestPolicyHoldsInBrowser: the policy stops what it is there to stop, and the
// tests would see it.
func TestPolicyHoldsInBrowser(t *testing.T) {
	p := openPage(t, startBrowser(t), write(t, "html", templates(list()[0]), false), view{})
	for name, code := range map[string]string{
		"an image":  `document.body.append(Object.assign(new Image(), {src: "https://example.com/x.png"}))`,
		"a style":   `document.body.setAttribute("style", "color: red")`,
		"markup":    `try { document.body.innerHTML = "<b>x</b>" } catch {}`,
		"a request": `fetch("https://example.com/").catch(() => {})`,
	} {
		evaluate[bool](p, `(() => { `+code+`; return true; })()`)
		evaluate[bool](p, `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true))))`)
		if len(p.noticed()) == 0 {
			t.Errorf("nobody minds %s", name)
		}
	}
}
