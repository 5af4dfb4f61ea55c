package graphql_test

import (
	"maps"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/catalog/graphql"
	"github.com/patctl/patctl/internal/pat"
)

func TestMutation(t *testing.T) {
	e, ok := graphql.Mutation("addComment")
	if !ok || len(e.Sets) != 2 || len(e.Conditions) != 2 || e.Certainty != catalog.DerivedNeed || e.Twin == "" {
		t.Errorf("addComment: %+v", e)
	}
	if e, ok := graphql.Mutation("addProjectCard"); !ok || !e.Gone || e.FineGrained != catalog.FineGrainedNo {
		t.Errorf("addProjectCard: %+v", e)
	}
	if e, ok := graphql.Mutation("changeUserStatus"); !ok || e.FineGrained != catalog.FineGrainedUnknown || e.Certainty != catalog.UnknownNeed {
		t.Errorf("changeUserStatus: %+v", e)
	}
	if e, ok := graphql.Mutation("conjure"); ok {
		t.Errorf("conjure: %+v", e)
	}
}

func TestTypesAndFields(t *testing.T) {
	if e, ok := graphql.Type("CheckRunConnection"); !ok || e.Node != "CheckRun" || e.FineGrained != catalog.FineGrainedNo {
		t.Errorf("CheckRunConnection: %+v", e)
	}
	e, ok := graphql.Field("Repository", "defaultBranchRef")
	if !ok || e.Certainty != catalog.ObservedNeed || len(e.Sets) != 1 || !maps.Equal(e.Sets[0], pat.Permissions{"contents": "read"}) {
		t.Errorf("Repository.defaultBranchRef: %+v", e)
	}
	if e, ok := graphql.Query("node"); !ok || e.Depends != "type" {
		t.Errorf("node: %+v", e)
	}
}

// Every row has an answer that names permissions which exist.
func TestElementsAreWhole(t *testing.T) {
	rows := 0
	for _, kind := range []graphql.Kind{graphql.KindMutation, graphql.KindQuery, graphql.KindType, graphql.KindField} {
		for _, e := range graphql.All(kind) {
			rows++
			if e.FineGrained == "" || e.Certainty == "" {
				t.Errorf("%s %s has no answer: %+v", kind, e.Name, e)
			}
			for _, set := range e.Sets {
				for name, level := range set {
					if p, ok := catalog.Default().Permission(name); !ok || !p.HasLevel(level) {
						t.Errorf("%s %s: %s:%s is no permission", kind, e.Name, name, level)
					}
				}
			}
			if kind == graphql.KindType && e.Node != "" {
				list, _ := graphql.Type(e.Name)
				if node, ok := graphql.Type(e.Node); ok && node.FineGrained != list.FineGrained || !ok && list.Depends != "type" {
					t.Errorf("%s is %+v, but a list of %+v", e.Name, list, node)
				}
			}
		}
	}
	if want := len(facts.Rows("graphql", "kind")); rows != want {
		t.Errorf("%d elements, want %d", rows, want)
	}
}
