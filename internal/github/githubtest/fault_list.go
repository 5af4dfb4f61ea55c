package githubtest

import (
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// move makes a list grow or shrink at its beginning before it is read.
func (h *Handler) move(r *request, kind pat.Kind) {
	list := r.org.grants(kind)
	if f := r.fault(FaultShrink); f != nil {
		*list = slices.Delete(*list, 0, min(max(1, f.Count), len(*list)))
	}
	if f := r.fault(FaultGrow); f != nil {
		for range max(1, f.Count) {
			*list = slices.Insert(*list, 0, h.newcomer(kind))
		}
	}
}

// newcomer is a request or token that was not there before.
func (h *Handler) newcomer(kind pat.Kind) Grant {
	now := h.now()
	g := Grant{Grant: pat.Grant{
		ID: h.nextID, TokenName: fmt.Sprintf("newcomer-%d", h.nextID), Owner: "hubot", Since: &now,
		RepositorySelection: "all", Permissions: pat.GrantPermissions{Repository: pat.Permissions{"metadata": pat.Read}},
	}}
	h.nextID++
	g.complete(kind, 0, now)
	return g
}

// invented returns elements for a page beyond the last: those of another page
// again, or with ids that no other has.
func (r *request) invented(page, perPage, total int, at func(int) element) []element {
	var out []element
	number, _ := r.paging()
	for i := page * perPage; i < min((page+1)*perPage, total); i++ {
		e := at(i)
		if r.fault(FaultEndless).New {
			id := int64(number)*1_000_000 + int64(i)
			e = element{body.Alter(e.body, map[string]any{"id": id, "token_id": id}, nil), true}
		}
		out = append(out, e)
	}
	return out
}

// breakElements puts what a fault says in the place of an element.
func (r *request) breakElements(elements []element) []element {
	for _, f := range r.faults {
		if f.Do == FaultElement && f.Index < len(elements) {
			elements[f.Index] = element{f.Value, true}
		}
	}
	return elements
}
