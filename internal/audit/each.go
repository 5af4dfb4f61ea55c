package audit

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// JudgeEach judges as Judge does, but keeps no subjects: it hands them over in the order in
// which an audit lists them, some at a time, with the time for which they were judged.
// What is handed over is overwritten later. The snapshot loses its requests and tokens,
// since a million of them are too many to have in memory twice.
func JudgeEach(cfg *hcl.Configuration, snapshot *github.Snapshot, asOf time.Time, take func(asOf time.Time, subjects []Subject)) (*Audit, diag.Diagnostics) {
	sorted := *snapshot
	sorted.Organizations = slices.Clone(snapshot.Organizations)
	slices.SortStableFunc(sorted.Organizations, func(a, b github.Organization) int { return strings.Compare(a.Login, b.Login) })
	for _, o := range sorted.Organizations {
		for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
			if byID := func(a, b pat.Grant) int { return cmp.Compare(a.ID, b.ID) }; !slices.IsSortedFunc(list, byID) {
				slices.SortFunc(list, byID)
			}
		}
	}
	j := newJudge(cfg, snapshot.Host)
	j.hand = take
	return j.snapshot(&sorted, asOf)
}

// atOnce is how many subjects are handed over at a time.
const atOnce = 1 << 13

// handOver judges the requests and tokens of an organization as inParts does. While some
// are judged, those before them are taken.
func (j *judge) handOver(organization string, known teams, grants []*pat.Grant, parts int) {
	judges, indexes := make([]*judge, parts), make([]*index, parts)
	for i := range judges {
		judges[i] = j.fork()
		indexes[i] = newIndex(j.templates[strings.ToLower(organization)], j.cfg.Catalog, known)
	}
	var judged, free []Subject
	for some := range slices.Chunk(grants, atOnce) {
		next := append(free[:0], make([]Subject, len(some))...)
		wait := atTheSameTime(parts, func(part int) {
			for i := part; i < len(some); i += parts {
				next[i] = judges[part].subject(organization, some[i], indexes[part])
				*some[i] = pat.Grant{}
			}
		})
		j.hand(j.asOf, judged)
		wait()
		judged, free = next, judged
	}
	j.hand(j.asOf, judged)
	for _, part := range judges {
		j.join(part)
	}
}

// atTheSameTime calls a function for each part at the same time. It returns a function that waits
// for all, and panics if one of them did.
func atTheSameTime(parts int, call func(part int)) (wait func()) {
	panics := make([]any, parts)
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() {
			// A panic ends the process unless the caller's goroutine has it.
			defer func() { panics[i] = recover() }()
			call(i)
		})
	}
	return func() {
		group.Wait()
		for _, p := range panics {
			if p != nil {
				panic(p)
			}
		}
	}
}
