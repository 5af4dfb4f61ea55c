package diag

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// maxKept is how many errors are kept and shown at most, and how many warnings. Nobody reads as many.
const maxKept = 10_000

// Limit returns the first 10,000 errors and the first 10,000 warnings of a list, in its order. Of
// more, the last diagnostic says how many there are. Count counts it as those that are left out, and
// so does Limit.
func Limit(diags Diagnostics) Diagnostics {
	if len(diags) <= maxKept {
		return diags
	}
	c := Cutter{keep: maxKept}
	kept := c.first(diags, func(*Diagnostic) {})
	return append(kept, c.rest(kept)...)
}

// Cutter bounds a list of diagnostics that grows. Its zero value is ready for use.
type Cutter struct {
	keep   int
	others [2]int // errors and warnings that other cutters have left out
	seed   maphash.Seed
	cut    [2]map[uint64]bool // those that were left out, once each
}

// Cut shortens a list that is far too long, so that it takes little memory. The list is then
// sorted, and holds nothing twice.
func (c *Cutter) Cut(diags Diagnostics) Diagnostics {
	if !TooMany(len(diags)) {
		return diags
	}
	return c.shorten(diags)
}

// TooMany reports whether Cut shortens a list of a length.
func TooMany(length int) bool { return length > 4*maxKept }

// Finish returns the list in its order, each diagnostic once, as Limit would have returned it if
// nothing had been cut.
func (c *Cutter) Finish(diags Diagnostics) Diagnostics {
	diags = c.shorten(diags)
	return append(diags, c.rest(diags)...)
}

func (c *Cutter) shorten(diags Diagnostics) Diagnostics {
	if c.keep == 0 {
		*c = Cutter{keep: maxKept, seed: maphash.MakeSeed(), cut: [2]map[uint64]bool{{}, {}}}
	}
	Sort(diags)
	diags = slices.CompactFunc(diags, same)
	return c.first(diags, func(d *Diagnostic) { c.cut[kind(d)][c.hash(d)] = true })
}

// first returns what is kept of diags, and hands the rest to cut.
func (c *Cutter) first(diags Diagnostics, cut func(*Diagnostic)) Diagnostics {
	var (
		kept  Diagnostics
		count [2]int
	)
	for _, d := range diags {
		k := kind(d)
		if n := othersOf(d); n > 0 {
			c.others[k] += n
			continue
		}
		if count[k]++; count[k] <= c.keep {
			kept = append(kept, d)
			continue
		}
		if c.cut[k] == nil {
			c.others[k]++
			continue
		}
		cut(d)
	}
	return kept
}

// rest are the diagnostics that say how many are left out.
func (c *Cutter) rest(kept Diagnostics) Diagnostics {
	var (
		out   Diagnostics
		count [2]int
	)
	for _, d := range kept {
		count[kind(d)]++
	}
	for k, code := range []Code{"too-many-errors", "too-many-warnings"} {
		others := c.others[k] + len(c.cut[k])
		if others == 0 {
			continue
		}
		words := strings.TrimPrefix(string(code), "too-many-")
		d := Error(Range{Filename: workingDirectory}, code, "Too many "+words,
			fmt.Sprintf("patctl found %d %s, and shows the first %d. Correct them, and run the command again.", count[k]+others, words, count[k]))
		d.Extra = Extra{Code: code, others: others}
		if k > 0 {
			d.Severity = hcl.DiagWarning
		}
		out = append(out, d)
	}
	return out
}

// IsCount reports whether a diagnostic only says how many others were left out.
func IsCount(d *Diagnostic) bool { return othersOf(d) > 0 }

// kind is 0 for an error and 1 for a warning.
func kind(d *Diagnostic) int {
	if IsError(d) {
		return 0
	}
	return 1
}

func othersOf(d *Diagnostic) int {
	extra, _ := d.Extra.(Extra)
	return extra.others
}

// same reports whether two diagnostics say the same about the same place.
func same(a, b *Diagnostic) bool {
	return a.Severity == b.Severity && a.Summary == b.Summary && a.Detail == b.Detail &&
		a.Subject != nil && b.Subject != nil && *a.Subject == *b.Subject
}

func (c *Cutter) hash(d *Diagnostic) uint64 {
	key := struct {
		summary, detail string
		subject         Range
	}{summary: d.Summary, detail: d.Detail}
	if d.Subject != nil {
		key.subject = *d.Subject
	}
	return maphash.Comparable(c.seed, key)
}
