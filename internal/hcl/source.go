package hcl

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// source is what the files of one directory declare, before evaluation. It is
// shared by all instances of a module.
type source struct {
	dir           string // in the file system
	files         []*file
	variables     map[string]*variable
	locals        map[string]*local
	templates     map[string]*templateBlock
	calls         map[string]*moduleCall
	policies      map[string]*policyBlock
	organizations map[string]*block
	rules         map[string]*block
	exceptions    map[string]*block

	functions *hcl.EvalContext
	*references
}

// local is an item of a locals block.
type local struct {
	name string
	at   hcl.Range // of the name
	expr *expression
}

var rootSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "patctl"},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "template", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "organization", LabelNames: []string{"login"}},
	{Type: "policy", LabelNames: []string{"name"}},
	{Type: "rule", LabelNames: []string{"name"}},
	{Type: "exception", LabelNames: []string{"name"}},
}}

// source reads the directory dir once. The range subject is blamed where there
// is nothing to read.
func (l *loader) source(dir string, subject hcl.Range) *source {
	if s, ok := l.sources[dir]; ok {
		return s
	}
	s := &source{
		dir:           dir,
		variables:     map[string]*variable{},
		locals:        map[string]*local{},
		templates:     map[string]*templateBlock{},
		calls:         map[string]*moduleCall{},
		policies:      map[string]*policyBlock{},
		organizations: map[string]*block{},
		rules:         map[string]*block{},
		exceptions:    map[string]*block{},
		functions:     &hcl.EvalContext{Functions: l.library.table(dir), Variables: map[string]cty.Value{"path": l.paths(dir)}},
	}
	s.references = newReferences(l.budget, s)
	l.sources[dir] = s
	files, diags := l.files(dir, subject)
	l.add(diags...)
	s.files = files
	for _, f := range files {
		if f.broken != nil {
			l.hide(perhapsSensitive(f.name, f.src)...)
		}
		l.hide(callsWithText(f.name, f.src)...)
		l.decodeFile(s, f)
	}
	l.add(s.mistakes...)
	l.add(s.resolve()...)
	return s
}

func (l *loader) decodeFile(s *source, f *file) {
	if f.body == nil {
		return
	}
	content, diags := contentOf(f.body, rootSchema)
	if f.broken == nil {
		l.add(diags...)
	}
	for _, b := range content.Blocks {
		if f.broken != nil && !whole(b, *f.broken) {
			continue
		}
		l.decodeBlock(s, b)
	}
}

// whole reports whether a block of a broken file ends before the first error,
// so that nothing of it can be missing.
func whole(b *hcl.Block, broken hcl.Pos) bool {
	body, ok := b.Body.(*hclsyntax.Body)
	return ok && body.EndRange.End.Byte <= broken.Byte
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
	}
}

func (l *loader) decodeLocals(s *source, b *hcl.Block) {
	attributes, diags := b.Body.JustAttributes()
	l.add(diags...)
	for _, a := range slices.SortedFunc(maps.Values(attributes), byPlace) {
		name := cty.NormalizeString(a.Name)
		if first, ok := s.locals[name]; ok {
			l.add(duplicate("local value", name, a.NameRange, first.at))
			continue
		}
		if !hclsyntax.ValidIdentifier(name) {
			l.add(invalidName("local value", name, a.NameRange))
			continue
		}
		s.locals[name] = &local{name: name, at: a.NameRange, expr: s.expression(a.Expr, scopeNames|scopeTemplates)}
	}
}

func byPlace(a, b *hcl.Attribute) int {
	return cmp.Compare(a.NameRange.Start.Byte, b.NameRange.Start.Byte)
}

// named checks the label of a block: an identifier, used once.
func (l *loader) named(what string, b *hcl.Block, first *hcl.Range) bool {
	if first != nil {
		l.add(duplicate(what, b.Labels[0], b.DefRange, *first))
		return false
	}
	if !hclsyntax.ValidIdentifier(b.Labels[0]) {
		l.add(invalidName(what, b.Labels[0], b.LabelRanges[0]))
		return false
	}
	return true
}

func duplicate(what, name string, at, first hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "duplicate-declaration", "Duplicate "+what,
		fmt.Sprintf("%s named %q is declared already at %s. Each name can be declared once.", withArticle(what), name, diag.Place(first)))
}

// withArticle begins a sentence with a noun.
func withArticle(noun string) string { return "A" + article(noun)[1:] }

// article returns a noun with its article.
func article(noun string) string { return diag.WithArticle(noun) }

func invalidName(what, name string, at hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "invalid-name", "Invalid name of "+diag.WithArticle(what),
		fmt.Sprintf("The name %q is not valid: a name begins with a letter or underscore and goes on with letters, digits, underscores and hyphens.", name))
}

func (s *source) variableNames() []string { return slices.Sorted(maps.Keys(s.variables)) }
func (s *source) localNames() []string    { return slices.Sorted(maps.Keys(s.locals)) }
func (s *source) templateNames() []string { return slices.Sorted(maps.Keys(s.templates)) }

func (s *source) names(root string) []string {
	switch root {
	case "var":
		return s.variableNames()
	case "local":
		return s.localNames()
	}
	return s.templateNames()
}

func (s *source) has(root, name string) bool {
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
		if v.secret() {
			return true
		}
	}
	return false
}

// broken reports whether a file of the directory could not be parsed whole.
func (s *source) broken() bool {
	return slices.ContainsFunc(s.files, func(f *file) bool { return f.broken != nil })
}
