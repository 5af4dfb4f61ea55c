package audit

import (
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/pat"
)

// worthwhile is how many requests and tokens are worth a goroutine, which makes
// the templates ready once more.
const worthwhile = 5000

// inParts judges the requests and tokens of an organization in parts at the same
// time. What comes out is the same for any number of parts.
func (j *judge) inParts(organization string, known teams, grants []*pat.Grant, parts int) {
	first, n := len(j.subjects), len(grants)
	j.subjects = append(j.subjects, make([]Subject, n)...)
	judges, panics := make([]*judge, parts), make([]any, parts)
	var group sync.WaitGroup
	for i := range judges {
		from, to := n*i/parts, n*(i+1)/parts
		part, subjects := j.fork(), j.subjects[first+from:first+to]
		judges[i] = part
		group.Go(func() {
			// A panic ends the process unless the caller's goroutine has it.
			defer func() { panics[i] = recover() }()
			part.all(organization, known, grants[from:to], subjects)
		})
	}
	group.Wait()
	for i, part := range judges {
		if panics[i] != nil {
			panic(panics[i])
		}
		j.join(part)
	}
}

// all judges what belongs to one organization, and puts it into subjects.
func (j *judge) all(organization string, known teams, grants []*pat.Grant, subjects []Subject) {
	index := newIndex(j.templates[strings.ToLower(organization)], j.cfg.Catalog, known)
	for i, grant := range grants {
		subjects[i] = j.subject(organization, grant, index)
	}
}

// fork returns a judge by the same configuration that has found nothing yet.
func (j *judge) fork() *judge {
	part := *j
	part.gaps, part.subjects, part.misses = nil, nil, nil
	part.links, part.texts = map[linkOf]string{}, map[string]string{}
	part.exceptions = slices.Clone(j.exceptions)
	for i := range part.exceptions {
		part.exceptions[i].covered = 0
	}
	return &part
}

// join adds what a part found beside its subjects, in the order of the parts.
func (j *judge) join(part *judge) {
	for i := range part.exceptions {
		j.exceptions[i].covered += part.exceptions[i].covered
	}
	for _, m := range part.misses {
		j.miss(m)
	}
}
