package githubtest

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// move makes a list grow or shrink at its beginning before it is read, and returns it as the call
// sees it: as it is, or as it was before it last moved.
func (h *Handler) move(r *request, kind pat.Kind) []Grant {
	list, key := r.org.grants(kind), r.org.Login+" "+string(kind)
	if r.fault(FaultShrink) != nil || r.fault(FaultGrow) != nil {
		h.before[key] = slices.Clone(*list)
	}
	if f := r.fault(FaultShrink); f != nil {
		*list = slices.Delete(*list, 0, min(max(1, f.Count), len(*list)))
	}
	if f := r.fault(FaultGrow); f != nil {
		for range max(1, f.Count) {
			*list = slices.Insert(*list, 0, h.newcomer(kind))
		}
	}
	if before, moved := h.before[key]; moved && r.fault(FaultStale) != nil {
		return before
	}
	return *list
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

// breakElements puts what a fault says in the place of an element, or leaves elements out.
func (r *request) breakElements(elements []element, header http.Header) []element {
	if r.fault(FaultEmpty) != nil {
		return nil
	}
	if f := r.fault(FaultPartial); f != nil {
		header.Set("X-GitHub-SSO", "partial-results; organizations=652551")
		elements = elements[min(max(1, f.Count), len(elements)):]
	}
	for _, f := range r.faults {
		if f.Do == FaultElement && f.Index < len(elements) {
			elements[f.Index] = element{f.Value, true}
		}
	}
	return elements
}
