// Package graphql knows what the mutations, the queries, the types, and some fields of
// GitHub's GraphQL API need. GitHub publishes no such table: most of it follows from the
// endpoints of the REST API that do the same. The table is read at the first question.
//
// It knows no schema and reads no documents. A field needs what its type needs, wherever it
// is; a mutation also needs what its selection reads.
package graphql

import (
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
)

// Kind is a kind of element.
type Kind string

// The kinds.
const (
	KindMutation Kind = "mutation"
	KindQuery    Kind = "query" // a field of the query: repository, viewer
	KindType     Kind = "type"  // an object type
	KindField    Kind = "field" // a field that needs something else than its type
)

// Element is a mutation, a field of the query, a type, or a field of a type.
type Element struct {
	Kind Kind
	Name string // "pinIssue"; "PullRequest"; "PullRequest.mergeCommit"
	catalog.Need
	// Depends says on what the need depends where the table has none: "type" (the type behind
	// it), "parent" (the object that it is a part of), or "".
	Depends string
	Node    string // a list has the need of this type; else ""
	Twin    string // the endpoint that does the same, "PUT /user/starred/{owner}/{repo}", or ""
	Gone    bool   // GitHub has removed it
}

// Mutation returns the mutation with this name.
func Mutation(name string) (Element, bool) { return find(KindMutation, name) }

// Query returns the field of the query with this name, such as repository.
func Query(name string) (Element, bool) { return find(KindQuery, name) }

// Type returns the object type with this name. A connection or an edge has the need of what
// it is a list of.
func Type(name string) (Element, bool) {
	e, ok := find(KindType, name)
	if !ok || e.Node == "" {
		return e, ok
	}
	e.Depends = "type" // a union or an interface is not in the table
	if node, known := find(KindType, e.Node); known {
		e.Need, e.Depends, e.Gone, e.Twin = node.Need, node.Depends, node.Gone, node.Twin
	}
	return e, ok
}

// Field returns a field of a type that needs something else than its type. Most fields are
// not known here: they need what their type needs.
func Field(parent, name string) (Element, bool) { return find(KindField, parent+"."+name) }

// All returns every element of a kind, sorted by name.
func All(kind Kind) []Element {
	var all []Element
	for k, e := range elements() {
		if k.kind == kind {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b Element) int { return strings.Compare(a.Name, b.Name) })
	return all
}

type key struct {
	kind Kind
	name string
}

func find(kind Kind, name string) (Element, bool) {
	e, ok := elements()[key{kind, name}]
	return e, ok
}

var elements = sync.OnceValue(func() map[key]Element {
	all := map[key]Element{}
	for _, r := range facts.Rows("graphql", "kind", "name", "permission_sets", "grade", "rest_twin", "source", "note") {
		e := Element{Kind: Kind(r[0]), Name: r[1], Need: catalog.ReadNeed(r[2], r[3], r[5], r[6]), Twin: r[4], Gone: r[3] == "gone"}
		switch r[3] {
		case "by node":
			e.Node, e.Note = r[6], ""
		case "by type", "by parent":
			e.Depends = strings.TrimPrefix(r[3], "by ")
		}
		e.ForIssuesAndPullRequests()
		all[key{e.Kind, e.Name}] = e
	}
	return all
})
