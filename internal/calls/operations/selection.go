package operations

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxCandidates is how many types an interface is listed with.
const maxCandidates = 13

// selections reads what is selected of a type; nil: of one that is not known.
func (r *reader) selections(k *kind, selections ast.SelectionSet) {
	if r.steps++; r.steps > maxSteps {
		r.unclear("graphql")
		return
	}
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			r.field(k, s)
		case *ast.InlineFragment:
			r.inline(s, k)
		case *ast.FragmentSpread:
			r.spread(s, k)
		}
	}
}

func (r *reader) field(k *kind, f *ast.Field) {
	r.steps++
	switch {
	case strings.HasPrefix(f.Name, "__"):
		return
	case opaque(f.Name):
		r.unclear("graphql")
		return
	case k == nil:
		r.selections(nil, f.SelectionSet)
		return
	}
	given, known := k.fields[f.Name]
	if !known {
		r.unclear("graphql field " + k.name + "." + f.Name)
		r.selections(nil, f.SelectionSet)
		return
	}
	for _, owner := range given.own {
		r.call("graphql field "+owner+"."+f.Name, "", k.abstract)
	}
	if given.result != "" {
		r.result(r.find(given.result), f, k.name+"."+f.Name)
	}
}

// result reads a field that gives a type.
func (r *reader) result(k *kind, f *ast.Field, as string) {
	if k == nil {
		r.selections(nil, f.SelectionSet)
		return
	}
	r.reach(k, f.SelectionSet, as, nil)
	if r.connection(k) {
		r.listed(r.find(k.fields["nodes"].result), f.SelectionSet, as)
	}
	r.selections(k, f.SelectionSet)
}

// listed says what a page of a list holds: the field that gives the page is the one
// that people know. A page that is only counted needs what it counts.
func (r *reader) listed(k *kind, selections ast.SelectionSet, as string) {
	if k != nil && (k.needs || !r.reaches(selections, "nodes", "edges")) {
		r.reach(k, nil, as, nil)
	}
}

// connection reports whether a type is a page of a list.
func (r *reader) connection(k *kind) bool {
	return strings.HasSuffix(k.name, "Connection") && k.fields["nodes"].result != ""
}

// reach says which type is reached. It may be one of an interface's: of those it
// can be only what the interface around it can be, if that is known.
func (r *reader) reach(k *kind, selections ast.SelectionSet, as string, around *kind) {
	switch {
	case k == nil:
		return
	case k.needs:
		r.call("graphql type "+k.name, as, false)
		return
	case !k.abstract || !r.asks(selections):
		return
	}
	possible := k.possible
	if around != nil && around.abstract {
		possible = both(possible, around.possible)
	}
	if len(possible) > maxCandidates {
		r.unclear("graphql type " + k.name)
		return
	}
	for _, name := range possible {
		r.call("graphql type "+name, as, true)
	}
}

// both are the names that are in both lists.
func both(a, b []string) []string {
	var found []string
	for _, name := range a {
		if slices.Contains(b, name) {
			found = append(found, name)
		}
	}
	return found
}

// asks reports whether a selection asks for a field of whatever type is there:
// everything does that is not in a fragment of a type.
func (r *reader) asks(selections ast.SelectionSet) bool {
	narrowed := false
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name != "__typename" {
				return true
			}
		default:
			narrowed = true
		}
	}
	return !narrowed
}

func (r *reader) inline(s *ast.InlineFragment, around *kind) {
	if s.TypeCondition == "" {
		r.selections(around, s.SelectionSet)
		return
	}
	r.fragment(s.TypeCondition, s.SelectionSet, around)
}

// spread reads a fragment. One that is read already says nothing new.
func (r *reader) spread(s *ast.FragmentSpread, around *kind) {
	definition := r.fragments[s.Name]
	if definition == nil {
		r.unclear("graphql")
		return
	}
	r.used[s.Name] = true
	if r.within[s.Name] {
		return
	}
	r.within[s.Name] = true
	r.fragment(definition.TypeCondition, definition.SelectionSet, around)
}

// fragment reads what is selected of a type.
func (r *reader) fragment(name string, selections ast.SelectionSet, around *kind) {
	k := r.find(name)
	switch {
	case opaque(name):
		r.unclear("graphql")
	case k == nil:
		r.unclear("graphql type " + name)
	case around == nil || around.name != name:
		r.reach(k, selections, "", around)
	}
	r.selections(k, selections)
}

// flat are the fields of a selection and of the fragments in it.
func (r *reader) flat(selections ast.SelectionSet) []*ast.Field {
	var fields []*ast.Field
	seen := map[string]bool{}
	var add func(ast.SelectionSet)
	add = func(selections ast.SelectionSet) {
		if r.steps += len(selections); r.steps > maxSteps {
			r.unclear("graphql")
			return
		}
		for _, selection := range selections {
			switch s := selection.(type) {
			case *ast.Field:
				fields = append(fields, s)
			case *ast.InlineFragment:
				add(s.SelectionSet)
			case *ast.FragmentSpread:
				definition := r.fragments[s.Name]
				if definition == nil {
					r.unclear("graphql")
				} else if !seen[s.Name] {
					seen[s.Name], r.used[s.Name] = true, true
					add(definition.SelectionSet)
				}
			}
		}
	}
	add(selections)
	return fields
}

// reaches reports whether a selection has one of some fields.
func (r *reader) reaches(selections ast.SelectionSet, names ...string) bool {
	return slices.ContainsFunc(r.flat(selections), func(f *ast.Field) bool { return slices.Contains(names, f.Name) })
}
