// Package span counts the days between times.
package span

import "time"

// day has no leap seconds, as in Go's times.
const day = 24 * 60 * 60

// DaysUp returns the days from one time to another, rounded up. A difference of times
// as Go has it ends after 292 years, and GitHub may name the year 9999.
func DaysUp(from, to time.Time) int {
	seconds := to.Unix() - from.Unix()
	if to.Nanosecond() > from.Nanosecond() {
		seconds++
	}
	if seconds <= 0 {
		return int(seconds / day)
	}
	return int((seconds-1)/day) + 1
}

// DaysDown returns the whole days from one time to another.
func DaysDown(from, to time.Time) int {
	seconds := to.Unix() - from.Unix()
	if to.Nanosecond() < from.Nanosecond() {
		seconds--
	}
	return int(seconds / day)
}
