package github

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
)

// The types of InsightsActor, as GitHub writes them.
const (
	ClassicActor     = "classic_pat"
	FineGrainedActor = "fine_grained_pat"
)

// insightsFile is the JSON form of Insights.
type insightsFile struct {
	From     *time.Time  `json:"from"`
	To       *time.Time  `json:"to"`
	Complete bool        `json:"complete"`
	Actors   []actorFile `json:"actors"`
}

type actorFile struct{ element[wireActor] }

// MarshalJSON writes the token in GitHub's field names.
func (a actorFile) MarshalJSON() ([]byte, error) { return plainJSON(a.value) }

// wireActor is a token in GitHub's field names, with its owner and routes.
type wireActor struct {
	Type   string      `json:"actor_type"`
	ID     int64       `json:"actor_id"`
	Name   string      `json:"actor_name"`
	Login  string      `json:"login"`
	Routes []wireRoute `json:"routes"`
}

// wireRoute is a route in GitHub's field names.
type wireRoute struct {
	Method string     `json:"http_method"`
	Route  string     `json:"api_route"`
	Count  *int       `json:"total_request_count"`
	LastAt *time.Time `json:"last_request_timestamp"`
}

// actor checks a wire form. A token is known by its type and ID alone.
func (w *wireActor) actor() (InsightsActor, error) {
	a := InsightsActor{Type: strings.ToLower(w.Type), ID: w.ID, Name: w.Name, User: w.Login}
	switch {
	case w.Type == "":
		return a, errors.New("it does not have an actor_type")
	case w.ID <= 0:
		return a, errors.New("it does not have an actor_id")
	}
	return a, nil
}

// IsToken reports whether the actor is a personal access token.
func (a *InsightsActor) IsToken() bool { return a.Type == ClassicActor || a.Type == FineGrainedActor }

// route checks a wire form. What is behind a question mark is not kept.
func (w *wireRoute) route() (InsightsRoute, error) {
	path, _, _ := strings.Cut(w.Route, "?")
	switch {
	case w.Method == "":
		return InsightsRoute{}, errors.New("it does not have an http_method")
	case path == "":
		return InsightsRoute{}, errors.New("it does not have an api_route")
	case w.Count == nil:
		return InsightsRoute{}, errors.New("it does not have a total_request_count")
	case *w.Count < 0:
		return InsightsRoute{}, fmt.Errorf("it has the total_request_count %d, but it must not be negative", *w.Count)
	}
	return InsightsRoute{Method: strings.ToUpper(w.Method), Route: path, Count: *w.Count, LastAt: w.LastAt}, nil
}

// DecodeInsightsActor reads an actor as API Insights lists it: of any type, and without its
// owner and routes.
func DecodeInsightsActor(data []byte) (InsightsActor, error) {
	var w wireActor
	if err := exactjson.Unmarshal(data, &w); err != nil {
		return InsightsActor{}, err
	}
	return w.actor()
}

// DecodeInsightsRoute reads a route as API Insights lists it.
func DecodeInsightsRoute(data []byte) (InsightsRoute, error) {
	var w wireRoute
	if err := exactjson.Unmarshal(data, &w); err != nil {
		return InsightsRoute{}, err
	}
	return w.route()
}

// SortInsightsRoutes sorts routes by path and method.
func SortInsightsRoutes(routes []InsightsRoute) {
	slices.SortFunc(routes, func(a, b InsightsRoute) int {
		return cmp.Or(cmp.Compare(a.Route, b.Route), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Count, b.Count))
	})
}

// Key tells actors apart.
func (a *InsightsActor) Key() string { return fmt.Sprintf("%s %d", a.Type, a.ID) }

// WhatActors names tokens of one type in gaps, by their IDs.
func WhatActors(kind, numbers string, several bool) string {
	name := "fine-grained token"
	if kind == ClassicActor {
		name = "classic token"
	}
	if several {
		name += "s"
	}
	return fmt.Sprintf("%s of %s %s", WhatInsights, name, numbers)
}

func newInsightsFile(in *Insights) *insightsFile {
	if in == nil {
		return nil
	}
	out := &insightsFile{From: &in.From, To: &in.To, Complete: in.Complete, Actors: make([]actorFile, len(in.Actors))}
	for i, a := range in.Actors {
		w := wireActor{Type: a.Type, ID: a.ID, Name: a.Name, Login: a.User, Routes: make([]wireRoute, len(a.Routes))}
		for k, route := range a.Routes {
			w.Routes[k] = wireRoute{route.Method, route.Route, &route.Count, route.LastAt}
		}
		out.Actors[i].value = w
	}
	return out
}

// decode reads what API Insights told. With a gap it is not complete.
func (f *insightsFile) decode() (*Insights, []Gap) {
	switch {
	case f == nil:
		return nil, nil
	case f.From == nil || f.To == nil || f.To.Before(*f.From):
		return nil, []Gap{{WhatInsights, "The snapshot does not contain the time that they cover, from and to."}}
	case f.Actors == nil:
		return nil, []Gap{{WhatInsights, "The snapshot does not contain their actors."}}
	}
	out := &Insights{From: *f.From, To: *f.To, Complete: f.Complete, Actors: make([]InsightsActor, 0, len(f.Actors))}
	var failed Failures
	seen := map[string]bool{}
	for i := range f.Actors {
		a, err := f.Actors[i].decode()
		switch {
		case err == nil && !a.IsToken():
			err = fmt.Errorf("it has the actor_type %q, but it must be %s or %s", a.Type, ClassicActor, FineGrainedActor)
		case err == nil && seen[a.Key()]:
			err = errors.New("the snapshot contains the token more than once")
		}
		if err != nil {
			failed.Add(int64(i+1), err.Error())
			continue
		}
		seen[a.Key()] = true
		out.Actors = append(out.Actors, a)
	}
	out.Complete = f.Complete && len(failed.whys) == 0
	SortInsightsActors(out.Actors)
	return out, elementGaps(&failed, WhatInsights)
}

// SortInsightsActors sorts tokens by type and ID.
func SortInsightsActors(actors []InsightsActor) {
	slices.SortFunc(actors, func(a, b InsightsActor) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID), cmp.Compare(a.User, b.User))
	})
}

func (f *actorFile) decode() (InsightsActor, error) {
	if f.err != nil {
		return InsightsActor{}, f.err
	}
	a, err := f.value.actor()
	switch {
	case err != nil:
		return a, err
	case f.value.Routes == nil:
		return a, errors.New("it does not have routes")
	}
	a.Routes = make([]InsightsRoute, 0, len(f.value.Routes))
	for i := range f.value.Routes {
		route, err := f.value.Routes[i].route()
		if err != nil {
			return a, fmt.Errorf("route %d: %w", i+1, err)
		}
		a.Routes = append(a.Routes, route)
	}
	SortInsightsRoutes(a.Routes)
	return a, nil
}

// insights gives the owners and names of tokens pseudonyms. Routes are templates without names.
func (r *redaction) insights(in *Insights) *Insights {
	if in == nil {
		return nil
	}
	out := *in
	out.Actors = slices.Clone(in.Actors)
	for i := range out.Actors {
		a := &out.Actors[i]
		a.Name = r.tokenName(a.Name)
		if a.User != "" {
			a.User = r.pseudonym("user", a.User)
		}
	}
	return &out
}
