package hcl

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

// Template is one instance of a template block.
type Template struct {
	pat.Template
	arguments
	match  arguments
	Module string     // address of the module instance, "" for the root
	Key    *string    // key in for_each; nil without for_each
	Range  diag.Range // the header of the block
}

// templateBlock is a template block.
type templateBlock struct {
	*block
	match *block    // nil without a match block
	end   hcl.Range // the closing brace; zero in JSON
}

var (
	templateSchema = schema.TemplateBlock.Body()
	matchSchema    = schema.Match.Body()
	// templateArguments are those that template.NAME has in expressions.
	templateArguments = slices.DeleteFunc(schema.TemplateBlock.Names(), func(name string) bool { return name == "for_each" })
)

func (l *loader) decodeTemplate(s *source, b *hcl.Block) {
	var first *hcl.Range
	if other, ok := s.templates[b.Labels[0]]; ok {
		first = &other.Header
	}
	if !l.named("template", b, first) {
		return
	}
	allowed := expression.ScopeNames | expression.ScopeTemplates
	outer, inner := l.block(s, b, templateSchema, allowed)
	t := &templateBlock{block: outer, end: syntax.EndOf(b)}
	s.templates[outer.Name] = t
	if _, ok := outer.Args["for_each"]; ok {
		allowed |= expression.ScopeEach
	}
	for _, m := range inner {
		if t.match != nil {
			l.add(diag.Error(m.DefRange, "duplicate-block", "Duplicate match block",
				fmt.Sprintf("A template can have only one match block. This one already has a match block at %s.", diag.Place(t.match.Header))))
			continue
		}
		t.match, _ = l.block(s, m, matchSchema, allowed)
	}
	if _, ok := outer.Args["name"]; !ok {
		l.add(diag.Error(b.DefRange, "missing-argument", "Missing required argument",
			`The argument "name" is required. It is the name of tokens that are created from the template.`))
	}
}

// template evaluates the instances of a template block. It returns the value
// that references to the block see, if one is asked for.
func (m *instance) template(b *templateBlock, referenced bool) cty.Value {
	m.l.config.Declared[m.address+"template."+b.Name] = true
	items, ok := m.forEach(b.block)
	if !ok {
		m.l.config.Incomplete = true
		return cty.DynamicVal
	}
	values := map[string]cty.Value{}
	for _, item := range items {
		r := m.reader(b.block, item)
		if referenced {
			r.Read = map[string]cty.Value{}
		}
		t := m.templateInstance(b, item, r)
		m.l.config.Templates = append(m.l.config.Templates, t)
		if !referenced {
			continue
		}
		if item == nil {
			return templateValue(t, r)
		}
		values[item.Name] = templateValue(t, r)
	}
	return cty.ObjectVal(values)
}

func (m *instance) templateInstance(b *templateBlock, each *expression.Each, r *argument.Reader) *Template {
	t := &Template{Module: trimDot(m.address), Range: b.Header}
	t.Address = m.address + "template." + b.Name + each.Key()
	if each != nil {
		t.Key = &each.Name
	}
	t.Name = r.Text("name")
	t.Description = r.Text("description")
	t.TargetName = r.Text("target_name")
	t.ExpiresIn = r.Expiry("expires_in")
	t.Permissions = r.Permissions()
	t.Repositories = r.Repositories("repositories")
	t.Owners, _ = r.List("owners")
	t.Justification = r.Text("justification")
	t.Endpoints, _ = r.List("endpoints")
	t.Labels = r.Texts("labels", `{ team = "api" }`)
	t.arguments = r.Args
	if b.match != nil {
		t.Match, t.match = m.match(b.match, each)
	}
	return t
}

func (m *instance) match(b *block, each *expression.Each) (pat.Match, arguments) {
	r := m.reader(b, each)
	out := pat.Match{Name: r.Text("name")}
	switch how := r.Text("permissions"); {
	case how == "exact":
		out.Exact = true
	case how != "at_most" && r.Args.Known("permissions"):
		words := []string{"at_most", "exact"}
		m.l.add(diag.Error(r.At("permissions"), "invalid-match", "Invalid value of permissions",
			fmt.Sprintf(`Set permissions to "at_most" or "exact", not %q.`, how)+diag.DidYouMean(how, words)))
	}
	return out, r.Args
}

// MatchName returns the place of the glob in the match block; ok is false where
// there is none.
func (t *Template) MatchName() (at diag.Range, ok bool) {
	return t.match.ArgumentRange("name"), t.match.Known("name")
}

// templateValue is what template.NAME represents in expressions. An argument
// that is not given is null; one that could not be evaluated is unknown.
func templateValue(t *Template, r *argument.Reader) cty.Value {
	values := map[string]cty.Value{"address": cty.StringVal(t.Address)}
	for _, name := range templateArguments {
		values[name] = cty.NullVal(cty.DynamicPseudoType)
		if v, ok := r.Read[name]; ok {
			values[name] = v
		}
	}
	return cty.ObjectVal(values)
}

func trimDot(address string) string {
	if address == "" {
		return ""
	}
	return address[:len(address)-1]
}

// StatedTemplate returns a template that no file declares, as one that was read
// from a link: at are the places of its arguments by their names, and
// permissions those of its permissions by theirs. An argument without a place
// counts as not given; header is the place for diagnostics about those. What is in
// unread is given, but its value is not known.
func StatedTemplate(t pat.Template, header diag.Range, at, permissions map[string]diag.Range, unread map[string]bool) *Template {
	b := &block{Header: header, Args: map[string]*expression.Expression{}}
	for name, r := range at {
		b.Args[name] = &expression.Expression{Expression: hcl.StaticExpr(cty.DynamicVal, r)}
	}
	if len(permissions) > 0 {
		b.Args["permissions"] = &expression.Expression{Expression: argument.StatedPermissions(header, permissions)}
	}
	return &Template{Template: t, arguments: argument.Stated(b, unread), Range: header}
}
