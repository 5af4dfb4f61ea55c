package usage

import (
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/mask"
)

// Routes finds the endpoints that the routes and paths of a log are calls of. It is not for
// several goroutines at once.
type Routes struct {
	known *catalog.Catalog
	found map[[2]string]Call
}

const (
	// maxRoutes is how many routes are remembered. GitHub has fewer.
	maxRoutes = 10_000
	// maxSegments is how many segments of a route are kept if the catalog doesn't know it.
	maxSegments = 8
	// anyRoute is a route that is not kept at all.
	anyRoute = "/*"
	// otherMethod is a method that GitHub's REST API doesn't have.
	otherMethod = "OTHER"
)

// NewRoutes returns Routes that know the endpoints of a catalog.
func NewRoutes(known *catalog.Catalog) *Routes {
	return &Routes{known, map[[2]string]Call{}}
}

// Call returns what a call of a route is, such as GET /repositories/:repository_id/hooks.
// If the catalog doesn't know the route, or there is none, the path decides. The path also
// shows whether the call is about a workflow. Neither is kept as it is, unless the catalog
// has the route word for word.
func (r *Routes) Call(method, route, path string) Call {
	method = shownMethod(method)
	c := r.remembered(method, route)
	if !c.Known && c.Is == nil && path != "" {
		if byPath := r.find(method, path); byPath.Known || byPath.Is != nil || route == "" {
			c = byPath
		}
	}
	if c.Known && strings.HasSuffix(c.Route, "/contents/{path}") {
		c.Workflow = aboutWorkflow(path)
	}
	return c
}

func (r *Routes) remembered(method, route string) Call {
	if route == "" {
		return Call{Method: method, Route: anyRoute}
	}
	key := [2]string{method, route}
	if c, ok := r.found[key]; ok {
		return c
	}
	c := r.find(method, route)
	if len(r.found) < maxRoutes {
		r.found[[2]string{method, strings.Clone(route)}] = c
	}
	return c
}

// find looks a route or a path up in the catalog.
func (r *Routes) find(method, path string) Call {
	asked := method
	if !catalog.IsMethod(method) {
		asked = "GET" // only to take the path apart
	}
	call, err := catalog.ParseCall(asked + " " + path)
	if err != nil || !strings.HasPrefix(path, "/") {
		return Call{Method: method, Route: anyRoute}
	}
	if call.Path == "/graphql" {
		return Call{Is: []string{"graphql"}}
	}
	if asked == method {
		if found := r.known.Find(call); len(found) == 1 {
			return Call{Method: method, Route: found[0].Path, Known: true}
		}
	}
	return Call{Method: method, Route: shortened(mask.Path(call.Path))}
}

// shortened cuts a route that has more segments than routes of GitHub have.
func shortened(route string) string {
	at := 0
	for range maxSegments {
		next := strings.IndexByte(route[at+1:], '/')
		if next < 0 {
			return route
		}
		at += 1 + next
	}
	return route[:at] + anyRoute
}

// shownMethod is a method as a log keeps it: a client can send any word. HEAD needs what
// GET needs.
func shownMethod(method string) string {
	switch upper := strings.ToUpper(method); {
	case upper == "HEAD":
		return "GET"
	case upper == "OPTIONS" || catalog.IsMethod(upper):
		return upper
	}
	return otherMethod
}

// aboutWorkflow reports whether a path of contents is one of a file in .github/workflows.
func aboutWorkflow(path string) Answer {
	words := strings.SplitN(strings.TrimPrefix(path, "/api/v3"), "/", 5)
	if len(words) < 4 {
		return Unsaid
	}
	file := strings.Join(words[3:], "/") // of /repositories/NUMBER/contents/...
	if words[1] == "repos" && len(words) == 5 {
		file = words[4]
	}
	file, _, _ = strings.Cut(file, "?")
	if file != "contents" && !strings.HasPrefix(file, "contents/") {
		return Unsaid
	}
	is, known := catalog.Workflow("/" + file + "/")
	switch {
	case is:
		return Yes
	case known:
		return No
	}
	return Unsaid
}
