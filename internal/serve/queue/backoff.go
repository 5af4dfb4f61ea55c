package queue

import "time"

// When an organization whose look failed is looked at next, and which look is slow.
const (
	FirstDelay = time.Second      // after a failed look; doubles with each further one
	LastDelay  = 5 * time.Minute  // at most
	EventDelay = 5 * time.Second  // from a failed look to the one that an event brings forward
	SlowLook   = 10 * time.Second // a look that takes longer sends its organization to the slow lane
)

// Backoff is the time until the next attempt after a number of failures in a row, which is 1 or
// more. It is first after the first failure, doubles with each further one, and is never more than
// last. A random number, at least 0 and less than 1, takes away up to half of it, so that what
// failed together is not tried again together.
func Backoff(first, last time.Duration, failures int, random float64) time.Duration {
	d := first
	for range failures - 1 {
		if d >= last/2 {
			d = last
			break
		}
		d *= 2
	}
	d = min(d, last)
	return d - time.Duration(random*float64(d/2))
}
