package usage

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog/mask"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/record"
)

// FromRecord adds what a record shows. The record does not show which token it was, so the
// caller says whose calls they are: of has the kind, and the ID or the user, of a token,
// whatever kind of token made them. Without a kind, each call keeps its own. Calls without
// a token are left out. file is what the record's gaps name.
func (b *Builder) FromRecord(file string, r record.Record, of Token) error {
	of.Source, of.Calls = Recorded, nil
	c := Coverage{Source: Recorded, From: r.StartedAt.UTC(), To: r.EndedAt.UTC(), Unbroken: r.StartedAt.UTC()}
	for _, gap := range r.Gaps {
		b.AddGap(Gap{Source: Recorded, File: file, What: "calls to GitHub", Why: gap.Detail})
	}
	for _, made := range slices.Concat(r.Calls, r.Refused) {
		c.Events += made.Count
		if err := b.addRecorded(made, of); err != nil {
			return err
		}
	}
	b.cover(c)
	return nil
}

func (b *Builder) cover(c Coverage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.coverage = append(b.coverage, c)
}

func (b *Builder) addRecorded(made record.Call, of Token) error {
	if made.Token == record.NoToken {
		return nil
	}
	c := b.recorded(made)
	c.Accepted, c.FirstAt, c.LastAt = made.Accepted, made.FirstAt, made.LastAt
	if made.WasRefused() {
		c.Refused = made.Count
	} else {
		c.Count = made.Count
	}
	if of.Kind == "" {
		of.Kind = made.Token
	}
	return b.Add(Event{Token: of, Call: c})
}

// recorded gives what a call of a record is.
func (b *Builder) recorded(made record.Call) Call {
	switch {
	case len(made.Is) > 0:
		return Call{Is: made.Is}
	case made.Route == "/graphql":
		return Call{Is: []string{"graphql"}}
	}
	route, isWorkflow := strings.CutSuffix(made.Route, "/contents/.github/workflows/{path}")
	if isWorkflow {
		route += "/contents/{path}"
	}
	c := Call{Method: shownMethod(made.Method), Route: route, Media: made.Media, Repository: repositoryIn(made)}
	if e, ok := b.known.Endpoint(c.Method, route); ok {
		c.Route, c.Known = e.Path, true
	} else {
		c.Route = shortened(mask.Path(route)) // which changes no route that record wrote
	}
	switch {
	case isWorkflow:
		c.Workflow = Yes
	case strings.HasSuffix(route, "/contents/{path}"):
		c.Workflow = No // or its route would say so
	}
	if c.Media == "" {
		c.Media = "json"
	}
	return c
}

// repositoryIn is the repository of a call, if the record has paths.
func repositoryIn(made record.Call) string {
	words := strings.Split(made.Path, "/")
	if strings.HasPrefix(made.Route, "/repos/{owner}/{repo}") && len(words) > 3 && words[1] == "repos" {
		return strings.ToLower(words[2] + "/" + words[3])
	}
	return ""
}

// FromInsights adds what GitHub's API Insights tells of an organization. It shows neither
// repositories nor answers: a call that was refused counts like any other. If not everything
// could be read, there is a gap, and no time counts as unbroken. Nil adds nothing.
func (b *Builder) FromInsights(organization string, insights *github.Insights) error {
	if insights == nil {
		return nil
	}
	organization = strings.ToLower(organization)
	c := Coverage{Source: Insights, Organization: organization, From: insights.From.UTC(), To: insights.To.UTC(), Unbroken: insights.From.UTC()}
	if !insights.Complete {
		c.Unbroken = c.To
		b.AddGap(Gap{Source: Insights, What: "calls in " + organization, Why: "patctl could not read all of API Insights, so calls may be missing."})
	}
	routes := NewRoutes(b.known)
	for _, actor := range insights.Actors {
		token := Token{Kind: record.Token(actor.Type), Organization: organization, ID: actor.ID, Name: actor.Name, User: actor.User, Source: Insights}
		for _, route := range actor.Routes {
			if route.Count <= 0 {
				continue
			}
			call := routes.Call(route.Method, route.Route, "")
			call.Count = route.Count
			if route.LastAt != nil {
				call.LastAt = *route.LastAt
			}
			c.Events += route.Count
			if err := b.Add(Event{Token: token, Call: call}); err != nil {
				return err
			}
		}
	}
	b.cover(c)
	return nil
}
