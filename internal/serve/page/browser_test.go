package page_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/serve/page"
)

// site serves a page to a browser that has the token.
func site(t *testing.T, p page.Page) string {
	t.Helper()
	h := handler(token, p, nil, nil)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		r.SetBasicAuth("", token)
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestInBrowser: the page works at every width, with a keyboard, and breaks no policy.
func TestInBrowser(t *testing.T) {
	browser := formattest.StartBrowser(t)
	address := site(t, busy(formattest.Hostile))
	t.Run("fits", func(t *testing.T) {
		p := formattest.OpenAddress(t, browser, address, "/", formattest.View{})
		for _, width := range []int{300, 320, 390, 660, 700, 768, 900, 1060, 1280, 1920} {
			p.Must(chromedp.Do(p.Ctx, chromedp.EmulateViewport(int64(width), 900)))
			formattest.Fits(p, width)
		}
	})
	t.Run("is dark or light", func(t *testing.T) {
		paper := `getComputedStyle(document.body).backgroundColor`
		formattest.Shows(formattest.OpenAddress(t, browser, address, "/", formattest.View{}), "rgb(245, 246, 244)", paper)
		formattest.Shows(formattest.OpenAddress(t, browser, address, "/", formattest.View{Dark: true}), "rgb(15, 18, 20)", paper)
	})
	t.Run("finds an organization with the keyboard", func(t *testing.T) {
		p := formattest.OpenAddress(t, browser, address, "/", formattest.View{})
		for formattest.Evaluate[string](p, `document.activeElement.id`) != "organization" {
			p.Press(kb.Tab)
		}
		p.Press("octo-org")
		p.Press(kb.Enter)
		p.WaitFor(`document.querySelector(".chosen")?.textContent.startsWith("Only octo-org is shown below.")`)
		formattest.Shows(p, 1, `document.querySelectorAll(".rows")[0].tBodies[0].rows.length`)
		p.Click(".chosen a")
		p.WaitFor(`document.querySelectorAll(".rows")[0].tBodies[0].rows.length === 3`)
	})
	t.Run("is harmless", func(t *testing.T) {
		for _, text := range []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "</style><style>*{display:none}"} {
			p := formattest.OpenAddress(t, browser, site(t, busy(text)), "/", formattest.View{})
			formattest.Shows(p, 0, `document.querySelectorAll("main img, script, main style").length`)
			formattest.Shows(p, text, `document.querySelectorAll(".requests .name")[1].textContent`)
			formattest.Shows(p, 0, `[...document.querySelectorAll("a")].filter((a) => a.origin !== location.origin).length`)
		}
	})
}

// TestAccessible: axe-core finds nothing, in light and dark, on wide and narrow screens.
func TestAccessible(t *testing.T) {
	source := formattest.AxeSource(t)
	browser := formattest.StartBrowser(t)
	address, quiet := site(t, busy("octo-other")), site(t, calm())
	for name, v := range formattest.Views {
		t.Run(name, func(t *testing.T) {
			for _, a := range []string{address, quiet} {
				p := formattest.OpenAddress(t, browser, a, "/", v)
				formattest.Evaluate[bool](p, source+"; true")
				p.Accessible("as it opens")
			}
		})
	}
}
