package hcl

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/variable"
)

// source is what the files of one directory declare, before evaluation. It is
// shared by all instances of a module.
type source struct {
	dir           string // in the file system
	files         []*file
	variables     map[string]*variable.Variable
	locals        map[string]*local
	templates     map[string]*templateBlock
	calls         map[string]*moduleCall
	policies      map[string]*policyBlock
	organizations map[string]*block
	rules         map[string]*block
	exceptions    map[string]*block
	serve         *serveBlock // nil: there is none

	functions *hcl.EvalContext
	*expression.References
}

// local is an item of a locals block.
type local struct {
	name string
	at   hcl.Range // of the name
	expr *expression.Expression
}

var rootSchema = schema.File.Body()

// source reads the directory dir once. The range subject is blamed where there
// is nothing to read.
func (l *loader) source(dir string, subject hcl.Range) *source {
	if s, ok := l.sources[dir]; ok {
		return s
	}
	s := &source{
		dir:           dir,
		variables:     map[string]*variable.Variable{},
		locals:        map[string]*local{},
		templates:     map[string]*templateBlock{},
		calls:         map[string]*moduleCall{},
		policies:      map[string]*policyBlock{},
		organizations: map[string]*block{},
		rules:         map[string]*block{},
		exceptions:    map[string]*block{},
		functions:     &hcl.EvalContext{Functions: l.library.Table(dir), Variables: map[string]cty.Value{"path": l.Paths(dir)}},
	}
	s.References = expression.NewReferences(l.budget, s)
	l.sources[dir] = s
	files, diags := l.files(dir, subject)
	l.add(diags...)
	s.files = files
	for _, f := range files {
		if f.parse != nil {
			l.add(f.parse()...)
		}
		if f.broken != nil {
			l.hide(syntax.PerhapsSensitive(f.name, f.src)...)
		}
		l.hide(syntax.CallsWithText(f.name, f.src)...)
		l.decodeFile(s, f)
	}
	s.Resolve(func(diags ...*hcl.Diagnostic) {
		l.add(diags...)
		l.cut()
	})
	return s
}

func (l *loader) decodeFile(s *source, f *file) {
	if f.body == nil {
		return
	}
	content, diags := syntax.ContentOf(f.body, rootSchema)
	if f.broken == nil {
		l.add(diags...)
	}
	for _, b := range content.Blocks {
		if f.broken != nil && !syntax.Whole(b, *f.broken) {
			continue
		}
		l.decodeBlock(s, b)
		l.add(s.Mistakes...)
		s.Mistakes = nil
		l.cut()
	}
	f.body = nil // what is needed of it has been taken
}

func (l *loader) decodeBlock(s *source, b *hcl.Block) {
	for i, label := range b.Labels {
		b.Labels[i] = cty.NormalizeString(label) // as cty does with every other name
	}
	switch b.Type {
	case "patctl":
		l.decodeSettings(s, b)
	case "variable":
		l.decodeVariable(s, b)
	case "locals":
		l.decodeLocals(s, b)
	case "template":
		l.decodeTemplate(s, b)
	case "module":
		l.decodeModuleCall(s, b)
	case "policy":
		l.decodePolicy(s, b)
	case "organization":
		l.decodeOrganization(s, b)
	case "rule":
		l.decodePlain(s, b, s.rules, ruleSchema)
	case "exception":
		l.decodePlain(s, b, s.exceptions, exceptionSchema)
	case "serve":
		l.decodeServe(s, b)
	}
}

func (l *loader) decodeLocals(s *source, b *hcl.Block) {
	attributes, diags := b.Body.JustAttributes()
	l.add(diags...)
	for _, a := range slices.SortedFunc(maps.Values(attributes), expression.ByPlace) {
		name := cty.NormalizeString(a.Name)
		if first, ok := s.locals[name]; ok {
			l.add(expression.Duplicate("local value", name, a.NameRange, first.at))
			continue
		}
		if !syntax.ValidName(name) {
			l.add(expression.InvalidName("local value", name, a.NameRange))
			continue
		}
		s.locals[name] = &local{name: name, at: a.NameRange, expr: s.Expression(a.Expr, expression.ScopeNames|expression.ScopeTemplates)}
	}
}

// named checks the label of a block: an identifier, used once.
func (l *loader) named(what string, b *hcl.Block, first *hcl.Range) bool {
	if first != nil {
		l.add(expression.Duplicate(what, b.Labels[0], b.DefRange, *first))
		return false
	}
	if !syntax.ValidName(b.Labels[0]) {
		l.add(expression.InvalidName(what, b.Labels[0], b.LabelRanges[0]))
		return false
	}
	return true
}

func (s *source) variableNames() []string { return slices.Sorted(maps.Keys(s.variables)) }
func (s *source) localNames() []string    { return slices.Sorted(maps.Keys(s.locals)) }
func (s *source) templateNames() []string { return slices.Sorted(maps.Keys(s.templates)) }

func (s *source) Names(root string) []string {
	switch root {
	case "var":
		return s.variableNames()
	case "local":
		return s.localNames()
	}
	return s.templateNames()
}

func (s *source) Has(root, name string) bool {
	var ok bool
	switch root {
	case "var":
		_, ok = s.variables[name]
	case "local":
		_, ok = s.locals[name]
	case "template":
		_, ok = s.templates[name]
	}
	return ok
}

// hasSensitive reports whether a variable is sensitive, or may be.
func (s *source) hasSensitive() bool {
	for _, v := range s.variables {
		if v.Secret() {
			return true
		}
	}
	return false
}

// broken reports whether a file of the directory could not be parsed whole.
func (s *source) broken() bool {
	return slices.ContainsFunc(s.files, func(f *file) bool { return f.broken != nil })
}
