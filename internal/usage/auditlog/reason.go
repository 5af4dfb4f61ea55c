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
	notJSON      reason = "it is not JSON"
	broken       reason = "it is cut off, or it is not valid JSON"
	tooLarge     reason = "it is larger than 8 MiB"
	openList     reason = "the file ends before its list does"
	damaged      reason = "the compressed data is cut off or damaged, and what follows can't be read"
	noAction     reason = "it is no event of an audit log, because it has no action"
	noTime       reason = "the event has no time that can be read, in created_at or @timestamp"
	noRepository reason = "the repository of the event is not written like octo-org/api"
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

// first is the reason of the first fault, or "".
func (f faults) first() reason {
	found := reason("")
	for _, is := range slices.Sorted(maps.Keys(f)) {
		if found == "" || f[is].first < f[found].first {
			found = is
		}
	}
	return found
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
