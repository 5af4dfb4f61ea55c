package audit

import (
	"slices"
	"strings"

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
	judges := make([]*judge, parts)
	for i := range judges {
		judges[i] = j.fork()
	}
	atTheSameTime(parts, func(part int) {
		from, to := n*part/parts, n*(part+1)/parts
		judges[part].all(organization, known, grants[from:to], j.subjects[first+from:first+to])
	})()
	for _, part := range judges {
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
	part.gaps, part.subjects, part.misses, part.missed = nil, nil, nil, map[missed]*miss{}
	part.links, part.texts, part.days = map[linkOf]link{}, map[string]string{}, map[daysText]string{}
	part.scratch, part.reason = nil, nil
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
