package testcase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// snapshot is a snapshot that cases are about, and where its requests and tokens are.
type snapshot struct {
	*github.Snapshot
	byID, byTokenID map[int64][]subjectKey
}

func newSnapshot(s *github.Snapshot) *snapshot {
	out := &snapshot{s, map[int64][]subjectKey{}, map[int64][]subjectKey{}}
	for i := range s.Organizations {
		o := &s.Organizations[i]
		for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
			for _, g := range list {
				key := subjectKey{o.Login, g.Kind, g.ID}
				out.byID[g.ID] = append(out.byID[g.ID], key)
				out.byTokenID[g.TokenID] = append(out.byTokenID[g.TokenID], key)
			}
		}
	}
	return out
}

// subject finds the request or token of a snapshot that a case is about.
func (r *resolver) subject(c *Case) {
	id, byID := r.number(c.expect, "id", 1, 0)
	tokenID, byTokenID := r.number(c.expect, "token_id", 1, 0)
	organization, _ := r.text(c.expect, "organization", "")
	kind, a := r.text(c.expect, "kind", "")
	if a != nil {
		r.oneOf(a, kind, "kind", []string{string(pat.KindRequest), string(pat.KindToken)})
	}
	s, wrong := r.snapshots(c.Name, c.block)
	if wrong != nil {
		r.diags = append(r.diags, wrong)
	}
	if !byID && !byTokenID {
		if c.expect["id"] == nil && c.expect["token_id"] == nil {
			r.fail(c.header, "missing-id", "Missing ID", "Set token_id or id, so that the block names a request or token of the snapshot.")
		}
		return
	}
	if s == nil {
		return
	}
	found := s.byID[id]
	c.wanted = fmt.Sprintf("id %d", id)
	if byTokenID {
		c.wanted = fmt.Sprintf("token_id %d", tokenID)
		found = slices.DeleteFunc(slices.Clone(s.byTokenID[tokenID]), func(k subjectKey) bool { return byID && k.id != id })
	}
	if kind != "" {
		c.wanted = kind + " with " + c.wanted
	}
	found = slices.DeleteFunc(slices.Clone(found), func(k subjectKey) bool {
		return organization != "" && !strings.EqualFold(k.organization, organization) || kind != "" && k.kind != pat.Kind(kind)
	})
	switch len(found) {
	case 0:
		r.fail(c.header, "unknown-subject", "Not in the snapshot", "The snapshot has no request or token that the block names: %s.", c.wanted)
	case 1:
		c.subject, c.snapshot = found[0], s.Snapshot
	default:
		var names []string
		for _, k := range found {
			names = append(names, k.String())
		}
		r.fail(c.header, "ambiguous-subject", "Several requests or tokens", "The block names more than one: %s. Set id, kind, or organization, too.",
			diag.Printable(strings.Join(names, ", ")))
	}
}
