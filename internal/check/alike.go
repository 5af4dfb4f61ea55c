package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// maxAlike is how many globs an audit compares with 100,000 tokens in about 10 seconds. It looks for
// globs by their literal ends, and then tries each that has these.
const maxAlike = 1000

// globsDiffer: very many globs with the same ends make audits slow.
func globsDiffer(r *run) {
	seen, alike := map[string]bool{}, map[pat.GlobEnds]int{}
	see := func(t *template, at diag.Range, glob string) {
		if seen[glob] || !strings.ContainsAny(glob, "*?") {
			return
		}
		seen[glob] = true
		ends := pat.EndsOf(glob)
		alike[ends]++
		if alike[ends] == maxAlike+1 {
			r.warn(t, at, "many-globs", "Many globs with the same beginning and end",
				fmt.Sprintf("Up to here, the configuration has more than %d globs such as %q, which differ only between their first and their last wildcard. "+
					"patctl compares each of them with each request and token, which can take minutes in a large organization. Begin or end them with different text.", maxAlike, glob))
		}
	}
	for _, t := range r.Templates {
		seen := &template{Template: t}
		if at, ok := t.MatchName(); ok {
			see(seen, at, t.Match.Name)
		}
		for _, pattern := range t.Repositories.Patterns {
			_, name, qualified := strings.Cut(pattern, "/")
			if !qualified {
				name = pattern
			}
			see(seen, t.ArgumentRange("repositories"), name)
		}
	}
	for _, e := range r.Exceptions {
		if e.TokenID != nil || e.Owner != "" && !strings.ContainsAny(e.Owner, "*?") {
			continue // looked up by the ID, or by the owner
		}
		see(nil, e.ArgumentRange("owner"), e.Owner)
		see(nil, e.ArgumentRange("name"), e.TokenName)
	}
}
