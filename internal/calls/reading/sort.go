package reading

import (
	"cmp"
	"slices"
)

// Sort puts what was found into the order of the text: of what is not clear each
// kind once a line, and what nothing is known of only where nothing else is.
func (r *Reading) Sort() {
	slices.SortStableFunc(r.Calls, func(a, b Call) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.Unclear, func(a, b Unclear) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(rank(a), rank(b)))
	})
	var kept []Unclear
	for _, u := range r.Unclear {
		same := func(k Unclear) bool {
			return k.Line == u.Line && (k.Call == u.Call || u.Call == Unreadable)
		}
		if begin := max(0, len(kept)-maxKinds); !slices.ContainsFunc(kept[begin:], same) {
			kept = append(kept, u)
		}
	}
	r.Unclear = kept
	r.sortRuns()
}

// sortRuns keeps each run once a line.
func (r *Reading) sortRuns() {
	slices.SortStableFunc(r.Runs, func(a, b Run) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.What, b.What)) })
	r.Runs = slices.CompactFunc(r.Runs, func(a, b Run) bool { return a.Line == b.Line && a.What == b.What && a.Token == b.Token })
}

// maxKinds is more than one line has.
const maxKinds = 100

func rank(u Unclear) int {
	if u.Call == Unreadable {
		return 1
	}
	return 0
}

// LastIn gives the calls that were added last, as far as they are in one line.
func (r *Reading) LastIn(line int) []Call {
	at := len(r.Calls)
	for at > 0 && r.Calls[at-1].Line == line {
		at--
	}
	return r.Calls[at:]
}
