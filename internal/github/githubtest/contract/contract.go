package contract

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/patctl/patctl/internal/github/githubtest/body"
)

//go:embed testdata/github-openapi-pat.json
var description []byte

// teamMembers, organization, appHook, and issues are the calls that the description was cut without.
//
//go:embed testdata/team-members.json
var teamMembers []byte

//go:embed testdata/organization.json
var organization []byte

//go:embed testdata/app-hook.json
var appHook []byte

//go:embed testdata/issues.json
var issues []byte

// Contract is GitHub's OpenAPI description of the calls.
type Contract struct {
	doc *openapi3.T
}

// Load reads the description once, as it never changes.
var Load = sync.OnceValues(func() (*Contract, error) {
	whole := description
	for _, more := range [][]byte{teamMembers, organization, appHook, issues} {
		var err error
		if whole, err = addPaths(whole, more); err != nil {
			return nil, fmt.Errorf("read GitHub's OpenAPI description: %w", err)
		}
	}
	doc, err := openapi3.NewLoader().LoadFromData(whole)
	if err != nil {
		return nil, fmt.Errorf("read GitHub's OpenAPI description: %w", err)
	}
	mend(doc)
	err = doc.Validate(context.Background(), openapi3.DisableExamplesValidation())
	if err != nil {
		return nil, fmt.Errorf("read GitHub's OpenAPI description: %w", err)
	}
	return &Contract{doc: doc}, nil
})

// addPaths adds the paths of one description to another, whose components they use.
func addPaths(description, more []byte) ([]byte, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(description, &whole); err != nil {
		return nil, err
	}
	var paths map[string]json.RawMessage
	if err := json.Unmarshal(whole["paths"], &paths); err != nil {
		return nil, err
	}
	var added struct {
		Paths map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(more, &added); err != nil {
		return nil, err
	}
	for path, item := range added.Paths {
		paths[path] = item
	}
	merged, err := json.Marshal(paths)
	if err != nil {
		return nil, err
	}
	whole["paths"] = merged
	return json.Marshal(whole)
}

// mend corrects the one schema that GitHub's own example does not fit: the
// account of an installation is a user or an enterprise, not both at once, as
// GET /orgs/{org}/installation has it.
func mend(doc *openapi3.T) {
	list := doc.Paths.Value("/app/installations").Get.Responses.Status(http.StatusOK).Value.Content.Get("application/json")
	account := list.Schema.Value.Items.Value.Properties["account"].Value
	account.AnyOf, account.AllOf = append(account.AnyOf, account.AllOf...), nil
}

// Operation is one call of the description, as found for a request.
type Operation struct {
	Name   string // GET /orgs/{org}/personal-access-tokens
	Path   string
	Params map[string]string
	item   *openapi3.PathItem
	op     *openapi3.Operation
}

// Names are those of all calls: GET /orgs/{org}/personal-access-tokens.
func (c *Contract) Names() []string {
	var out []string
	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			out = append(out, method+" "+path)
		}
	}
	return out
}

// HasPath reports whether the description has a path, with or without values for
// what is in braces.
func (c *Contract) HasPath(path string) bool {
	for template := range c.doc.Paths.Map() {
		if _, ok := body.MatchPath(template, path); ok || template == path {
			return true
		}
	}
	return false
}

// Find returns the operation that a method and path name, or nil. Of two templates, the one
// with more words of its own is meant: users/{user_id}, not {actor_type}/{actor_id}.
func (c *Contract) Find(method, path string) *Operation {
	var found *Operation
	for template, item := range c.doc.Paths.Map() {
		params, ok := body.MatchPath(template, path)
		if !ok || found != nil && len(found.Params) < len(params) {
			continue
		}
		found = &Operation{Name: method + " " + template, Path: template, Params: params, item: item, op: item.GetOperation(method)}
	}
	if found == nil || found.op == nil {
		return nil
	}
	return found
}

// mostPerPage is how many elements a call may ask for.
const mostPerPage = 100

// bracketed are the query parameters that are lists: GitHub takes them with
// brackets, though the description leaves the brackets out.
var bracketed = []string{"owner", "token_id"}

// CheckRequest says what a request does that GitHub does not describe.
func (c *Contract) CheckRequest(op *Operation, r *http.Request, body []byte) []string {
	problems := checkQuery(op, r.URL.Query())
	if r.Method == http.MethodGet && len(body) > 0 {
		problems = append(problems, "a GET has a body")
	}
	problems = append(problems, checkFields(op, body)...)
	input := c.input(op, r, body)
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		problems = append(problems, err.Error())
	}
	return problems
}

func (c *Contract) input(op *Operation, r *http.Request, body []byte) *openapi3filter.RequestValidationInput {
	clone := r.Clone(r.Context())
	query := clone.URL.Query()
	for _, name := range bracketed {
		if values, ok := query[name+"[]"]; ok {
			query[name] = values
			query.Del(name + "[]")
		}
	}
	clone.URL = &url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
	clone.Body = http.NoBody
	if len(body) > 0 {
		clone.Body = readCloser{bytes.NewReader(body)}
	}
	options := &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true, SkipSettingDefaults: true}
	options.WithCustomSchemaErrorFunc(schemaProblem)
	return &openapi3filter.RequestValidationInput{
		Request: clone, PathParams: op.Params, QueryParams: query, Options: options,
		Route: &routers.Route{Spec: c.doc, Path: op.Path, PathItem: op.item, Method: r.Method, Operation: op.op},
	}
}

// schemaProblem says where and why in a line, without the schema and the value.
func schemaProblem(err *openapi3.SchemaError) string {
	return fmt.Sprintf("/%s: %s", strings.Join(err.JSONPointer(), "/"), err.Reason)
}

type readCloser struct{ *bytes.Reader }

// Close does nothing.
func (readCloser) Close() error { return nil }

func checkQuery(op *Operation, query url.Values) []string {
	var problems []string
	for name := range query {
		plain, isList := strings.CutSuffix(name, "[]")
		switch {
		case op.op.Parameters.GetByInAndName("query", plain) == nil:
			problems = append(problems, fmt.Sprintf("the query parameter %q is not described", name))
		case slices.Contains(bracketed, plain) != isList:
			problems = append(problems, fmt.Sprintf("the query parameter %q: only lists are written with [], and all of them", name))
		}
	}
	if n, err := strconv.Atoi(query.Get("per_page")); err == nil && n > mostPerPage {
		problems = append(problems, fmt.Sprintf("per_page is at most %d", mostPerPage))
	}
	slices.Sort(problems)
	return problems
}

// checkFields finds fields of a body that are not described, and the ids that
// no review may leave out: what GitHub would do then is not known.
func checkFields(op *Operation, body []byte) []string {
	if op.op.RequestBody == nil || len(body) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return nil // the schema says so
	}
	schema := op.op.RequestBody.Value.Content.Get("application/json").Schema.Value
	var problems []string
	for name := range fields {
		if schema.Properties[name] == nil {
			problems = append(problems, fmt.Sprintf("the field %q of the body is not described", name))
		}
	}
	if _, ok := fields["pat_request_ids"]; !ok && schema.Properties["pat_request_ids"] != nil {
		problems = append(problems, "the body lacks pat_request_ids")
	}
	slices.Sort(problems)
	return problems
}
