package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/hcl"
)

// TermChange is a block other than a template that is added, changed or removed,
// and on which it depends how tokens are judged or what is done to them.
type TermChange struct {
	Block  string // exception "legacy-ci"; the name may be anything
	Action Action
}

// Terms compares two configurations in what they hold requests and tokens
// against beside the templates: organizations with their reviews, policies,
// rules, exceptions, permissions that the catalog was taught, and the host. The serve
// block is not among them: who is told has no effect on what is judged or done. The
// result is sorted by block. Policies are compared by their text: what changes
// in a local value or a file that one refers to is not seen.
func Terms(before, after *hcl.Configuration) []TermChange {
	b, a := terms(before), terms(after)
	all := maps.Clone(b)
	maps.Copy(all, a)
	var out []TermChange
	for _, block := range slices.Sorted(maps.Keys(all)) {
		was, had := b[block]
		is, has := a[block]
		switch {
		case !had:
			out = append(out, TermChange{block, Create})
		case !has:
			out = append(out, TermChange{block, Delete})
		case was != is:
			out = append(out, TermChange{block, Update})
		}
	}
	return out
}

// terms gives what each block says, by its header.
func terms(cfg *hcl.Configuration) map[string]string {
	out := map[string]string{"patctl host": cfg.Host}
	add := func(kind, name string, says ...any) { out[fmt.Sprintf("%s %q", kind, name)] = inJSON(says) }
	for _, o := range cfg.Organizations {
		if r := o.Review; r != nil {
			add("organization", o.Login, r.Approve, r.Deny, r.Revoke, r.MaxActions, r.MaxRevokeShare, r.MessageSource(cfg.Sources), r.Contact)
			continue
		}
		add("organization", o.Login)
	}
	for _, r := range cfg.Rules {
		add("rule", r.Name, r.Severity, r.Days)
	}
	for _, e := range cfg.Exceptions {
		add("exception", e.Name, e.Organization, e.TokenID, e.Owner, e.TokenName, e.Template, e.Rules, e.Reason, e.Expires)
	}
	for _, p := range cfg.Policies {
		kind := "policy"
		if p.Module != "" {
			kind = p.Module + " policy"
		}
		add(kind, p.Name, p.On, p.Severity, p.Source(cfg.Sources))
	}
	for _, p := range cfg.Catalog.Permissions() {
		add("permission", p.Name, p)
	}
	return out
}

func inJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	return string(text)
}
