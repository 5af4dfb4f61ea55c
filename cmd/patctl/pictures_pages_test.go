package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/picture"
)

// pagePictures are the pictures of pages, and what makes the pages.
var pagePictures = []pagePicture{
	{name: "inventory.png", args: "render -o html", height: 820},
	{name: "inventory-dark.png", args: "render -o html", height: 820, dark: true},
	{name: "drift-report.png", args: "audit --snapshot snapshot.json -o html", height: 1160},
	{name: "drift-report-dark.png", args: "audit --snapshot snapshot.json -o html", height: 1160, dark: true},
	{name: "status.png", write: statusPage, height: 1430},
	{name: "status-dark.png", write: statusPage, height: 1430, dark: true},
}

const (
	// pageHashes says of which page each picture is, and which picture that is:
	// a browser draws no two pictures alike, so that they are not compared.
	pageHashes = picturesDir + "/pages.txt"

	// pictureVersion keeps pictures what they are when the version changes.
	pictureVersion = "0.1.0"

	pageWidth    = 1200       // in CSS pixels, as the heights
	maxPage      = 300 * 1000 // bytes of a picture
	pagePatience = time.Minute
)

type pagePicture struct {
	name   string
	args   string // of patctl, in the example octo-org; "": write writes the page
	write  func(*testing.T) string
	height int64
	dark   bool
}

// TestPagePictures fails where a picture of a page is not of the page that
// patctl writes now. `make pictures` takes such pictures again.
func TestPagePictures(t *testing.T) {
	for _, p := range pagePictures {
		t.Run(p.name, func(t *testing.T) {
			page := p.page(t)
			if *update && p.held(t, page) != "" {
				p.take(t, page)
			}
			if problem := p.held(t, page); problem != "" {
				t.Errorf("docs/pictures/%s %s; run `make pictures`, which needs Chromium", p.name, problem)
			}
		})
	}
}

func (p pagePicture) page(t *testing.T) string {
	t.Helper()
	if p.write != nil {
		return p.write(t)
	}
	defer func(real string) { cli.Version = real }(cli.Version)
	cli.Version = pictureVersion
	page, stderr, code := runIn(t, filepath.Join(examplesDir, "octo-org"), strings.Fields(p.args)...)
	if code == cli.ExitError || stderr != "" {
		t.Fatalf("patctl %s: exit code %d\n%s", p.args, code, stderr)
	}
	return page
}

// line is the one of pageHashes for a picture.
func (p pagePicture) line(page string, image []byte) string {
	return fmt.Sprintf("%s page %s picture %s\n", p.name, hashOf(fmt.Sprintf("%d %d %t\n%s", pageWidth, p.height, p.dark, page)), hashOf(string(image)))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// held says what is wrong with the picture that there is, or "".
func (p pagePicture) held(t *testing.T, page string) string {
	t.Helper()
	image, err := os.ReadFile(filepath.Join(picturesDir, p.name))
	if err != nil {
		return "is not there"
	}
	if len(image) > maxPage {
		return fmt.Sprintf("has %d bytes", len(image))
	}
	if !slices.Contains(readPageHashes(t), p.line(page, image)) {
		return "is stale"
	}
	return ""
}

func readPageHashes(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(pageHashes)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}

// take takes the picture, and notes of which page it is.
func (p pagePicture) take(t *testing.T, page string) {
	t.Helper()
	image, err := picture.ShrinkPNG(p.screenshot(t, page))
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.DeleteFunc(readPageHashes(t), func(line string) bool { return strings.HasPrefix(line, p.name+" ") })
	lines = append(lines, p.line(page, image))
	slices.Sort(lines)
	for file, data := range map[string][]byte{filepath.Join(picturesDir, p.name): image, pageHashes: []byte(strings.Join(lines, ""))} {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// screenshot opens the page in a browser without a window.
func (p pagePicture) screenshot(t *testing.T, page string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := pictureBrowser(t)
	scheme := map[bool]string{false: "light", true: "dark"}[p.dark]
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(pageWidth, p.height, chromedp.EmulateScale(2))); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.ToSlash(file))); err != nil {
		t.Fatal(err)
	}
	image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func pictureBrowser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("PATCTL_TEST_BROWSER")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Fatal("a picture of a page is stale, and there is no Chromium to take it again; .ci/browser installs it")
	}
	ctx, cancel := context.WithTimeout(t.Context(), pagePatience)
	t.Cleanup(cancel)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("no-sandbox", os.Geteuid() == 0))
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}
