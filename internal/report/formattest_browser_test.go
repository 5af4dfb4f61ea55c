package report_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

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

// startBrowser starts a browser without a window. It ends with the test, or
// before if something hangs.
func startBrowser(t *testing.T) context.Context {
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

// tab is a page in the browser, and what went wrong in it.
type tab struct {
	*testing.T
	ctx      context.Context
	url      string // without what stands behind #
	mu       sync.Mutex
	problems []string
}

// view is how a page is looked at.
type view struct {
	fragment string
	width    int64
	dark     bool
}

// openPage writes a page to a file and opens it.
func openPage(t *testing.T, browser context.Context, page string, v view) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return openTab(t, browser, "file://"+filepath.ToSlash(file), v)
}

// openTab opens an address. At its end the test fails if the page wrote to the
// console, broke its policy or asked for anything but itself.
func openTab(t *testing.T, browser context.Context, url string, v view) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx, url: url}
	p.must(chromedp.Do(ctx))
	p.must(chromedp.Listen(ctx, p.notice))
	p.look(v)
	p.must(chromedp.Do(ctx, chromedp.Navigate(url+v.fragment)))
	p.waitFor(`document.getElementById("count")?.textContent`)
	t.Cleanup(func() {
		for _, problem := range p.noticed() {
			t.Error(problem)
		}
	})
	return p
}

func (p *tab) look(v view) {
	p.Helper()
	scheme, width := "light", v.width
	if v.dark {
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
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 900)))
}

func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.Helper()
	_, err := chromedp.Call(p.ctx, command, params)
	p.must(err)
}

// notice takes down what a page must not do.
func (p *tab) notice(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		problem = "the page wrote to the console: " + string(e.Type)
	case *runtime.EventExceptionThrown:
		problem = "the page threw " + e.ExceptionDetails.Text
	case *log.EventEntryAdded:
		problem = "the browser complains: " + e.Entry.Text
	case *network.EventRequestWillBeSent:
		if url, _, _ := strings.Cut(e.Request.URL, "#"); url != p.url {
			problem = "the page asked for " + e.Request.URL
		}
	}
	if problem != "" {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.problems = append(p.problems, problem)
	}
}

// noticed returns what was noticed, once.
func (p *tab) noticed() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.problems
	p.problems = nil
	return out
}

// must ends the test if a step failed.
func (p *tab) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// evaluate returns the value of an expression in the page.
func evaluate[T any](p *tab, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return value
}

// waitFor waits until an expression is true in the page. It looks at every
// frame, and not with eval, which the page's policy forbids.
func (p *tab) waitFor(expression string) {
	p.Helper()
	evaluate[bool](p, fmt.Sprintf(`(async () => { while (!(%s)) { await new Promise(requestAnimationFrame); } return true; })()`, expression))
}

// shows holds what an expression gives against what is wanted.
func shows[T comparable](p *tab, want T, expression string) {
	p.Helper()
	if got := evaluate[T](p, expression); got != want {
		p.Errorf("%s is %v, want %v", expression, got, want)
	}
}

// click clicks as a mouse does: what is covered or out of sight gets nothing.
func (p *tab) click(selector string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		p.Fatalf("click %s: %v", selector, err)
	}
}

// press types keys into whatever has the focus.
func (p *tab) press(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(keys, options...)))
}

// choose selects an option, as the keyboard does, and says so to the page.
func (p *tab) choose(selector, value string) {
	p.Helper()
	evaluate[bool](p, fmt.Sprintf(`(() => { const control = document.querySelector(%q); control.value = %q;
		control.dispatchEvent(new Event("change", {bubbles: true})); return control.value === %q; })()`, selector, value, value))
}

// search types into the field of that name.
func (p *tab) search(words string) {
	p.Helper()
	p.click("#q")
	p.press(words)
}

// counts waits until the page says how many it shows.
func (p *tab) counts(want string) {
	p.Helper()
	p.waitFor(fmt.Sprintf(`document.getElementById("count").textContent === %q`, want))
}

// fragment is where the page says it is, to be opened again.
func (p *tab) fragment() string { p.Helper(); return evaluate[string](p, `location.hash`) }

// clipboard is what was copied last.
func (p *tab) clipboard() string {
	p.Helper()
	return evaluate[string](p, `navigator.clipboard.readText()`)
}
