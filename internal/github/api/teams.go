package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	gh "github.com/google/go-github/v66/github"
	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
)

// membersPermission is what an App needs to read the members of a team.
const membersPermission = `"Members: read"`

// ReadTeams sets the teams that Read and ReadSome read: slugs by the login of
// their organization in lower case. Call it before them.
func (c *Client) ReadTeams(named map[string][]string) { c.named = named }

// teams reads the members of the named teams. A team whose members
// could not be read is in the gaps instead.
//
// https://docs.github.com/en/rest/teams/members#list-team-members
func (c *Client) teams(ctx context.Context, s *session, o *github.Organization) {
	slugs := c.named[strings.ToLower(o.Login)]
	if len(slugs) == 0 {
		return
	}
	c.watch.reading(o.Login + ": members of teams")
	found, gaps := make([]github.Team, len(slugs)), make([][]github.Gap, len(slugs))
	var group errgroup.Group
	group.SetLimit(c.options.Parallelism)
	for i, slug := range slugs {
		group.Go(func() error {
			found[i], gaps[i] = c.team(ctx, s, o.Login, slug)
			return nil
		})
	}
	_ = group.Wait() // each has its own gaps
	for i := range found {
		if len(gaps[i]) == 0 {
			o.Teams = append(o.Teams, found[i])
		}
		o.Incomplete = append(o.Incomplete, gaps[i]...)
	}
}

func (c *Client) team(ctx context.Context, s *session, organization, slug string) (github.Team, []github.Gap) {
	l := list{c: c, s: s, what: github.TeamWhat(organization, slug),
		path: fmt.Sprintf("orgs/%s/teams/%s/members", url.PathEscape(organization), url.PathEscape(slug)),
		why:  func(err error) string { return c.explainTeam(err, s, organization) }}
	elements, gaps := l.read(ctx)
	team := github.Team{Slug: slug, Members: []string{}}
	for i, element := range elements {
		var member github.Owner
		if err := exactjson.Unmarshal(element, &member); err != nil || member.Login == "" {
			return team, append(gaps, github.Gap{What: l.what, Why: fmt.Sprintf("Member %d of the list does not have a login.", i+1)})
		}
		team.Members = append(team.Members, member.Login)
	}
	slices.Sort(team.Members)
	team.Members = slices.Compact(team.Members)
	return team, gaps
}

// explainTeam says why the members of a team could not be read. GitHub answers
// 404 to an App that may not know of a team.
func (c *Client) explainTeam(err error, s *session, organization string) string {
	text := c.explain(err, reading{organization: organization, session: s})
	var answered *gh.ErrorResponse
	if !errors.As(err, &answered) || answered.Response == nil || errors.As(err, new(*transport.InstallationError)) {
		return text
	}
	switch answered.Response.StatusCode {
	case http.StatusNotFound:
		text = "GitHub answered 404: the team does not exist, or the App cannot read it."
	case http.StatusForbidden:
	default:
		return text
	}
	return fmt.Sprintf("%s To read the members of a team, the App needs the organization permission %s in %s.", text, membersPermission, organization)
}

// checkTeams is about the teams that templates name; without any there is no check.
func (c *Client) checkTeams(ctx context.Context, s *session, organization string) []Check {
	o := github.Organization{Login: organization}
	c.teams(ctx, s, &o)
	switch {
	case len(o.Incomplete) > 0:
		gap := o.Incomplete[0]
		return []Check{{"teams", organization, CheckProblem, fmt.Sprintf("patctl cannot read the %s. %s", gap.What, gap.Why)}}
	case len(o.Teams) > 0:
		return []Check{{"teams", organization, CheckOK, "patctl can read the members of the teams in templates."}}
	}
	return nil
}
