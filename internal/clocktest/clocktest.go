// Package clocktest makes times of two clocks, as time.Now returns them: one that people read, and
// one that never goes back, and stands still while the machine is suspended. Only tests import it.
package clocktest

import (
	"time"
	"unsafe"
)

// layout is that of time.Time. No exported function sets the second clock, which compare and
// subtract use before the first one.
type layout struct {
	wall uint64
	ext  int64
	loc  *time.Location
}

// Time returns what time.Now returns when the clock shows a time and the machine has run for a
// while. Its test fails if Go changes the layout of a time.
func Time(shown time.Time, running time.Duration) time.Time {
	const hasMonotonic, nanoseconds = 1 << 63, 30
	epoch := time.Date(1885, 1, 1, 0, 0, 0, 0, time.UTC)
	var t time.Time
	*(*layout)(unsafe.Pointer(&t)) = layout{
		wall: hasMonotonic | uint64(shown.Unix()-epoch.Unix())<<nanoseconds | uint64(shown.Nanosecond()),
		ext:  int64(running), loc: shown.Location(),
	}
	return t
}
