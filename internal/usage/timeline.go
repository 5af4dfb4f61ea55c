package usage

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// hole is how long a log may have no event before that is a gap: in an organization that
// works, some event is logged every day.
const hole = 24 * time.Hour

// maxHoles is how many holes are listed one by one.
const maxHoles = 50

// timeline is when events were logged. Of each day it keeps the first and the last moment,
// which is enough to find all holes that are longer than a day.
type timeline struct {
	days   map[int64]*moments
	events int
}

// moments are the first and the last in milliseconds since 1970.
type moments struct{ first, last int64 }

func (m *moments) add(first, last int64) {
	if m.first == 0 || first != 0 && first < m.first {
		m.first = first
	}
	m.last = max(m.last, last)
}

func (t *timeline) add(at int64) {
	if t.days == nil {
		t.days = map[int64]*moments{}
	}
	day := at / (24 * time.Hour).Milliseconds()
	m := t.days[day]
	if m == nil {
		m = &moments{at, at}
		t.days[day] = m
	}
	m.add(at, at)
	t.events++
}

// covers returns what the log covers, and the holes in it.
func (t *timeline) covers(source Source) (Coverage, []Gap) {
	c := Coverage{Source: source, Events: t.events}
	var gaps []Gap
	before := int64(0)
	for _, day := range slices.Sorted(maps.Keys(t.days)) {
		m := t.days[day]
		switch {
		case before == 0:
			c.From, c.Unbroken = timeOf(m.first), timeOf(m.first)
		case m.first-before > hole.Milliseconds():
			c.Unbroken = timeOf(m.first)
			gaps = append(gaps, holeGap(source, timeOf(before), timeOf(m.first)))
		}
		before, c.To = m.last, timeOf(m.last)
	}
	if more := len(gaps) - maxHoles; more > 0 {
		gaps = append(gaps[:maxHoles], Gap{
			Source: source, Hole: true, What: fmt.Sprintf("events at %d more times", more), Why: "there is no event of any user for more than 24 hours at a time",
		})
	}
	return c, gaps
}

func holeGap(source Source, from, to time.Time) Gap {
	const minute = "2006-01-02 15:04"
	return Gap{
		Source: source, Hole: true,
		What: "events from " + from.Format(minute) + " to " + to.Format(minute),
		Why:  fmt.Sprintf("there is no event of any user for %d hours", int(to.Sub(from).Hours())),
	}
}

// timeOf is a moment as it is written: UTC. 0 is none.
func timeOf(milliseconds int64) time.Time {
	if milliseconds == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}

// momentOf is the reverse of timeOf.
func momentOf(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}
