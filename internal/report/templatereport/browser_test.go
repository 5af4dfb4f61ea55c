package templatereport_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/patctl/patctl/internal/format/formattest"
)

func TestInventoryInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	many := formattest.ManyTemplates(200)
	many[7].Permissions["organization_projects"] = "admin"
	page := write(t, "html", templates(append(many, formattest.HostileTemplate(`"><img src=x onerror=alert(1)><script>alert(2)</script>`+"\u202e"))...), false)
	formattest.RunSteps(t, browser, page, []formattest.BrowserStep{
		{Name: "searches", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Counts("201 templates")
			p.Search("SERVICE-012 octo-org/")
			p.Counts("1 of 201 templates")
			formattest.Shows(p, "service-012-release", `document.querySelector(".card h2").textContent`)
		}},
		{Name: "filters, and shares what it shows", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Choose("#by-target", "octodemo")
			p.Choose("#by-label", "team=team-3")
			p.Counts("10 of 201 templates")
			p.Search("service-02")
			p.Counts("1 of 201 templates")
			other := p.Again(p.Fragment())
			other.Counts("1 of 201 templates")
			formattest.Shows(other, "service-023-release", `document.querySelector(".card h2").textContent`)
			formattest.Shows(other, "octodemo", `document.getElementById("by-target").value`)
			other.Click("#clear")
			other.Counts("201 templates")
			formattest.Shows(other, "", `location.hash`)
		}},
		{Name: "filters by permission and section", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Choose("#by-permission", "organization_projects")
			p.Choose("#by-section", "organization")
			p.Choose("#by-risk", "admin")
			p.Counts("1 of 201 templates")
			formattest.Shows(p, "Projectsadmin", `document.querySelector(".grant.level-3").textContent`)
		}},
		{Name: "keeps a filter that nothing fits", View: formattest.View{Fragment: "#target=octo-other"}, Do: func(p *formattest.Tab) { p.Counts("0 of 201 templates") }},
		{Name: "survives any address", View: formattest.View{Fragment: "#=x&sort=nonsense&constructor=1&%%%&q="}, Do: func(p *formattest.Tab) { p.Counts("201 templates") }},
		{Name: "sorts", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Choose("#by-sort", "risk")
			formattest.Shows(p, "Can administer", `document.querySelector(".card .risk").textContent`)
			p.Choose("#by-sort", "lifetime")
			formattest.Shows(p, "no expiration", `document.querySelector(".card .facts > div:nth-child(2) dd").textContent`)
		}},
		{Name: "leads to one template", View: formattest.View{}, Do: func(p *formattest.Tab) {
			p.Search("service-150")
			p.Click(".card .address")
			p.WaitFor(`document.querySelector(".steps").open`)
			p.Counts("1 of 201 templates")
			p.Again(p.Fragment()).Counts("1 of 201 templates")
		}},
		{Name: "copies", View: formattest.View{Fragment: "#q=service-001-"}, Do: func(p *formattest.Tab) {
			p.Click(".facts .copy")
			p.WaitFor(`document.querySelector(".facts .copy").textContent === "Copied"`)
			formattest.Shows(p, "Releases of service-001, as agreed with the team that runs it.", `navigator.clipboard.readText()`)
		}},
		{Name: "opens the form without telling where from", View: formattest.View{}, Do: func(p *formattest.Tab) {
			formattest.Shows(p, 0, `[...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href").startsWith("#") &&
				(a.protocol !== "https:" || a.rel !== "noopener noreferrer" || a.target !== "_blank")).length`)
			formattest.Shows(p, "https://github.com", `document.querySelector(".create").origin`)
			formattest.Evaluate[bool](p, `(document.querySelector(".create").addEventListener("click", (event) => event.preventDefault()), true)`)
			p.Click(".create")
			formattest.Shows(p, true, `document.querySelector(".steps").open`) // what to do there is in sight
		}},
		{Name: "shows hostile names as text", View: formattest.View{Fragment: "#q=onerror"}, Do: func(p *formattest.Tab) {
			p.Counts("1 of 201 templates")
			formattest.Shows(p, `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e`, `document.querySelector(".card h2").textContent`)
			formattest.Shows(p, 0, `document.querySelectorAll("#list img, #list script").length`)
		}},
		{Name: "draws a long list bit by bit", View: formattest.View{}, Do: func(p *formattest.Tab) {
			formattest.Shows(p, true, `document.querySelectorAll(".card").length < 201`)
			p.WaitFor(`(scrollTo(0, document.body.scrollHeight), document.querySelectorAll(".card").length === 201)`)
		}},
		{Name: "prints everything, and what to do by hand", View: formattest.View{}, Do: func(p *formattest.Tab) {
			printed := formattest.Evaluate[[]byte](p, `(dispatchEvent(new Event("beforeprint")),
				[document.querySelectorAll(".card").length, document.querySelectorAll(".steps[open]").length])`)
			if string(printed) != "[201,201]" {
				p.Errorf("cards, and those with steps: %s", printed)
			}
			formattest.Evaluate[bool](p, `dispatchEvent(new Event("afterprint"))`)
			formattest.Shows(p, 0, `document.querySelectorAll(".steps[open]").length`)
		}},
		{Name: "needs no mouse", View: formattest.View{Fragment: "#sort=name"}, Do: func(p *formattest.Tab) {
			p.Press(kb.Tab)
			p.Press(kb.Enter) // to the list, and the filters stay
			formattest.Shows(p, "#sort=name", `location.hash`)
			p.Press(kb.Tab)
			p.Press("service-042")
			p.Counts("1 of 201 templates")
			for formattest.Evaluate[string](p, `document.activeElement.textContent`) != "Create token" {
				p.Press(kb.Tab)
			}
			p.Press(kb.Tab)
			formattest.Shows(p, "Copy", `document.activeElement.textContent`)
			p.Press(kb.Enter)
			p.WaitFor(`document.activeElement.textContent === "Copied"`)
			p.Press(kb.Tab)
			p.Press(" ")
			formattest.Shows(p, true, `document.querySelector(".steps").open`)
		}},
		{Name: "is readable on a phone", View: formattest.View{Width: 360}, Do: func(p *formattest.Tab) {
			formattest.Fits(p, 360)
			p.Search("onerror")
			formattest.Fits(p, 360)
		}},
		{Name: "is readable at 400 percent", View: formattest.View{Width: 320}, Do: func(p *formattest.Tab) {
			formattest.Unfold(p)
			formattest.Fits(p, 320)
		}},
		{Name: "copies an address by hand as it is", View: formattest.View{Fragment: "#q=service-042-"}, Do: func(p *formattest.Tab) {
			formattest.Shows(p, `module.service["service-042"].template.release`,
				`(getSelection().selectAllChildren(document.querySelector(".address")), getSelection().toString())`)
		}},
		{Name: "is dark or light", View: formattest.View{Dark: true}, Do: formattest.Themes},
	})
}

// TestPolicyHoldsInBrowser: the policy stops what it is there to stop, and the
// tests would see it.
func TestPolicyHoldsInBrowser(t *testing.T) {
	p := formattest.OpenPage(t, formattest.StartBrowser(t), write(t, "html", templates(formattest.Templates()[0]), false), formattest.View{})
	for name, code := range map[string]string{
		"an image":  `document.body.append(Object.assign(new Image(), {src: "https://example.com/x.png"}))`,
		"a style":   `document.body.setAttribute("style", "color: red")`,
		"markup":    `try { document.body.innerHTML = "<b>x</b>" } catch {}`,
		"a request": `fetch("https://example.com/").catch(() => {})`,
	} {
		formattest.Evaluate[bool](p, `(() => { `+code+`; return true; })()`)
		formattest.Evaluate[bool](p, `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true))))`)
		if len(p.Noticed()) == 0 {
			t.Errorf("nobody minds %s", name)
		}
	}
}
