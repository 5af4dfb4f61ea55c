package transport

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/github"
)

// MaxSkew is how far a clock may be off before what is judged by it misleads.
const MaxSkew = 5 * time.Minute

// Passed reports whether a time has passed by either clock of the machine. Go compares by the one
// that no correction moves, which stands still while the machine is suspended: what was read an hour
// ago would look new, and what was signed then still valid.
func Passed(now, at time.Time) bool { return now.After(at) || now.Round(0).After(at) }

// Clocks compares the clock of this machine with that in GitHub's answers.
type Clocks struct {
	Now func() time.Time

	mu    sync.Mutex
	worst time.Duration // how far ours is ahead, where that was furthest from 0
}

// answered looks at the time at which a call that was sent then was answered. What
// may lie between the two is no difference of clocks.
func (c *Clocks) answered(sent time.Time, h http.Header) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	ahead := max(sent.Sub(date), 0)
	if now := c.Now(); date.After(now) {
		ahead = now.Sub(date)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if ahead.Abs() > c.worst.Abs() {
		c.worst = ahead
	}
}

// Gaps is one if the clocks are so far apart that what is due cannot be known. Unattended
// programs run no command again.
func (c *Clocks) Gaps(unattended bool) []github.Gap {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.worst.Abs() <= MaxSkew {
		return nil
	}
	next := "Set the clock, and run the command again."
	if unattended {
		next = "Set the clock."
	}
	return []github.Gap{{What: "times", Why: SkewText(c.worst) + " patctl cannot tell what has expired or is unused. " + next}}
}

// roughly writes a time span for people: in days where it is long.
func roughly(d time.Duration) string {
	const day = 24 * time.Hour
	if d < 2*day {
		return d.Round(time.Second).String()
	}
	return fmt.Sprintf("%d days", d/day)
}

// SkewText says how far the clock of this machine is off.
func SkewText(skew time.Duration) string {
	side := "ahead of"
	if skew < 0 {
		side = "behind"
	}
	return fmt.Sprintf("The clock of this machine is %s %s GitHub's.", roughly(skew.Abs()), side)
}
