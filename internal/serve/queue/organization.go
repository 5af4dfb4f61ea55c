package queue

import "time"

// organization is what the queue knows of one.
type organization struct {
	login    string
	asked    bool      // a look is to begin
	since    time.Time // the oldest event since the last look that succeeded; zero: none
	due      time.Time // when the look that is asked for may begin
	order    uint64    // among those with the same due
	running  bool
	gone     bool      // it is to be forgotten when its look has ended
	slow     bool      // the last look failed or took long
	failures int       // in a row
	ended    time.Time // when the last look ended
	line     *line     // that it is in; nil: none
	place    int       // in the line
}

// ask takes in that a look is wanted, because of an event at a time, or of a sweep.
func (o *organization) ask(since, now time.Time, order uint64) {
	o.since = older(o.since, since)
	switch {
	case !o.asked:
		o.asked, o.due, o.order = true, now, order
	case o.failures > 0 && !o.running && !since.IsZero() && o.due.After(now):
		o.due = earlier(o.due, latest(now, o.ended.Add(EventDelay)))
	}
}

// begin takes in that a look begins, and returns it. What is asked for from now on leads to
// another one.
func (o *organization) begin() Look {
	look := Look{Organization: o.login, Since: o.since, Attempt: o.failures + 1}
	o.running, o.asked, o.since = true, false, time.Time{}
	return look
}

// end takes in how a look ended. One that failed is asked for again.
func (o *organization) end(look Look, began, now time.Time, failed bool, random float64, order uint64) {
	o.running, o.ended = false, now
	o.slow = failed || now.Sub(began) > SlowLook
	if !failed {
		o.failures = 0
		return
	}
	o.failures++
	again := now.Add(Backoff(FirstDelay, LastDelay, o.failures, random))
	if o.asked && !o.since.IsZero() {
		again = earlier(again, now.Add(EventDelay))
	}
	o.asked, o.due, o.order = true, again, order
	o.since = older(o.since, look.Since)
}

// older is the earlier of two times, where the zero one is none.
func older(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
