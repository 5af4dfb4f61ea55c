package auditlog

import (
	"fmt"
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/usage"
)

// reason is why a part of a file is no event. No reason quotes the file.
type reason string

const (
	notJSON      reason = "the text is not JSON"
	broken       reason = "the JSON is cut off or not valid"
	tooLarge     reason = "the event is larger than 8 MiB"
	openList     reason = "the file ends before its list does"
	damaged      reason = "the compressed data is cut off or damaged, and what follows can't be read"
	noAction     reason = "the JSON is not an event of an audit log: it has no action"
	noTime       reason = "the event has no time that can be read in created_at or @timestamp"
	noRepository reason = "the event has a repository that is not written like octo-org/api"
)

// keyTwice and wrongKind are about a key that is read.
func keyTwice(key string) reason {
	return reason(fmt.Sprintf("the event has the key %q twice, or in another case, and only one can be meant", key))
}

func wrongKind(key string) reason {
	return reason(fmt.Sprintf("the event has a value under %q that can't be read", key))
}

// faults are counted by their reasons, which are few.
type faults map[reason]*faultSum

type faultSum struct{ count, first int }

func (f faults) add(found ...fault) {
	for _, one := range found {
		sum := f[one.reason]
		if sum == nil {
			sum = &faultSum{first: one.line}
			f[one.reason] = sum
		}
		sum.count++
		sum.first = min(sum.first, one.line)
	}
}

// first is the first fault. Without one, it has no reason.
func (f faults) first() (line int, why reason) {
	for _, is := range slices.Sorted(maps.Keys(f)) {
		if why == "" || f[is].first < line {
			line, why = f[is].first, is
		}
	}
	return line, why
}

func (f faults) gaps(file string) []usage.Gap {
	var gaps []usage.Gap
	for _, is := range slices.Sorted(maps.Keys(f)) {
		what := fmt.Sprintf("line %d", f[is].first)
		if more := f[is].count - 1; more > 0 {
			what = fmt.Sprintf("line %d and %d more", f[is].first, more)
		}
		gaps = append(gaps, usage.Gap{Source: usage.AuditLog, File: file, What: what, Why: string(is)})
	}
	return gaps
}
