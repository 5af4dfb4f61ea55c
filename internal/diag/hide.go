package diag

import (
	"cmp"
	"slices"
	"sort"
)

// Hide keeps the source lines of diagnostics out of every output where they
// touch a line of one of the ranges, in which secrets are written. A range whose end hcl
// has lost, as it does for some half-written types, ends where it begins from then on.
func Hide(diags Diagnostics, secrets []Range) {
	lines := linesOf(secrets)
	for _, d := range diags {
		if d.Subject == nil {
			continue
		}
		if d.Subject.End.Byte < d.Subject.Start.Byte {
			at := *d.Subject
			at.End = at.Start
			d.Subject = &at
		}
		if lines.touch(*d.Subject) || d.Context != nil && lines.touch(*d.Context) {
			d.Extra = Extra{Code: CodeOf(d), HideSource: true, others: othersOf(d)}
		}
	}
}

// hiddenLines are the lines of files that ranges touch, by file and in the order of the first line.
type hiddenLines map[string][]lineSpan

type lineSpan struct {
	first int
	last  int // of the range, and of those before it in the list
}

func linesOf(ranges []Range) hiddenLines {
	out := hiddenLines{}
	for _, r := range ranges {
		out[r.Filename] = append(out[r.Filename], lineSpan{r.Start.Line, r.End.Line})
	}
	for _, spans := range out {
		slices.SortFunc(spans, func(a, b lineSpan) int { return cmp.Compare(a.first, b.first) })
		for i := 1; i < len(spans); i++ {
			spans[i].last = max(spans[i].last, spans[i-1].last)
		}
	}
	return out
}

// touch reports whether a line of r is one of them.
func (l hiddenLines) touch(r Range) bool {
	spans := l[r.Filename]
	after := sort.Search(len(spans), func(i int) bool { return spans[i].first > r.End.Line })
	return after > 0 && spans[after-1].last >= r.Start.Line
}
