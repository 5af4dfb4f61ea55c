package explain

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/pat"
)

// owners are the logins whose resources calls reach, in lower case, as the texts have
// them. own: a call does more than to read what may be public.
type owners map[string]struct {
	login string
	own   bool
}

// addOwner notes whose resources a call reaches that needs one of some sets.
func (q *question) addOwner(call reading.Call, e catalog.Endpoint) {
	owner := known.Owner(call)
	if owner == "" || e.FineGrained != catalog.FineGrainedYes || len(e.Sets) == 0 || len(q.owners) > maxPlaces {
		return
	}
	o, ok := q.owners[strings.ToLower(owner)]
	if !ok {
		o.login = owner
	}
	o.own = o.own || !e.PublicRead && slices.ContainsFunc(e.Sets, changes)
	q.owners[strings.ToLower(owner)] = o
}

// changes reports whether a set has more than read access.
func changes(set pat.Permissions) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(set)), func(level pat.Level) bool { return level != pat.Read })
}

// several gives the logins where there are several, and those of them that need a token
// of their own.
func (o owners) several() (all, own []string) {
	for _, key := range slices.Sorted(maps.Keys(o)) {
		all = append(all, o[key].login)
		if o[key].own {
			own = append(own, o[key].login)
		}
	}
	if len(all) < 2 {
		return nil, nil
	}
	return all, own
}

// sayOwners says that one token does not reach all of what is called.
func sayOwners(v *cli.View, doc *Document) {
	if len(doc.Owners) == 0 {
		return
	}
	v.Printf("%s %s\n", v.Stdout.Bold("Resource owners:"), strings.Join(doc.Owners, ", "))
	v.Printf("  A fine-grained token has one resource owner. Create a token for each of them. Public\n  resources of others can be read with any token.\n")
}

// noteOwners says so of calls that all may read what is public.
func (q *question) noteOwners(v *cli.View, doc *Document) {
	if all, own := q.owners.several(); len(all) > 0 && len(own) == 0 && len(doc.Endpoints)+len(doc.Others) > 0 {
		v.Note("The calls reach resources of several owners: %s. A fine-grained token has one resource owner. Of the others, it can read public resources only.", firstNames(all))
	}
}

// sayServers says which data the answer for a server is from.
func (q *question) sayServers(v *cli.View) {
	if len(q.servers) == 0 {
		return
	}
	v.Note("%s of GitHub Enterprise Server: patctl answers with the data of github.com and of Server 3.19. What an earlier version needs, or whether it has the call, is not known. "+
		"Links lead to %s. To change that, set host in a patctl block.", cli.Counted(len(q.servers), "host")+" ("+firstNames(slices.Sorted(maps.Keys(q.servers)))+")", q.about.host)
}
