package auditreport_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestPackedPageIsHarmless: whatever strangers call things, the page has the same elements,
// and only its own script.
func TestPackedPageIsHarmless(t *testing.T) {
	pageOf := func(text string) string { return auditreport.NewDocument(audittest.Of(text)).PackedPage() }
	formattest.CheckPolicy(t, pageOf(formattest.Hostile))
	formattest.CheckShape(t, pageOf)
}

// TestLargePageIsPacked: the page of a large audit has its rows as compressed data and
// its first rows and counts as HTML, holds what the document holds, and is the same each
// time. A small one is plain.
func TestLargePageIsPacked(t *testing.T) {
	const packed = `"packed":"`
	if small := audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(5000)), false); strings.Contains(small, packed) {
		t.Error("the page of 5,000 tokens is packed")
	}
	d := auditreport.NewDocument(audittest.Many(40_000))
	page := audittest.Write(t, "html", d, false)
	before, _, found := strings.Cut(page, packed)
	if !found || strings.Count(before, `<tr class="subject"`) != 100 {
		t.Error("the page of 40,000 tokens is not packed, or doesn't begin with 100 rows")
	}
	for _, want := range []string{"Only the first 100 of 40000 requests and tokens are below.", "13334 of 40000 requests and tokens do not match the templates"} {
		if !strings.Contains(before, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if len(page) > 600_000 {
		t.Errorf("the page has %d bytes", len(page))
	}
	audittest.CheckPage(t, d, page)
	if again := audittest.Write(t, "html", auditreport.NewDocument(audittest.Many(40_000)), false); again != page {
		t.Error("another run gives another page")
	}
}

// TestPackedPageToFullDisk: a failed write is an error, and not a panic.
func TestPackedPageToFullDisk(t *testing.T) {
	f := auditFormat(t, "html")
	d := auditreport.NewDocument(audittest.Many(6000))
	for _, room := range []int{0, 1000, 70_000, 100_000} {
		if err := f.Write(&full{room}, d, format.Style{}); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: %v", room, err)
		}
	}
}
