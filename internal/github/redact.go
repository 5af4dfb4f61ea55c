package github

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// redactedWhy takes the place of reasons for gaps: they hold names.
const redactedWhy = "It could not be read. Redacted snapshots omit the reason."

// Redact returns a copy of a snapshot in which logins, names of tokens, names of
// repositories, reasons and the subdomain of the host are pseudonyms. What was
// the same in the snapshot has the same pseudonym throughout it, and the same
// snapshot always gives the same pseudonyms.
//
// They are numbers in the order of appearance (user-3), and tell nothing of what
// they represent. A hash would not do: logins are few enough to try them all,
// and a key would have to be kept. So the pseudonyms of two snapshots have
// nothing to do with each other; the ids of requests and tokens, which only
// GitHub and the organization can resolve, stay and tell what is the same.
// Permissions, times and selections stay as they were.
func Redact(s *Snapshot) *Snapshot {
	r := &redaction{names: map[string]map[string]string{}}
	out := &Snapshot{GeneratedAt: s.GeneratedAt, Host: redactHost(s.Host), Shard: s.Shard, Organizations: make([]Organization, 0, len(s.Organizations))}
	for _, o := range s.Organizations {
		redacted := Organization{Login: r.pseudonym("organization", o.Login), ReadAt: o.ReadAt}
		for _, gap := range o.Incomplete {
			redacted.Incomplete = append(redacted.Incomplete, Gap{r.what(gap.What), redactedWhy})
		}
		redacted.Requests, redacted.Tokens = r.grants(o.Requests), r.grants(o.Tokens)
		redacted.Teams = r.teams(o.Teams)
		redacted.Credentials, redacted.Insights = r.credentials(o.Credentials), r.insights(o.Insights)
		redacted.PublicRepositories = o.PublicRepositories
		out.Organizations = append(out.Organizations, redacted)
	}
	return out
}

// redaction holds the pseudonyms given so far, by kind of name.
type redaction struct{ names map[string]map[string]string }

// pseudonym returns the replacement of a name, in which case does not matter.
func (r *redaction) pseudonym(kind, name string) string {
	names := r.names[kind]
	if names == nil {
		names = map[string]string{}
		r.names[kind] = names
	}
	key := strings.ToLower(name)
	if _, ok := names[key]; !ok {
		names[key] = fmt.Sprintf("%s-%d", kind, len(names)+1)
	}
	return names[key]
}

// tokenName is the pseudonym of what somebody calls a token; a token without a name has none.
func (r *redaction) tokenName(name string) string {
	if name == "" {
		return ""
	}
	return r.pseudonym("token", name)
}

func (r *redaction) grants(grants []pat.Grant) []pat.Grant {
	out := make([]pat.Grant, 0, len(grants))
	for _, g := range grants {
		g.Owner = r.pseudonym("user", g.Owner)
		g.TokenName = r.tokenName(g.TokenName)
		if g.Reason != nil && *g.Reason != "" {
			reason := r.pseudonym("reason", *g.Reason)
			g.Reason = &reason
		}
		g.Repositories = r.repositories(g.Repositories)
		out = append(out, g)
	}
	return out
}

func (r *redaction) repositories(names []string) []string {
	var out []string
	for _, name := range names {
		owner, _, _ := strings.Cut(name, "/")
		out = append(out, r.pseudonym("organization", owner)+"/"+r.pseudonym("repository", name))
	}
	return out
}

// redactHost hides who has a host; that of everybody stays.
func redactHost(host string) string {
	switch {
	case host == "" || host == pat.DefaultHost:
		return host
	case !IsServer(host):
		return "redacted" + dataResidency
	}
	return "github.example.com"
}
