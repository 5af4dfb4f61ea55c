package golang

import (
	"go/ast"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// query notes a query or mutation of a client of GraphQL: a document, or a structure
// whose fields are those of one.
func (r *reader) query(call *program.Expr, scope *program.Scope) bool {
	if !r.graphQL && !r.goGH || call.X == nil {
		return false
	}
	switch name := call.Callee(); name {
	case "Query", "Mutate", "QueryWithContext", "MutateWithContext", "NamedQuery", "NamedMutate":
		return r.structured(call, scope, strings.Contains(name, "Mutate"))
	case "NewRequest", "Run", "Do", "DoWithContext", "Exec":
		return r.document(call)
	}
	return false
}

// document notes a document that is an argument.
func (r *reader) document(call *program.Expr) bool {
	ev := r.Program.Evaluate()
	for _, a := range call.Args {
		got, _ := ev.Resolve(a.Value, nil)
		if got != nil && got.Kind == program.Text && program.IsDocument(got.Text) {
			r.GraphQL(call, nil, got)
			return true
		}
	}
	return false
}

// structured notes a query that is written as a structure.
func (r *reader) structured(call *program.Expr, scope *program.Scope, mutation bool) bool {
	if !r.Program.Speaks && !r.source.importsAny("githubv4") {
		return false
	}
	for _, a := range call.Args {
		of := r.structOf(a.Value, scope)
		if of == nil {
			continue
		}
		text := "query"
		if mutation {
			text = "mutation"
		}
		if selection := r.selection(of, 0); selection != "" {
			r.GraphQL(call, nil, like(call, program.Text, text+" "+selection))
			return true
		}
	}
	r.Unclear(call, "graphql")
	return true
}

// structOf is the structure of a variable, or nil.
func (r *reader) structOf(e *program.Expr, scope *program.Scope) *ast.StructType {
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	if got != nil && got.Kind == program.Unknown && r.source.structs[got.Text] != nil {
		return r.source.structs[got.Text]
	}
	for _, x := range []*program.Expr{e, got} {
		if x == nil {
			continue
		}
		if found := r.source.structs[r.typeOf(x, scope)]; found != nil {
			return found
		}
		if x.Kind == program.Name && r.source.structs[x.Text] != nil {
			return r.source.structs[x.Text]
		}
	}
	return nil
}

// maxSelection is deeper than GraphQL takes.
const maxSelection = 12

// selection writes the fields of a structure as a GraphQL selection.
func (r *reader) selection(of *ast.StructType, depth int) string {
	if depth > maxSelection {
		return ""
	}
	var b strings.Builder
	for _, field := range of.Fields.List {
		b.WriteString(" " + r.fieldOf(field, depth))
	}
	if strings.TrimSpace(b.String()) == "" {
		return ""
	}
	return "{" + b.String() + " }"
}

// fieldOf writes a field: what its tag says, or its name as GraphQL writes it.
func (r *reader) fieldOf(field *ast.Field, depth int) string {
	name := ""
	if len(field.Names) > 0 {
		name = field.Names[0].Name
		name = lowerFirst(name)
	}
	if tag := graphQLTag(field); tag != "" {
		name = tag
	}
	inner := ""
	if of := r.structType(field.Type); of != nil {
		inner = r.selection(of, depth+1)
	}
	if name == "" { // embedded
		return strings.TrimSuffix(strings.TrimPrefix(inner, "{"), "}")
	}
	return name + " " + inner
}

// initialisms are words that Go writes in capitals.
var initialisms = []string{"HTML", "HTTP", "ASCII", "JSON", "URI", "URL", "OID", "SHA", "SQL", "SSH", "API", "ID", "IP"}

// lowerFirst is the name of a field as GraphQL writes it: "AvatarURL" is avatarUrl.
//
// https://github.com/shurcooL/graphql/blob/master/ident/ident.go
func lowerFirst(name string) string {
	var b strings.Builder
	for first := true; name != ""; first = false {
		word := firstWord(name)
		name = name[len(word):]
		lower := strings.ToLower(word)
		if !first {
			lower = strings.ToUpper(lower[:1]) + lower[1:]
		}
		b.WriteString(lower)
	}
	return b.String()
}

// firstWord is the first word of a name in mixed capitals.
func firstWord(name string) string {
	for _, word := range initialisms {
		if rest, ok := strings.CutPrefix(name, word); ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z') {
			return word
		}
	}
	end := 1
	for end < len(name) && (name[end] < 'A' || name[end] > 'Z') {
		end++
	}
	return name[:end]
}

func graphQLTag(field *ast.Field) string {
	if field.Tag == nil {
		return ""
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return ""
	}
	_, rest, ok := strings.Cut(text, `graphql:"`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// structType is the structure of a type, of a list of it, or of a pointer to it.
func (r *reader) structType(e ast.Expr) *ast.StructType {
	switch t := e.(type) {
	case *ast.StructType:
		return t
	case *ast.StarExpr:
		return r.structType(t.X)
	case *ast.ArrayType:
		return r.structType(t.Elt)
	case *ast.Ident:
		return r.source.structs[t.Name]
	}
	return nil
}
