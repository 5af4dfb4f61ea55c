package formattest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserNames are the programs that can drive the pages. PATCTL_TEST_BROWSER
// names one that must be there: with it, no test of the pages is skipped. With
// "none" all of them are.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// patience is how long the browser may take for one step, and browserLife how
// long a browser may run. A test that passes never waits for either.
const (
	patience    = 30 * time.Second
	browserLife = 4 * time.Minute
)

func browserPath(t *testing.T) string {
	t.Helper()
	if name := os.Getenv("PATCTL_TEST_BROWSER"); name == "none" {
		t.Skip("PATCTL_TEST_BROWSER is none")
	} else if name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatalf("the browser that PATCTL_TEST_BROWSER demands: %v", err)
		}
		return path
	}
	for _, name := range browserNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("none of these browsers is here: %s", strings.Join(browserNames, ", "))
	return ""
}

// StartBrowser starts a browser without a window. It ends with the test, or
// before if something hangs.
func StartBrowser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browserPath(t)),
		chromedp.Flag("no-sandbox", os.Geteuid() == 0), // root has no sandbox to run it in
	)
	limited, end := context.WithTimeout(context.Background(), browserLife)
	t.Cleanup(end)
	ctx, stop := chromedp.NewExecAllocator(limited, options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		grant := browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted}
		if _, err := chromedp.CallBrowser(ctx, browser.SetPermission, grant); err != nil {
			t.Fatal(err)
		}
	}
	return ctx
}

// Tab is a page in the browser, and what went wrong in it.
type Tab struct {
	*testing.T
	Ctx      context.Context
	url      string // without the part after #
	site     string // the beginning of all addresses that the page may ask for; "" if it may ask for none
	ready    string // an expression that is true once the page is drawn
	mu       sync.Mutex
	problems []string
}

// View is how a page is looked at.
type View struct {
	Fragment string
	Width    int64
	Dark     bool
}

// OpenPage writes a page to a file and opens it.
func OpenPage(t *testing.T, browser context.Context, page string, v View) *Tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return openTab(&Tab{T: t, url: "file://" + filepath.ToSlash(file), ready: `document.getElementById("count")?.textContent`}, browser, v)
}

// OpenAddress opens a page of a site. The page may ask for what begins with site.
func OpenAddress(t *testing.T, browser context.Context, site, page string, v View) *Tab {
	t.Helper()
	return openTab(&Tab{T: t, url: site + page, site: site, ready: `document.readyState === "complete"`}, browser, v)
}

// openTab opens an address. At its end the test fails if the page wrote to the
// console, broke its policy or asked for what it must not.
func openTab(p *Tab, browser context.Context, v View) *Tab {
	p.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	p.Cleanup(cancel)
	p.Ctx = ctx
	p.Must(chromedp.Do(ctx))
	p.Must(chromedp.Listen(ctx, p.notice))
	p.look(v)
	p.Must(chromedp.Do(ctx, chromedp.Navigate(p.url+v.Fragment)))
	p.WaitFor(p.ready)
	p.Cleanup(func() {
		for _, problem := range p.Noticed() {
			p.Error(problem)
		}
	})
	return p
}

func (p *Tab) look(v View) {
	p.Helper()
	scheme, width := "light", v.Width
	if v.Dark {
		scheme = "dark"
	}
	if width == 0 {
		width = 1280
	}
	call(p, log.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, network.Enable, network.EnableParams{})
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	p.Must(chromedp.Do(p.Ctx, chromedp.EmulateViewport(width, 900)))
}

func call[P, R any](p *Tab, command cdp.Command[P, R], params P) {
	p.Helper()
	_, err := chromedp.Call(p.Ctx, command, params)
	p.Must(err)
}

// notice takes down what a page must not do.
func (p *Tab) notice(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		problem = "the page wrote to the console: " + string(e.Type)
	case *runtime.EventExceptionThrown:
		problem = "the page threw " + e.ExceptionDetails.Text
	case *log.EventEntryAdded:
		problem = "the browser complains: " + e.Entry.Text
	case *network.EventRequestWillBeSent:
		if !p.mayAskFor(e.Request.URL) {
			problem = "the page asked for " + e.Request.URL
		}
	}
	if problem != "" {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.problems = append(p.problems, problem)
	}
}

func (p *Tab) mayAskFor(url string) bool {
	if p.site != "" {
		return strings.HasPrefix(url, p.site)
	}
	page, _, _ := strings.Cut(url, "#")
	return page == p.url
}

// Noticed returns what was noticed, once.
func (p *Tab) Noticed() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.problems
	p.problems = nil
	return out
}

// Must ends the test if a step failed.
func (p *Tab) Must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// Evaluate returns the value of an expression in the page.
func Evaluate[T any](p *Tab, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Ctx, patience)
	defer cancel()
	value, err := evaluate[T](ctx, expression)
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return value
}

func evaluate[T any](ctx context.Context, expression string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// WaitFor waits until the page is there to its end and an expression is true in it. An exception
// counts as false, because the page may not have what the expression reads yet. It looks at every
// frame, and not with eval, which the page's policy forbids. If the tab goes to another page
// meanwhile, it goes on there.
func (p *Tab) WaitFor(expression string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Ctx, patience)
	defer cancel()
	for {
		_, err := evaluate[bool](ctx, fmt.Sprintf(`(async () => { const is = () => { try { return document.readyState !== "loading" && (%s); } catch { return false; } }; while (!is()) { await new Promise(requestAnimationFrame); } return true; })()`, expression))
		if err == nil {
			return
		}
		if left := new(cdproto.Error); ctx.Err() != nil || !errors.As(err, &left) || left.Code != pageLeft {
			p.Fatalf("%s: %v", expression, err)
		}
	}
}

// pageLeft is the code with which Chromium answers if a page that an expression runs in is
// left: "Inspected target navigated or closed".
const pageLeft = -32000

// Shows holds what an expression gives against what is wanted.
func Shows[T comparable](p *Tab, want T, expression string) {
	p.Helper()
	if got := Evaluate[T](p, expression); got != want {
		p.Errorf("%s is %v, want %v", expression, got, want)
	}
}

// Click clicks as a mouse does: what is covered or out of sight gets nothing.
func (p *Tab) Click(selector string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		p.Fatalf("click %s: %v", selector, err)
	}
}

// Press types keys into whatever has the focus.
func (p *Tab) Press(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.Must(chromedp.Do(p.Ctx, chromedp.KeyEvent(keys, options...)))
}

// Choose selects an option, as the keyboard does, and says so to the page.
func (p *Tab) Choose(selector, value string) {
	p.Helper()
	Evaluate[bool](p, fmt.Sprintf(`(() => { const control = document.querySelector(%q); control.value = %q;
		control.dispatchEvent(new Event("change", {bubbles: true})); return control.value === %q; })()`, selector, value, value))
}

// Search types into the field of that name.
func (p *Tab) Search(words string) {
	p.Helper()
	p.Click("#q")
	p.Press(words)
}

// Counts waits until the page says how many it shows.
func (p *Tab) Counts(want string) {
	p.Helper()
	p.WaitFor(fmt.Sprintf(`document.getElementById("count").textContent === %q`, want))
}

// Fragment is where the page says it is, to be opened again.
func (p *Tab) Fragment() string { p.Helper(); return Evaluate[string](p, `location.hash`) }

// Clipboard is what was copied last.
func (p *Tab) Clipboard() string {
	p.Helper()
	return Evaluate[string](p, `navigator.clipboard.readText()`)
}
