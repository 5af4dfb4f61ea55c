package site_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/patctl/patctl/internal/format/formattest"
)

// visitor looks at a site that is served below a folder, as GitHub Pages does.
type visitor struct {
	*testing.T
	browser context.Context
	address string
}

func newVisitor(t *testing.T) visitor {
	t.Helper()
	browser := formattest.StartBrowser(t)
	server := httptest.NewServer(http.StripPrefix("/patctl/", http.FileServer(http.Dir(writeSite(t)))))
	t.Cleanup(server.Close)
	return visitor{T: t, browser: browser, address: server.URL + "/patctl/"}
}

// open opens a page. The test fails if it asks for something outside of the site, breaks
// its policy, or writes to the console.
func (v visitor) open(t *testing.T, page string, view formattest.View) *formattest.Tab {
	t.Helper()
	return formattest.OpenAddress(t, v.browser, v.address, page, view)
}

// step is what a visitor does on a page.
type step struct {
	name, page string
	view       formattest.View
	do         func(*formattest.Tab)
}

func (v visitor) run(steps []step) {
	for _, s := range steps {
		v.Run(s.name, func(t *testing.T) { s.do(v.open(t, s.page, s.view)) })
	}
}

// searchFor opens the search with the keyboard and waits until it says how much it found.
func searchFor(p *formattest.Tab, words string) {
	p.Helper()
	p.Press("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	p.WaitFor(`document.activeElement.id === "Query"`)
	p.Press(words) // in place of the earlier ones, which are selected
	p.WaitFor(fmt.Sprintf(`document.getElementById("Query").value === %q && document.getElementById("Count").textContent !== "" &&
		document.getElementById("Said").textContent === document.getElementById("Count").textContent`, words))
}

const (
	firstResult = `document.querySelector("#Results a").getAttribute("href")`
	focused     = `document.activeElement.getAttribute("href") ?? document.activeElement.id`
)

// obvious are searches, and the page or section that the first result must be on.
var obvious = map[string]string{
	"patctl audit": "commands.html#patctl-audit", "exit codes": "commands.html", "templates": "language.html#template",
	"for_each": "language.html#template", "policy": "language.html#policy", "--max-wait": "fleet.html", "GITHUB_APP_ID": "credentials.html",
	"the journal": "apply.html", "redact": "snapshots.html",
}

func TestSearchInBrowser(t *testing.T) {
	newVisitor(t).run([]step{
		{name: "needs no mouse", page: "language.html", do: func(p *formattest.Tab) {
			searchFor(p, "never expires")
			formattest.Shows(p, "rules.html#never-expires", firstResult)
			formattest.Shows(p, true, `/^\d+ results$|^The best 30 of \d+ results$/.test(document.getElementById("Said").textContent)`)
			p.Press(kb.ArrowDown)
			formattest.Shows(p, "rules.html#never-expires", focused)
			p.Press(kb.ArrowDown)
			p.Press(kb.ArrowUp)
			formattest.Shows(p, "rules.html#never-expires", focused)
			p.Press(kb.ArrowUp)
			formattest.Shows(p, "Query", focused)
			p.Press(kb.Enter)
			p.WaitFor(`location.pathname.endsWith("/rules.html") && location.hash === "#never-expires"`)
		}},
		{name: "closes, and gives the focus back", page: "index.html", do: func(p *formattest.Tab) {
			p.Click("#Find")
			p.Press("audit")
			p.WaitFor(`document.querySelector("#Results mark")?.textContent.toLowerCase() === "audit"`)
			p.Press(kb.Escape)
			p.WaitFor(`!document.getElementById("Search").open && document.activeElement.id === "Find"`)
			p.Click("#Find")
			p.Click("#Close")
			p.WaitFor(`!document.getElementById("Search").open`)
		}},
		{name: "says that nothing was found", page: "index.html", do: func(p *formattest.Tab) {
			searchFor(p, "xylophone")
			formattest.Shows(p, "No results. Try fewer or shorter words.", `document.getElementById("Said").textContent`)
			formattest.Shows(p, 0, `document.querySelectorAll("#Results a").length`)
		}},
		{name: "takes any text", page: "index.html", do: func(p *formattest.Tab) {
			searchFor(p, `<img src=x onerror=alert(1)> (\ $& İ`)
			formattest.Shows(p, 0, `document.querySelectorAll("#Search img").length`)
		}},
		{name: "leads to a section of the same page", page: "rules.html", do: func(p *formattest.Tab) {
			searchFor(p, "unused-token")
			p.Press(kb.Enter)
			p.WaitFor(`location.hash === "#unused-token" && !document.getElementById("Search").open`)
		}},
		{name: "stays in its version", page: "v0.2.0/index.html", do: func(p *formattest.Tab) {
			searchFor(p, "never-expires")
			p.Press(kb.Enter)
			p.WaitFor(`location.pathname.endsWith("/patctl/v0.2.0/rules.html")`)
		}},
		{name: "finds what people look for", page: "index.html", do: func(p *formattest.Tab) {
			for words, want := range obvious {
				searchFor(p, words)
				if got := formattest.Evaluate[string](p, firstResult); got != want && !strings.HasPrefix(got, want+"#") {
					p.Errorf("%s: the first result is %s, want %s", words, got, want)
				}
			}
		}},
	})
}

func TestPagesInBrowser(t *testing.T) {
	paper := `getComputedStyle(document.body).backgroundColor`
	const light, dark = "rgb(245, 246, 244)", "rgb(15, 18, 20)"
	picture := `(async () => { const picture = document.querySelector("picture img"); picture.loading = "eager"; await picture.decode(); return picture.currentSrc.endsWith("-dark.png"); })()`
	newVisitor(t).run([]step{
		{name: "remembers the theme, also in pictures", page: "index.html", view: formattest.View{Dark: true}, do: func(p *formattest.Tab) {
			formattest.Shows(p, dark, paper)
			formattest.Shows(p, true, picture)
			formattest.Shows(p, "true", `document.getElementById("Theme").ariaPressed`)
			p.Click("#Theme")
			formattest.Shows(p, light, paper)
			formattest.Shows(p, false, picture)
			p.Click(`a[href="language.html"]`)
			p.WaitFor(`location.pathname.endsWith("/language.html") && document.readyState === "complete"`)
			formattest.Shows(p, light, paper)
			formattest.Shows(p, "false", `document.getElementById("Theme").ariaPressed`)
			p.Click("#Theme")
			formattest.Shows(p, dark, paper)
			formattest.Shows(p.Again(""), dark, paper)
		}},
		{name: "may be left while a test waits", page: "index.html", do: func(p *formattest.Tab) {
			formattest.Evaluate[bool](p, `(() => { let frames = 0; const leave = () => { frames++ < 20 ? requestAnimationFrame(leave) : location.assign("language.html"); }; leave(); return true; })()`)
			p.WaitFor(`location.pathname.endsWith("/language.html") && document.readyState === "complete"`)
		}},
		{name: "leads to the same page of another version", page: "v0.2.0/rules.html", do: func(p *formattest.Tab) {
			formattest.Shows(p, true, `document.querySelector(".old").textContent.includes("patctl v0.2.0")`)
			p.Click(".versions summary")
			formattest.Shows(p, "latest ../rules.html,v0.10.0 ../v0.10.0/rules.html,v0.2.0 ../v0.2.0/rules.html",
				`[...document.querySelectorAll(".versions a")].map((link) => link.textContent + " " + link.getAttribute("href")).join()`)
			p.Press(kb.Escape)
			formattest.Shows(p, false, `document.querySelector(".versions details").open`)
			p.Click(".versions summary")
			p.Click(".versions a")
			p.WaitFor(`location.pathname.endsWith("/patctl/rules.html") && document.readyState === "complete"`)
			formattest.Shows(p, true, `document.querySelector(".old") === null`)
		}},
		{name: "folds on a phone", page: "rules.html", view: formattest.View{Width: 320}, do: func(p *formattest.Tab) {
			shown := func(selector string) string {
				return `getComputedStyle(document.querySelector("` + selector + `")).display !== "none"`
			}
			formattest.Shows(p, false, shown("#Nav"))
			p.Click("#Menu")
			formattest.Shows(p, true, shown("#Nav"))
			formattest.Shows(p, "true", `document.getElementById("Menu").ariaExpanded`)
			p.Click("#Menu")
			formattest.Shows(p, false, shown("#Nav"))
			p.Click("#Contents")
			p.Click(`#ContentsList a[href="#unused-token"]`)
			p.WaitFor(`location.hash === "#unused-token"`)
			formattest.Shows(p, false, shown("#ContentsList"))
		}},
		{name: "shows where the reader is", page: "rules.html", view: formattest.View{Fragment: "#unused-token"}, do: func(p *formattest.Tab) {
			p.WaitFor(`document.querySelector("#ContentsList [aria-current]")?.hash === "#unused-token"`)
		}},
		{name: "skips to the content", page: "index.html", do: func(p *formattest.Tab) {
			p.Press(kb.Tab)
			p.Press(kb.Enter)
			p.WaitFor(`document.activeElement.id === "Main"`)
		}},
		{name: "copies only the commands of a session", page: "snapshots.html", do: func(p *formattest.Tab) {
			session := `[...document.querySelectorAll("figure.code")].find((figure) => figure.querySelector("code").dataset.language === "console")`
			formattest.Evaluate[bool](p, `(`+session+`.querySelector("button").focus(), true)`)
			p.Press(kb.Enter)
			p.WaitFor(session + `.querySelector("button").textContent === "Copied"`)
			got := p.Clipboard()
			if !strings.HasPrefix(got, "patctl ") || strings.Contains(got, "$ ") || strings.Count(got, "\n") > 3 {
				p.Errorf("copied %q", got)
			}
		}},
		{name: "needs no script", page: "language.html", view: formattest.View{Width: 320}, do: func(p *formattest.Tab) {
			p.StopScripts()
			formattest.Shows(p, true, `document.getElementById("Nav").checkVisibility() && document.getElementById("ContentsList").checkVisibility()`)
			formattest.Shows(p, 0, `[...document.querySelectorAll("button")].filter((button) => button.checkVisibility()).length`)
			formattest.Fits(p, 320)
		}},
		{name: "prints the text alone", page: "rules.html", view: formattest.View{Dark: true}, do: func(p *formattest.Tab) {
			_, err := chromedp.Call(p.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			p.Must(err)
			formattest.Shows(p, "", `[...document.querySelectorAll("nav, button, .tools, dialog")].filter((part) => part.checkVisibility()).map((part) => part.outerHTML).join()`)
			formattest.Shows(p, "rgb(255, 255, 255)", paper)
			formattest.Shows(p, "pre-wrap", `getComputedStyle(document.querySelector("pre")).whiteSpace`)
		}},
	})
}

// TestEveryPageOnAPhone: nothing is wider than the smallest screen.
func TestEveryPageOnAPhone(t *testing.T) {
	v := newVisitor(t)
	p := v.open(t, "index.html", formattest.View{Width: 320})
	for page := range build(t, "v0.2.0").Files() {
		if path.Ext(page) == ".html" {
			p.Must(chromedp.Do(p.Ctx, chromedp.Navigate(v.address+"v0.2.0/"+page)))
			formattest.Shows(p, true, `document.querySelector("h1").textContent !== ""`)
			formattest.Fits(p, 320)
			p.Click("#Menu")
			formattest.Fits(p, 320)
		}
	}
}

// TestSiteIsAccessible: the colors are the same at each width, so not every view is tried
// with every page.
func TestSiteIsAccessible(t *testing.T) {
	axe := formattest.AxeSource(t)
	v := newVisitor(t)
	for _, view := range []formattest.View{{}, {Dark: true, Width: 320}} {
		for _, page := range []string{"index.html", "credentials.html", "v0.2.0/rules.html"} {
			t.Run(fmt.Sprintf("%s dark %t", page, view.Dark), func(t *testing.T) {
				p := v.open(t, page, view)
				formattest.Evaluate[bool](p, axe+"; true")
				p.Accessible("the page")
				if view.Width > 0 {
					p.Click("#Menu")
					p.Click("#Contents")
				}
				p.Click(".versions summary")
				searchFor(p, "expires")
				p.Accessible("with menus and search")
			})
		}
	}
}
