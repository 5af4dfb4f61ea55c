package catalog

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// FineGrained says whether a fine-grained token can call an endpoint.
type FineGrained string

// The answers. FineGrainedUnknown: GitHub's data does not list the endpoint.
const (
	FineGrainedYes     FineGrained = "yes"
	FineGrainedNo      FineGrained = "no"
	FineGrainedUnknown FineGrained = "unknown"
)

// Endpoint is an operation of GitHub's REST API. What it points to is shared
// with the catalog and must not be changed.
type Endpoint struct {
	Method      string // upper-case
	Path        string // with the parameter names of GitHub's documentation: /repos/{owner}/{repo}/pulls
	FineGrained FineGrained
	// Sets are the permissions that it needs: any one set is enough. Nil where
	// it needs none, or where FineGrained is not FineGrainedYes.
	Sets []pat.Permissions
	// Conditions say for each of the sets when it is the one that is needed, in the
	// words of the recorded facts: path=.github/workflows/. Those of the catalog are
	// object=issue and object=pull-request, and observed=accepted and
	// observed=refused. Nil where any is enough.
	Conditions []string
	PublicRead bool   // public resources can be read without a permission
	Judged     bool   // inferred, not proven
	Where      string // ghec, ghes, both: the products that have it, Enterprise Cloud and Server; "": github.com
	Note       string // what else a person should know of it, in sentences; may be ""
	// GitHubApp: a GitHub App can call it. Recorded only for endpoints that
	// GitHub's data on fine-grained permissions does not list, else false.
	GitHubApp bool
	Doc       string // the page that documents it, as https://docs.github.com/rest/...
	// Source of FineGrained and Sets: data is GitHub's permission data, docs the
	// endpoint's own page, judgement inferred from its siblings; "" where unknown.
	Source string
}

// String gives the endpoint as it is written in a template: "GET /user".
func (e Endpoint) String() string { return e.Method + " " + e.Path }

// Area is the page of GitHub's REST documentation that describes the endpoint:
// "repos/contents", and "gists" for gists/gists.
func (e Endpoint) Area() string {
	if e.Where != "" {
		return "enterprise"
	}
	page, _, _ := strings.Cut(strings.TrimPrefix(e.Doc, docRoot), "#")
	group, topic, _ := strings.Cut(page, "/")
	if group == topic {
		return group
	}
	return page
}

// For returns the endpoint for a call whose path is known, and the media
// type where it is not empty: with the sets that this call needs.
func (e Endpoint) For(called, accept string) Endpoint {
	file, known := fileOf(called)
	for i, condition := range e.Conditions {
		key, value, _ := strings.Cut(condition, "=")
		switch {
		case key == "path" && strings.HasPrefix(file, value):
			return e.only(i)
		case key == "path!" && !strings.HasPrefix(file, value) && known:
			return e.only(i)
		case key == "media" && slices.ContainsFunc(strings.Split(value, ","), func(media string) bool { return strings.Contains(accept, media) }):
			return e.only(i)
		}
	}
	return e
}

// placeholder represents the path of a file, or a part of one, in
// documentation, routes, and scripts: {path}, :path, $FILE, <path>, PATH.
var placeholder = lazyregexp.New(`[{}$<>*\[\]%]|(?:^|/):|^(?i:path|file|file_?path|path_to_file|filename|file_?name)$`)

// fileOf is the {path} of a call for contents, without escapes, with a slash at its end; known: it is the
// path of one file.
func fileOf(call string) (file string, known bool) {
	_, file, ok := strings.Cut(call, "/contents/")
	if !ok {
		return "", false
	}
	plain, err := url.PathUnescape(file)
	if err != nil {
		return file, false
	}
	return strings.TrimPrefix(path.Clean("/"+plain), "/") + "/", !placeholder.MatchString(plain)
}

// Workflow reports whether a call for contents is about .github/workflows, and whether its
// path shows that: it may be a placeholder.
func Workflow(called string) (is, known bool) {
	file, known := fileOf(called)
	is = strings.HasPrefix(file, ".github/workflows/")
	return is, known || is
}

// And is the endpoint for two calls of it: with what both need.
func (e Endpoint) And(other Endpoint) Endpoint {
	if len(e.Conditions) == 0 && len(other.Conditions) == 0 && len(e.Sets) == 1 && len(other.Sets) == 1 {
		e.Sets = []pat.Permissions{union(e.Sets[0], other.Sets[0])}
		return e
	}
	if len(e.Conditions) == 0 && len(other.Conditions) > 0 && len(e.Sets) == 1 {
		return other.widened(e.Sets[0])
	}
	return e.widened(union(nil, nil), other.Sets...)
}

// widened adds to every set what one call needs for sure.
func (e Endpoint) widened(sure pat.Permissions, single ...pat.Permissions) Endpoint {
	if len(single) == 1 && len(e.Conditions) > 0 {
		sure = union(sure, single[0])
	}
	if len(sure) == 0 {
		return e
	}
	sets := make([]pat.Permissions, len(e.Sets))
	for i, set := range e.Sets {
		sets[i] = union(set, sure)
	}
	e.Sets = sets
	return e
}

// only leaves one of the sets.
func (e Endpoint) only(i int) Endpoint {
	e.Sets, e.Conditions = e.Sets[i:i+1], nil
	return e
}

// neededLevel gives the lowest level at which some set names the permission,
// and whether one does.
func (e Endpoint) neededLevel(permission string) (pat.Level, bool) {
	lowest, found := pat.NoAccess, false
	for _, set := range e.Sets {
		level, ok := set[permission]
		if ok && (!found || lowest.Includes(level)) {
			lowest, found = level, true
		}
	}
	return lowest, found
}

// Endpoint returns the endpoint with this method, in upper case, and this path,
// whatever its parameters are called, and whether there is one.
func (c *Catalog) Endpoint(method, path string) (Endpoint, bool) {
	if method == graphQL.Method && path == graphQL.Path {
		return graphQL, true
	}
	t := endpointTable()
	i, ok := t.byKey[endpointKey(method, path)]
	if !ok {
		return Endpoint{}, false
	}
	return t.endpoints[i], true
}

// graphQL is what people call beside the REST API. What it needs depends on what
// is asked of it. It is found, so that this can be said, but is none of Endpoints.
var graphQL = Endpoint{
	Method: "POST", Path: "/graphql", FineGrained: FineGrainedUnknown, GitHubApp: true, Doc: "https://docs.github.com/graphql",
}

// Endpoints returns all endpoints of the REST API, sorted by path, then by method.
func (c *Catalog) Endpoints() []Endpoint { return slices.Clone(endpointTable().endpoints) }

// Opens returns the number of the endpoints that EndpointsOf returns.
func (c *Catalog) Opens(permission string, level pat.Level) int {
	permission, level = c.resolve(permission, level)
	return opened()[grant{permission, level}]
}

// EndpointsOf returns the endpoints that need the permission, in some set, at a
// level that the given one includes: at write also those that need read. They
// are sorted by path, then by method. Such an endpoint may need further
// permissions beside it. An alias counts as the name to write.
func (c *Catalog) EndpointsOf(permission string, level pat.Level) []Endpoint {
	permission, level = c.resolve(permission, level)
	var needing []Endpoint
	for _, e := range endpointTable().endpoints {
		if needed, ok := e.neededLevel(permission); ok && level.Includes(needed) {
			needing = append(needing, e)
		}
	}
	return needing
}
