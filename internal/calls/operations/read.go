package operations

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/patctl/patctl/internal/calls/reading"
)

// Read reads a document that is sent to GitHub. Its calls are
//
//	graphql mutation pinIssue      a field of the mutation
//	graphql query repository       a field of the query
//	graphql type PullRequest       a type that a selection reaches and that needs a permission of its own
//	graphql field User.projectsV2  a field that needs something else than its type
//
// in this order for each operation, at the operation's first line, as an
// operation is sent as a whole. As of a type is the field that gives it
// ("Repository.defaultBranchRef"). The type of a field of the query is left out:
// "graphql query repository" says what the repository itself needs. Where a
// selection asks for an interface or union without saying which of its types it
// wants, those that need a permission are candidates.
//
// What is not understood is unclear: "graphql" where the document cannot be
// parsed or a part of it is put in elsewhere, "graphql type NAME" or
// "graphql field TYPE.NAME" where GitHub's schema has none, or where a type can
// be too much to list, as for node(id: ...) without a fragment.
func Read(text string) reading.Reading {
	r := reader{}
	for _, part := range parse(text) {
		r.read(part)
	}
	slices.SortStableFunc(r.found.Calls, func(a, b reading.Call) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.found.Unclear, func(a, b reading.Unclear) int { return cmp.Compare(a.Line, b.Line) })
	return r.found
}

// File reads a file of GraphQL. If nothing in it is a field or type of GitHub's
// schema it is written for another API, and holds no call.
func File(text string) reading.Reading {
	if !ofGitHub(text) {
		return reading.Reading{}
	}
	return Read(text)
}

func ofGitHub(text string) bool {
	for _, p := range parse(text) {
		if p.document == nil {
			if namesRoot(p.text) {
				return true
			}
			continue
		}
		for _, operation := range p.document.Operations {
			if k := find(root(operation)); k != nil && anyField(operation.SelectionSet, k) {
				return true
			}
		}
		for _, fragment := range p.document.Fragments {
			if find(fragment.TypeCondition) != nil {
				return true
			}
		}
	}
	return false
}

// namesRoot reports whether a text that cannot be parsed names a mutation of GitHub's
// schema, or a fragment on one of its types.
func namesRoot(text string) bool {
	mutations := find("Mutation")
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return !isNameRune(c) }) {
		if _, known := mutations.fields[word]; known || word == "Repository" || word == "PullRequest" {
			return true
		}
	}
	return false
}

func isNameRune(c rune) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// anyField reports whether a selection has a field of a type, or a fragment,
// whose fields are elsewhere. "id" and "node" are fields of every API.
func anyField(selections ast.SelectionSet, k *kind) bool {
	return slices.ContainsFunc(selections, func(selection ast.Selection) bool {
		f, ok := selection.(*ast.Field)
		if !ok {
			return false
		}
		_, known := k.fields[f.Name]
		return known && f.Name != "id"
	})
}

// root is the type that an operation starts at.
func root(operation *ast.OperationDefinition) string {
	switch operation.Operation {
	case ast.Mutation:
		return "Mutation"
	case ast.Query:
		return "Query"
	}
	return string(operation.Operation)
}

// maxSteps bounds the work on one document: fragments can be spread in fragments
// without end.
const maxSteps = 500_000

// reader reads a document.
type reader struct {
	found     reading.Reading
	fragments map[string]*ast.FragmentDefinition
	used      map[string]bool  // fragments that an operation uses
	kinds     map[string]*kind // those of the schema that were looked up
	steps     int

	// Of the operation or fragment at hand.
	line, column int
	within       map[string]bool // fragments that are read
	said         map[string]bool // calls that are there
}

func (r *reader) read(p part) {
	if p.document == nil {
		r.begin(p.line, p.column)
		r.unclear("graphql")
		return
	}
	r.fragments, r.used, r.kinds = map[string]*ast.FragmentDefinition{}, map[string]bool{}, map[string]*kind{}
	for _, fragment := range p.document.Fragments {
		r.fragments[fragment.Name] = fragment
	}
	for _, operation := range p.document.Operations {
		r.begin(operation.Position.Line, operation.Position.Column)
		r.operation(root(operation), operation.SelectionSet)
	}
	for _, fragment := range p.document.Fragments {
		if !r.used[fragment.Name] {
			r.begin(fragment.Position.Line, fragment.Position.Column)
			r.fragment(fragment.TypeCondition, fragment.SelectionSet, nil)
		}
	}
}

func (r *reader) begin(line, column int) {
	r.line, r.column = max(line, 1), max(column, 1)
	r.within, r.said = map[string]bool{}, map[string]bool{}
}

// operation reads the fields that an operation starts at.
func (r *reader) operation(rootName string, selections ast.SelectionSet) {
	k := r.find(rootName)
	if k == nil {
		r.unclear("graphql " + rootName)
		return
	}
	for _, f := range r.flat(selections) {
		name := f.Name
		switch {
		case strings.HasPrefix(name, "__"):
			continue
		case opaque(name):
			r.unclear("graphql")
			continue
		case name == "relay" && rootName == "Query":
			r.operation(rootName, f.SelectionSet)
			continue
		}
		r.call("graphql "+strings.ToLower(rootName)+" "+name, "", false)
		r.start(k, f)
	}
}

// start reads what is below a field of the query or a mutation. The type of it is
// not said again: the field has an answer for it.
func (r *reader) start(k *kind, f *ast.Field) {
	given, known := k.fields[f.Name]
	if !known {
		r.unknown(f.SelectionSet)
		return
	}
	result := r.find(given.result)
	switch {
	case f.Name == "search" && k.name == "Query" && !r.reaches(f.SelectionSet, "nodes", "edges"):
		r.searched(f)
	case result != nil && !result.abstract && !r.connection(result):
		r.selections(result, f.SelectionSet)
	default:
		r.result(result, f, k.name+"."+f.Name)
	}
}

// unknown reads what is below a field that is newer than the schema. Which types it
// reaches is not known, unless fragments say it.
func (r *reader) unknown(selections ast.SelectionSet) {
	if slices.ContainsFunc(r.flat(selections), func(f *ast.Field) bool { return len(f.SelectionSet) > 0 }) {
		r.unclear("graphql")
	}
	r.selections(nil, selections)
}

// searched reads a search that only counts.
func (r *reader) searched(f *ast.Field) {
	found := []string{"Discussion", "Issue", "PullRequest", "Repository"}
	if argument := f.Arguments.ForName("type"); argument != nil && argument.Value != nil && argument.Value.Kind == ast.EnumValue {
		switch strings.TrimSuffix(argument.Value.Raw, "_ADVANCED") {
		case "ISSUE":
			found = []string{"Issue", "PullRequest"}
		case "REPOSITORY":
			found = []string{"Repository"}
		case "DISCUSSION":
			found = []string{"Discussion"}
		case "USER":
			found = nil
		}
	}
	for _, name := range found {
		r.call("graphql type "+name, "Query.search", true)
	}
}

// find looks up a type; nil: the schema has none.
func (r *reader) find(name string) *kind {
	k, ok := r.kinds[name]
	if !ok {
		k = find(name)
		r.kinds[name] = k
	}
	return k
}

// call adds a call, once for each operation.
func (r *reader) call(text, as string, candidate bool) {
	if r.said[text] {
		return
	}
	r.said[text] = true
	r.found.Calls = append(r.found.Calls, reading.Call{
		Kind: reading.GraphQL, Text: text, As: as, Candidate: candidate, Line: r.line, Column: r.column,
	})
}

// unclear adds what is not understood, once a line.
func (r *reader) unclear(call string) {
	const kinds = 100 // more than one line has
	last := r.found.Unclear[max(0, len(r.found.Unclear)-kinds):]
	if slices.ContainsFunc(last, func(u reading.Unclear) bool { return u.Line == r.line && u.Call == call }) {
		return
	}
	r.found.Unclear = append(r.found.Unclear, reading.Unclear{Line: r.line, Column: r.column, Call: call})
}
