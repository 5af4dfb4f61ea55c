package proxy

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/operations"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/graphql"
	"github.com/patctl/patctl/internal/catalog/mask"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/record"
)

// Observe returns an Observer that knows GitHub's endpoints. Names in paths are kept only
// if keepPaths is set.
func Observe(known *catalog.Catalog, keepPaths bool) Observer {
	o := observer{known, keepPaths}
	return o.observe
}

type observer struct {
	*catalog.Catalog
	keepPaths bool
}

func (o observer) observe(r *http.Request) (record.Call, []record.Gap) {
	host := hostOf(r.URL.Host)
	c := record.Call{Method: shownMethod(r.Method), Host: host, Media: mediaOf(r.Header.Get("Accept")), Token: TokenOf(r.Header)}
	if o.keepPaths {
		c.Path = r.URL.Path
	}
	endpoint, isREST := o.endpoint(r)
	switch {
	case isREST && endpoint.Path == "/graphql":
		c.Route = endpoint.Path
		return o.graphQL(c, r)
	case isREST:
		c.Route = routeOf(endpoint, r.URL.Path)
	case o.isAPI(r):
		c.Route = mask.Path(r.URL.Path)
	default:
		c.Route = "/*"
		c.Is = []string{o.other(r, host)}
	}
	return c, nil
}

// shownMethod is a method as it may be kept: a client can send any word.
func shownMethod(method string) string {
	if catalog.IsMethod(method) || method == http.MethodOptions {
		return strings.ToUpper(method)
	}
	return "OTHER"
}

// endpoint is the documented endpoint that a request calls.
func (o observer) endpoint(r *http.Request) (catalog.Endpoint, bool) {
	call, err := catalog.ParseCall(methodOf(r) + " https://" + hostOf(r.URL.Host) + r.URL.EscapedPath())
	if err != nil {
		return catalog.Endpoint{}, false
	}
	found := o.Find(call)
	if len(found) != 1 {
		return catalog.Endpoint{}, false
	}
	return found[0], true
}

// methodOf is the method of a request as the catalog has it. HEAD needs what GET needs.
func methodOf(r *http.Request) string {
	if r.Method == http.MethodHead {
		return http.MethodGet
	}
	return r.Method
}

// isAPI reports whether a request goes to the REST API, perhaps to an endpoint that is
// not documented.
func (o observer) isAPI(r *http.Request) bool {
	_, err := catalog.ParseCall("GET https://" + hostOf(r.URL.Host) + r.URL.EscapedPath())
	return err == nil
}

// workflows is the folder whose files need a permission of their own.
const workflows = ".github/workflows/"

// routeOf is the documented path, with the folder of workflows if the call is about it.
func routeOf(e catalog.Endpoint, path string) string {
	if strings.HasSuffix(e.Path, "/contents/{path}") {
		_, file, _ := strings.Cut(path, "/contents/")
		if strings.HasPrefix(strings.TrimLeft(file, "/")+"/", workflows) {
			return strings.TrimSuffix(e.Path, "{path}") + workflows + "{path}"
		}
	}
	return e.Path
}

// other names a call that is none of the REST API, as `patctl explain` does.
func (o observer) other(r *http.Request, host string) string {
	path, query := r.URL.Path, r.URL.Query()
	switch {
	case host == "gist.github.com":
	case strings.HasSuffix(path, "/git-receive-pack"), strings.HasSuffix(path, "/info/refs") && query.Get("service") == "git-receive-pack":
		return "git push"
	case strings.HasSuffix(path, "/git-upload-pack"), strings.HasSuffix(path, "/info/refs"):
		return "git fetch"
	case strings.HasSuffix(path, "/info/lfs/objects/batch") && !uploads(r), strings.HasSuffix(path, "/info/lfs/locks") && r.Method == http.MethodGet:
		return "git fetch"
	case strings.Contains(path, "/info/lfs/"):
		return "git push"
	}
	return "host " + host
}

// uploads reports whether a request of Git LFS asks to upload objects.
func uploads(r *http.Request) bool {
	body, ok := readBody(r)
	var batch struct{ Operation string }
	return !ok || json.Unmarshal(body, &batch) != nil || batch.Operation != "download"
}

// maxBody is how much of a body is read to find out what a call does.
const maxBody = 4 << 20

// readBody reads the body of a request and puts it back. ok is false for a body that is
// too large, or that could not be read.
func readBody(r *http.Request) (body []byte, ok bool) {
	if r.Body == nil {
		return nil, true
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	rest := r.Body
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), rest}
	return body, err == nil && len(body) <= maxBody && r.Header.Get("Content-Encoding") == ""
}

// graphQL reads what a call of GraphQL asks for. Of the document, only names of GitHub's
// schema are kept.
func (o observer) graphQL(c record.Call, r *http.Request) (record.Call, []record.Gap) {
	unreadable := []record.Gap{{Kind: record.UnreadableCall, Host: c.Host, Detail: "A call of GraphQL could not be read. Its permissions are not known."}}
	body, ok := readBody(r)
	documents := documentsOf(body)
	if !ok || len(documents) == 0 || slices.Contains(documents, "") {
		return c, unreadable
	}
	var gaps []record.Gap
	for _, document := range documents {
		found := operations.Read(document)
		if len(found.Unclear) > 0 || len(found.Calls) == 0 {
			gaps = unreadable
		}
		for _, call := range found.Calls {
			switch {
			case !inSchema(call.Text):
				gaps = unreadable
			case !slices.Contains(c.Is, call.Text):
				c.Is = append(c.Is, call.Text)
			}
		}
	}
	return c, gaps
}

// inSchema reports whether a call of GraphQL, as explain names it, is one of GitHub's schema.
func inSchema(text string) bool {
	words := strings.Fields(text)
	if len(words) != 3 {
		return false
	}
	known := false
	switch kind, name := words[1], words[2]; kind {
	case "mutation":
		_, known = graphql.Mutation(name)
	case "query":
		_, known = graphql.Query(name)
	case "type":
		_, known = graphql.Type(name)
	case "field":
		parent, field, _ := strings.Cut(name, ".")
		_, known = graphql.Field(parent, field)
	}
	return known
}

// documentsOf are the documents of a body: one, or a list of them. The document of a request
// that has none, such as one that names a stored document, is "".
func documentsOf(body []byte) []string {
	// A map, because the fields of a struct would also take keys in another case.
	var many []map[string]json.RawMessage
	var one map[string]json.RawMessage
	if json.Unmarshal(body, &one) == nil {
		many = append(many, one)
	} else if json.Unmarshal(body, &many) != nil {
		return nil
	}
	var documents []string
	for _, request := range many {
		var document string
		_ = json.Unmarshal(request["query"], &document) // what is no text is no document
		documents = append(documents, document)
	}
	return documents
}

// mediaOf is the media type of an Accept header, if it decides on permissions.
func mediaOf(accept string) string {
	for _, media := range []string{"diff", "patch"} {
		if strings.Contains(accept, "."+media) {
			return media
		}
	}
	return ""
}

// acceptedPattern is what the header of accepted permissions may hold.
var acceptedPattern = lazyregexp.New(`^(?:[a-z_]+=(?:read|write|admin|true)(?:\s*[,;]\s*|$))+$`)

// maxAccepted is longer than what GitHub sends.
const maxAccepted = 500

// AcceptedPermissions is the value of X-Accepted-GitHub-Permissions, or "" if there is
// none that is well-formed.
func AcceptedPermissions(header http.Header) string {
	value := header.Get("X-Accepted-GitHub-Permissions")
	if len(value) > maxAccepted || !acceptedPattern.MatchString(value) {
		return ""
	}
	return value
}

// prefixes of tokens.
//
// https://docs.github.com/en/organizations/managing-programmatic-access-to-your-organization/github-credential-types
var prefixes = []struct {
	prefix string
	kind   record.Token
}{
	{"github_pat_", record.FineGrained},
	{"ghp_", record.Classic},
	{"gho_", record.OAuth},
	{"ghu_", record.AppUser},
	{"ghs_", record.Installation},
}

// TokenOf is the kind of the token of a request.
func TokenOf(header http.Header) record.Token {
	value := header.Get("Authorization")
	if value == "" {
		return record.NoToken
	}
	scheme, rest, _ := strings.Cut(value, " ")
	candidates := []string{strings.TrimSpace(rest)}
	if strings.EqualFold(scheme, "basic") {
		decoded, err := base64.StdEncoding.DecodeString(candidates[0])
		if err != nil {
			return record.OtherAuthorize
		}
		user, password, _ := strings.Cut(string(decoded), ":")
		candidates = []string{password, user}
	}
	for _, token := range candidates {
		for _, p := range prefixes {
			if strings.HasPrefix(token, p.prefix) {
				return p.kind
			}
		}
	}
	return record.OtherAuthorize
}
