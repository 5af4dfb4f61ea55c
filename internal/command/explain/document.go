package explain

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// Document is what explain --json prints.
type Document struct {
	FormatVersion string               `json:"format_version"`
	PatctlVersion string               `json:"patctl_version"`
	Permission    *explainedPermission `json:"permission"`
	Endpoints     []ExplainedEndpoint  `json:"endpoints"`
	Least         *leastSet            `json:"least"`
	Split         []leastSet           `json:"split"`       // in the place of least, where one token cannot have all
	NotCovered    []string             `json:"not_covered"` // endpoints that no fine-grained token can call for sure
	Unknown       []string             `json:"unknown"`     // calls of no endpoint that exists, as they were written
	OtherHosts    []string             `json:"other_hosts"`
	Unclear       []int                `json:"unclear"` // lines of the file that may call GitHub in a way that is not understood
	Calls         []explainedCall      `json:"calls"`
	Others        []explainedOther     `json:"others"`  // what needs permissions and is no endpoint of the REST API
	Depends       []openCall           `json:"depends"` // calls that may need more than the answer has
	Owners        []string             `json:"owners"`  // if there are several logins, each needs a token of its own
	Template      *templateCoverage    `json:"template"`
	unclearTexts  []string
}

// whole reports whether everything that was asked for is answered.
func (doc *Document) whole() bool {
	return len(doc.NotCovered)+len(doc.Unknown)+len(doc.Depends)+len(doc.unclearTexts)+len(doc.Owners) == 0
}

// ExplainedEndpoint is an endpoint with what it needs.
type ExplainedEndpoint struct {
	Method         string              `json:"method"`
	Path           string              `json:"path"`
	FineGrained    catalog.FineGrained `json:"fine_grained"`
	PermissionSets []pat.Permissions   `json:"permission_sets"`
	Level          *pat.Level          `json:"level"`      // of the permission that was explained
	GitHubApp      *bool               `json:"github_app"` // null: the facts do not say
	Doc            string              `json:"doc"`
	Source         *string             `json:"source"`
	Calls          int                 `json:"calls"`
	Conditions     []string            `json:"conditions"`  // of each of the sets; null: any set is enough
	PublicRead     bool                `json:"public_read"` // public resources can be read without a permission
	Judged         bool                `json:"judged"`
	Where          *string             `json:"where"`
	Certainty      certainty           `json:"certainty"`
	Closed         *closedCall         `json:"closed"` // null where fine-grained tokens can call it, or may
	Note           *string             `json:"note"`
}

// leastSet is a smallest set, as a template and as a link. Without permissions
// it has neither.
type leastSet struct {
	Permissions pat.Permissions `json:"permissions"`
	URL         *string         `json:"url"`
	HCL         *string         `json:"hcl"`
	Choices     []leastChoice   `json:"choices"`
	endpoints   []string
}

// leastChoice says why a permission is in a set.
type leastChoice struct {
	Permission string          `json:"permission"`
	Level      pat.Level       `json:"level"`
	Endpoints  []string        `json:"endpoints"`
	Why        catalog.Why     `json:"why"`
	Rival      pat.Permissions `json:"rival"` // null: there is none
	open       bool            // it depends on the calls whether this is enough
}

// templateCoverage says whether the template of --template is enough.
type templateCoverage struct {
	Address string          `json:"address"`
	Covers  bool            `json:"covers"`
	Lacks   pat.Permissions `json:"lacks"` // what to add or to raise; null: it cannot be added
}

func newExplainDocument() Document {
	return Document{
		FormatVersion: format.FormatVersion, PatctlVersion: cli.BuildVersion(),
		Endpoints: []ExplainedEndpoint{}, Split: []leastSet{}, NotCovered: []string{}, Unknown: []string{}, OtherHosts: []string{}, Unclear: []int{}, Calls: []explainedCall{}, Others: []explainedOther{}, Depends: []openCall{}, Owners: []string{},
	}
}

// document answers the question.
func (q *question) document() Document {
	doc := newExplainDocument()
	doc.Unclear, doc.unclearTexts, doc.Calls = q.unclearLines(), q.unclearTexts(), q.sortedCalls()
	callable := q.addOthers(&doc)
	for _, asked := range q.sorted() {
		doc.Endpoints = append(doc.Endpoints, explainEndpoint(asked.Endpoint, asked.calls))
		if !asked.named {
			continue
		}
		if asked.FineGrained == catalog.FineGrainedYes {
			callable = append(callable, asked.Endpoint)
		} else {
			doc.NotCovered = append(doc.NotCovered, asked.String())
		}
	}
	doc.Unknown = append(doc.Unknown, q.unknown...)
	slices.Sort(doc.Unknown)
	doc.OtherHosts = append(doc.OtherHosts, slices.Sorted(maps.Keys(q.hosts))...)
	if len(callable) > 0 {
		q.about.answer(&doc, callable)
	}
	if endpoints := q.groupEndpoints(); doc.Template == nil && q.about.template != nil && len(endpoints) > 0 {
		doc.Template = q.about.writeCoverage(endpoints)
	}
	doc.Depends = q.openCalls(&doc)
	doc.markOpen()
	if all, own := q.owners.several(); len(own) > 0 {
		doc.Owners = all
	}
	return doc
}

func explainEndpoint(e catalog.Endpoint, calls int) ExplainedEndpoint {
	out := ExplainedEndpoint{
		Method: e.Method, Path: e.Path, FineGrained: e.FineGrained,
		PermissionSets: append([]pat.Permissions{}, e.Sets...),
		Doc:            e.Doc, Source: cli.Optional(e.Source), Calls: calls,
		Conditions: e.Conditions, PublicRead: e.PublicRead, Judged: e.Judged, Where: cli.Optional(e.Where), Note: cli.Optional(e.Note),
		Certainty: certaintyOf(e), Closed: closedFor(e),
	}
	if len(e.Sets) == 0 || e.GitHubApp {
		out.GitHubApp = &e.GitHubApp
	}
	return out
}

// answer adds the smallest sets for endpoints that tokens can call.
func (about explaining) answer(doc *Document, endpoints []catalog.Endpoint) {
	var chosen pat.Permissions
	if about.template != nil {
		chosen = about.template.permissions
		doc.Template = about.writeCoverage(endpoints)
	}
	least, ok := about.Least(endpoints, chosen)
	for _, e := range least.Impossible { // the configuration declares their permissions without the levels
		doc.NotCovered = append(doc.NotCovered, e.String())
	}
	slices.Sort(doc.NotCovered)
	endpoints = slices.DeleteFunc(slices.Clone(endpoints), func(e catalog.Endpoint) bool { return slices.Contains(doc.NotCovered, e.String()) })
	if ok {
		doc.Least = about.writeLeastSet("explained", least, endpoints)
		return
	}
	own, organizations := about.Split(endpoints)
	for i, part := range [][]catalog.Endpoint{own, organizations} {
		least, _ := about.Least(part, chosen)
		doc.Split = append(doc.Split, *about.writeLeastSet([]string{"account", "organization"}[i], least, part))
	}
}

func (about explaining) writeCoverage(endpoints []catalog.Endpoint) *templateCoverage {
	out := &templateCoverage{Address: about.template.address}
	addition, ok := about.Addition(endpoints, about.template.permissions)
	if ok && len(addition.Impossible) == 0 {
		out.Lacks = addition.Permissions
		out.Covers = len(addition.Permissions) == 0
	}
	return out
}

func (about explaining) writeLeastSet(name string, least catalog.Least, endpoints []catalog.Endpoint) *leastSet {
	out := &leastSet{Permissions: least.Permissions, Choices: []leastChoice{}, endpoints: restOnly(names(endpoints))}
	for _, c := range least.Choices {
		out.Choices = append(out.Choices, leastChoice{c.Permission, c.Level, names(c.For), c.Why, c.Rival, false})
	}
	if len(least.Permissions) > 0 {
		out.URL, out.HCL = about.asTemplate(name, out)
	}
	return out
}

// names gives the endpoints as a template names them; never null in JSON.
func names(endpoints []catalog.Endpoint) []string {
	out := make([]string, len(endpoints))
	for i, e := range endpoints {
		out[i] = e.String()
	}
	return out
}

// restOnly gives the endpoints for a template to name. Where its permissions are
// for something else, too, it names none: they would look unneeded.
func restOnly(names []string) []string {
	other := func(name string) bool {
		method, _, _ := strings.Cut(name, " ")
		return !catalog.IsMethod(method)
	}
	if slices.ContainsFunc(names, other) {
		return nil
	}
	return names
}
