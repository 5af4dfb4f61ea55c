package record

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Log collects calls and gaps while a command runs. Several goroutines may use it
// at once. The zero value is empty.
type Log struct {
	mu    sync.Mutex
	calls map[callKey]*Call
	gaps  map[Gap]int
}

// callKey is what distinguishes calls.
type callKey struct {
	method, host, route, path, is, media, accepted string
	status                                         int
	token                                          Token
}

func keyOf(c Call) callKey {
	return callKey{c.Method, c.Host, c.Route, c.Path, strings.Join(c.Is, "\n"), c.Media, c.Accepted, c.Status, c.Token}
}

// hostWord begins what explain calls a host that is none of the REST API.
const hostWord = "host "

// maxCalls and maxGaps are how many different ones are kept. No command makes as many by
// itself.
const (
	maxCalls = 50_000
	maxGaps  = 1_000
)

// Add counts a call that was made at a time. A token in its host or path is left out.
func (l *Log) Add(c Call, at time.Time) {
	c.Host, c.Path, c.Is = shownHost(c.Host), shownPath(c.Path), slices.Clone(c.Is)
	for i, is := range c.Is {
		if host, ok := strings.CutPrefix(is, hostWord); ok {
			c.Is[i] = hostWord + shownHost(host)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls == nil {
		l.calls = map[callKey]*Call{}
	}
	seen := l.calls[keyOf(c)]
	if seen == nil && len(l.calls) == maxCalls {
		l.count(Gap{Kind: UnreadableCall, Detail: "The command made more different calls than a record can hold."})
		return
	}
	if seen == nil {
		c.Count, c.FirstAt, c.LastAt = 0, at, at
		seen = &c
		l.calls[keyOf(c)] = seen
	}
	seen.Count++
	if at.Before(seen.FirstAt) {
		seen.FirstAt = at
	}
	if at.After(seen.LastAt) {
		seen.LastAt = at
	}
}

// AddGap counts a gap. Its own count is ignored.
func (l *Log) AddGap(g Gap) {
	g.Count, g.Host = 0, shownHost(g.Host)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count(g)
}

func (l *Log) count(g Gap) {
	if l.gaps == nil {
		l.gaps = map[Gap]int{}
	}
	if l.gaps[g] == 0 && len(l.gaps) >= maxGaps {
		g.Host = "" // there are many hosts, and few other texts
	}
	l.gaps[g]++
}

// Fill puts what was collected into a record, sorted, and says whether the record is
// complete. A record without a call has a gap: that nothing was seen does not show
// that nothing is needed.
func (l *Log) Fill(r *Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Calls, r.Refused, r.Gaps = []Call{}, []Call{}, []Gap{}
	for _, c := range l.calls {
		if c.WasRefused() {
			r.Refused = append(r.Refused, *c)
		} else {
			r.Calls = append(r.Calls, *c)
		}
	}
	for g, count := range l.gaps {
		g.Count = count
		r.Gaps = append(r.Gaps, g)
	}
	if len(l.calls) == 0 {
		r.Gaps = append(r.Gaps, Gap{Kind: NoCalls, Count: 1, Detail: "No call to GitHub was seen. The command may not call GitHub, or may call it in a way that record can't see."})
	}
	slices.SortFunc(r.Calls, compareCalls)
	slices.SortFunc(r.Refused, compareCalls)
	slices.SortFunc(r.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Host, b.Host), cmp.Compare(a.Detail, b.Detail))
	})
	r.Complete = len(r.Gaps) == 0
}

// WasRefused reports whether GitHub refused the call. A call that is refused is no
// evidence that the token needs a permission for it.
func (c Call) WasRefused() bool { return c.Status == 401 || c.Status == 403 || c.Status == 404 }

func compareCalls(a, b Call) int {
	return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(a.Route, b.Route), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Path, b.Path),
		slices.Compare(a.Is, b.Is), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Media, b.Media), cmp.Compare(a.Token, b.Token), cmp.Compare(a.Accepted, b.Accepted))
}
