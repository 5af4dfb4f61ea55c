package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// write gives a line for each type:
//
//	Issue + assignees:UserConnection author:Actor body
//	Actor = | avatarUrl login
//
// "+" is a type that needs a permission of its own or may need one, "-" another.
// After "=" stand the types of the first kind that an interface or union may be.
// "field*" has an answer of its own, "field*User" has it if the type is User.
func write(source string, definitions ast.DefinitionList, f facts) string {
	s := schema{types: map[string]*ast.Definition{}, possible: map[string][]string{}, facts: f}
	for _, definition := range definitions {
		s.add(definition)
	}
	var lines []string
	for _, definition := range definitions {
		switch definition.Kind {
		case ast.Object:
			lines = append(lines, s.object(definition))
		case ast.Interface, ast.Union:
			lines = append(lines, s.abstract(definition))
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("# GitHub's GraphQL schema, from npm %s, with its additions.graphql, cut down by internal/calls/operations/generate.\n%s\n", source, strings.Join(lines, "\n"))
}

// schema is what is known of all types.
type schema struct {
	types    map[string]*ast.Definition
	possible map[string][]string // of interfaces and unions
	facts    facts
}

func (s schema) add(definition *ast.Definition) {
	s.types[definition.Name] = definition
	if definition.Kind == ast.Object {
		for _, name := range definition.Interfaces {
			s.possible[name] = append(s.possible[name], definition.Name)
		}
	}
	s.possible[definition.Name] = append(s.possible[definition.Name], definition.Types...)
}

func (s schema) object(definition *ast.Definition) string {
	mark := "-"
	if s.facts.bears(definition.Name) {
		mark = "+"
	}
	return strings.Join(append([]string{definition.Name, mark}, s.fields(definition)...), " ")
}

func (s schema) abstract(definition *ast.Definition) string {
	words := []string{definition.Name, "="}
	for _, name := range slices.Sorted(slices.Values(s.possible[definition.Name])) {
		if s.facts.bears(name) {
			words = append(words, name)
		}
	}
	return strings.Join(append(append(words, "|"), s.fields(definition)...), " ")
}

func (s schema) fields(definition *ast.Definition) []string {
	var words []string
	for _, field := range definition.Fields {
		word, result := field.Name, field.Type.Name()
		word += s.own(definition, field)
		if t := s.types[result]; t != nil && t.IsCompositeType() {
			word += ":" + result
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

// own marks a field with an answer of its own.
func (s schema) own(definition *ast.Definition, field *ast.FieldDefinition) string {
	result := s.behind(field.Type.Name())
	if definition.Kind == ast.Object {
		if s.facts.own(definition.Name, field.Name, result) {
			return "*"
		}
		return ""
	}
	var names []string
	for _, name := range slices.Sorted(slices.Values(s.possible[definition.Name])) {
		if s.facts.own(name, field.Name, result) {
			names = append(names, name)
		}
	}
	if names == nil {
		return ""
	}
	return "*" + strings.Join(names, ",")
}

// behind is the type of what a connection holds; of any other type it is the type.
func (s schema) behind(name string) string {
	t := s.types[name]
	if t == nil || !strings.HasSuffix(name, "Connection") {
		return name
	}
	if nodes := t.Fields.ForName("nodes"); nodes != nil {
		return nodes.Type.Name()
	}
	return name
}
