package githubtest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

// InsightsSubject is a user or an App whose calls API Insights counts.
type InsightsSubject struct {
	Type   string          `json:"subject_type,omitempty"` // "user"
	Name   string          `json:"subject_name,omitempty"` // "octocat"
	ID     int64           `json:"subject_id,omitempty"`   // of the user; one that depends on the name
	Actors []InsightsActor `json:"actors,omitempty"`
	Broken
}

// InsightsActor is a token with which a subject calls the API.
type InsightsActor struct {
	Type   string          `json:"actor_type,omitempty"` // "classic_pat"
	Name   string          `json:"actor_name,omitempty"`
	ID     int64           `json:"actor_id"`
	Routes []InsightsRoute `json:"routes,omitempty"`
	Broken
}

// InsightsRoute is how often an actor called a route. A time outside the range that is asked
// for hides the route.
type InsightsRoute struct {
	Method string     `json:"http_method,omitempty"` // "GET"
	Route  string     `json:"api_route"`
	Count  int        `json:"total_request_count,omitempty"` // 1
	LastAt *time.Time `json:"last_request_timestamp,omitempty"`
	Broken
}

func (s *InsightsSubject) complete() {
	s.Type, s.Name = cmp.Or(s.Type, "user"), cmp.Or(s.Name, "octocat")
	s.ID = cmp.Or(s.ID, body.Number(s.Name))
	s.Actors = slices.Clone(s.Actors)
	for i := range s.Actors {
		s.Actors[i].Type = cmp.Or(s.Actors[i].Type, "classic_pat")
	}
}

// timeRange is the one that a call asks for. A call without an end gets what GitHub's
// description promises: the calls up to the time 30 days ago.
type timeRange struct{ from, to time.Time }

const (
	insightsAge     = 31 * 24 * time.Hour // how far a range may go back
	insightsDefault = 30 * 24 * time.Hour
)

func (h *Handler) timeRange(r *request) (timeRange, *answer) {
	from, err := time.Parse(time.RFC3339, r.query.Get("min_timestamp"))
	if err != nil || h.now().Sub(from) > insightsAge {
		return timeRange{}, invalid("min_timestamp")
	}
	to := h.now().Add(-insightsDefault)
	if text := r.query.Get("max_timestamp"); text != "" {
		if to, err = time.Parse(time.RFC3339, text); err != nil {
			return timeRange{}, invalid("max_timestamp")
		}
	}
	return timeRange{from, to}, nil
}

func (t timeRange) holds(at *time.Time) bool {
	return at == nil && t.from.Before(t.to) || at != nil && !at.Before(t.from) && !at.After(t.to)
}

// totals are the numbers that the lists of subjects, actors, and routes have in common.
type totals struct {
	calls int
	last  *time.Time
}

func (t *totals) add(route *InsightsRoute) {
	t.calls += max(1, route.Count)
	if route.LastAt != nil && (t.last == nil || t.last.Before(*route.LastAt)) {
		t.last = route.LastAt
	}
}

func (t *totals) body(fields map[string]any) map[string]any {
	fields["total_request_count"], fields["rate_limited_request_count"] = t.calls, 0
	if t.last != nil {
		fields["last_request_timestamp"], fields["last_rate_limited_timestamp"] = body.Timestamp(t.last), nil
	}
	return fields
}

// totalsOf adds up the calls of actors within a range.
func totalsOf(actors []InsightsActor, within timeRange) totals {
	var t totals
	for _, a := range actors {
		for i := range a.Routes {
			if within.holds(a.Routes[i].LastAt) {
				t.add(&a.Routes[i])
			}
		}
	}
	return t
}

// row is an element of a list of API Insights with the number by which it is sorted.
type row struct {
	calls int
	element
}

// listRows answers with what was called most first, unless the call asks for the contrary.
func (r *request) listRows(rows []row) *answer {
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.calls, a.calls) })
	if r.query.Get("direction") == "asc" {
		slices.Reverse(rows)
	}
	return r.list(len(rows), func(i int) element { return rows[i].element })
}

func (r *request) filtered(parameter, text string) bool {
	return !strings.Contains(strings.ToLower(text), strings.ToLower(r.query.Get(parameter)))
}

// insights answers a call of API Insights for the actors that its path names: all, those of a
// user, or one. A user or an actor that does not exist is 404.
func insights(serve func(r *request, within timeRange, actors []InsightsActor) *answer) func(*Handler, *request) *answer {
	return func(h *Handler, r *request) *answer {
		within, wrong := h.timeRange(r)
		if wrong != nil {
			return wrong
		}
		user, actorType, id := r.op.Params["user_id"], r.op.Params["actor_type"], r.op.Params["actor_id"]
		var actors []InsightsActor
		known := user == "" && id == ""
		for _, s := range r.org.Insights {
			if user != "" && (s.Type == "installation" || strconv.FormatInt(s.ID, 10) != user) {
				continue
			}
			known = known || user != ""
			for _, a := range s.Actors {
				if id == "" || a.Type == actorType && strconv.FormatInt(a.ID, 10) == id {
					actors, known = append(actors, a), true
				}
			}
		}
		if !known {
			return notFound()
		}
		return serve(r, within, actors)
	}
}

func subjectStats(r *request, within timeRange, _ []InsightsActor) *answer {
	var rows []row
	for i := range r.org.Insights {
		s := &r.org.Insights[i]
		if t := totalsOf(s.Actors, within); t.calls > 0 && !r.filtered("subject_name_substring", s.Name) {
			rows = append(rows, row{t.calls, s.element(t.body(map[string]any{"subject_type": s.Type, "subject_name": s.Name, "subject_id": s.ID}))})
		}
	}
	return r.listRows(rows)
}

func userStats(r *request, within timeRange, actors []InsightsActor) *answer {
	var rows []row
	for i := range actors {
		a := &actors[i]
		if t := totalsOf(actors[i:i+1], within); t.calls > 0 && !r.filtered("actor_name_substring", a.Name) {
			rows = append(rows, row{t.calls, a.element(t.body(map[string]any{"actor_type": a.Type, "actor_name": a.Name, "actor_id": a.ID, "integration_id": nil, "oauth_application_id": nil}))})
		}
	}
	return r.listRows(rows)
}

func routeStats(r *request, within timeRange, actors []InsightsActor) *answer {
	var rows []row
	for _, a := range actors {
		for i := range a.Routes {
			route := &a.Routes[i]
			if within.holds(route.LastAt) && !r.filtered("api_route_substring", route.Route) {
				var t totals
				t.add(route)
				rows = append(rows, row{t.calls, route.element(t.body(map[string]any{"http_method": cmp.Or(route.Method, http.MethodGet), "api_route": route.Route}))})
			}
		}
	}
	return r.listRows(rows)
}

func summaryStats(_ *request, within timeRange, actors []InsightsActor) *answer {
	t := totalsOf(actors, within)
	return jsonAnswer(http.StatusOK, t.body(map[string]any{}))
}

// timeStats answers as if all calls had come at the start of the range.
func timeStats(_ *request, within timeRange, actors []InsightsActor) *answer {
	t := totals{calls: totalsOf(actors, within).calls}
	return jsonAnswer(http.StatusOK, []any{t.body(map[string]any{"timestamp": body.Timestamp(&within.from)})})
}
