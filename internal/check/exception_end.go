package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// lapsesSoon is how many days before its end an exception is warned of: time
// enough to do what it was waiting for.
const lapsesSoon = 14

// exceptionsAreReasoned: who reads the exception later has to know why.
func exceptionsAreReasoned(r *run) {
	for _, e := range r.Exceptions {
		blank := e.Known("reason") && strings.TrimSpace(e.Reason) == ""
		if blank || e.Given("reason") && e.Omitted("reason") {
			r.error(nil, e.ArgumentRange("reason"), "unreasoned-exception", "Exception without a reason",
				"The reason is empty. Say why the exception is made, and what ends it.")
		}
		clean(r, nil, e.ArgumentRange, "reason", e.Reason, true)
	}
}

// exceptionsEnd: an exception has an end, at most a year and a day ahead, and
// once it has come the exception is not in force.
func exceptionsEnd(r *run) {
	today := r.now.UTC().Truncate(24 * time.Hour)
	for _, e := range r.Exceptions {
		at := e.ArgumentRange("expires")
		lastDay := e.Expires.AddDate(0, 0, -1)
		ahead := int(lastDay.Sub(today) / (24 * time.Hour))
		switch {
		case e.Given("expires") && e.Omitted("expires"):
			r.error(nil, at, "endless-exception", "Exception without an end",
				fmt.Sprintf("An exception ends on a day, at most %d days ahead, as in expires = %q.", pat.MaxExpiryDays, lastAllowed(today)))
		case !e.Known("expires"):
		case ahead > pat.MaxExpiryDays:
			r.error(nil, at, "long-exception", "Exception for too long",
				fmt.Sprintf("An exception ends at most %d days ahead, so that somebody looks at it again. The last day that can be written today is %q.", pat.MaxExpiryDays, lastAllowed(today)))
		case ahead < 0:
			r.warn(nil, at, "lapsed-exception", "Lapsed exception",
				fmt.Sprintf("The last day of the exception was %s, and it is not in force any more. Remove it, or write another day.", lastDay.Format(time.DateOnly)))
		case ahead <= lapsesSoon:
			r.warn(nil, at, "exception-lapses", "Exception about to lapse",
				fmt.Sprintf("The last day of the exception is %s, within the next %d days. Do what it waits for, or write another day.", lastDay.Format(time.DateOnly), lapsesSoon))
		}
	}
}

func lastAllowed(today time.Time) string {
	return today.AddDate(0, 0, pat.MaxExpiryDays).Format(time.DateOnly)
}
