package apply

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// approved decides about a request whose token is active. That its id is the
// right one proves little: the request may have changed between the last look at
// it and the call, which nothing can prevent.
func (w *work) approved(s sentReview, token *pat.Grant) sight {
	if s.expected == "" || s.expected == plan.Access(*token) || s.expected == plan.Access(unread(*token)) {
		return sight{result: Done, message: s.told("")}
	}
	what := "Its access may differ from what the plan showed."
	if planned, known := w.planned[subject{s.Kind, s.ID}]; known {
		what = "It differs from the plan: " + strings.Join(differences(planned, *token), "; ") + "."
	}
	return sight{result: Differs, message: s.told("The token is active. " + what +
		" The request changed just before it was approved. Revoke the token in the settings of the organization, or with a token of the App and the command below."), fix: w.revocation(token)}
}

// unread is a token without its repositories.
func unread(g pat.Grant) pat.Grant {
	g.Repositories, g.RepositoriesRead = nil, false
	return g
}

// revocation is the command that revokes a token.
//
// https://docs.github.com/en/rest/orgs/personal-access-tokens
func (w *work) revocation(token *pat.Grant) string {
	host := ""
	if w.Host != "" && w.Host != pat.DefaultHost {
		host = " --hostname " + w.Host
	}
	return fmt.Sprintf("gh api%s --method POST /orgs/%s/personal-access-tokens -f action=revoke -F 'pat_ids[]=%d'", host, w.organization, token.ID)
}

// differences says what an active token has other than the request had.
func differences(planned, token pat.Grant) []string {
	var out []string
	differ := func(what, was, is string) {
		if was != is {
			out = append(out, fmt.Sprintf("%s is %s instead of %s", what, is, was))
		}
	}
	was, is := merged(planned.Permissions), merged(token.Permissions)
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		differ("the permission "+name, level(was[name]), level(is[name]))
	}
	differ("the selection of repositories", planned.RepositorySelection, token.RepositorySelection)
	if planned.RepositoriesRead && token.RepositoriesRead {
		differ("the list of repositories", listed(planned.Repositories), listed(token.Repositories))
	}
	differ("the expiration", expiry(planned.ExpiresAt), expiry(token.ExpiresAt))
	differ("the owner", planned.Owner, token.Owner)
	differ("the name", fmt.Sprintf("%q", planned.TokenName), fmt.Sprintf("%q", token.TokenName))
	if out == nil {
		out = []string{"its repositories could not be compared"}
	}
	return out
}

func merged(p pat.GrantPermissions) map[string]pat.Level {
	out := map[string]pat.Level{}
	for section, permissions := range map[string]pat.Permissions{"organization": p.Organization, "repository": p.Repository, "other": p.Other} {
		for name, l := range permissions {
			out[name+" ("+section+")"] = l
		}
	}
	return out
}

func level(l pat.Level) string {
	if l == pat.NoAccess {
		return "none"
	}
	return fmt.Sprintf("%q", string(l))
}

func listed(names []string) string {
	return strings.Join(slices.Sorted(slices.Values(names)), ", ")
}

func expiry(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}
