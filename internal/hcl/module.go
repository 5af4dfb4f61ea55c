package hcl

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/tree"
	"github.com/patctl/patctl/internal/hcl/variable"
)

// moduleCall is a module block.
type moduleCall struct {
	*block           // Args: for_each and the module's variables
	dir       string // in the file system; "" where it is not usable
	sourceAt  hcl.Range
	arguments map[string]hcl.Range // names of the module's variables, and where they stand
}

var moduleSchema = schema.Module.Body()

func (l *loader) decodeModuleCall(s *source, b *hcl.Block) {
	var first *hcl.Range
	if other, ok := s.calls[b.Labels[0]]; ok {
		first = &other.Header
	}
	if !l.named("module", b, first) {
		return
	}
	content, rest, diags := b.Body.PartialContent(moduleSchema)
	l.add(diags...)
	attributes, diags := rest.JustAttributes()
	l.add(diags...)
	call := &moduleCall{
		block:     &block{Name: b.Labels[0], Header: b.DefRange, Args: map[string]*expression.Expression{}},
		arguments: map[string]hcl.Range{},
	}
	s.calls[call.Name] = call
	allowed := expression.ScopeNames | expression.ScopeTemplates
	if a, ok := content.Attributes["for_each"]; ok {
		call.Args["for_each"] = s.Expression(a.Expr, allowed)
		allowed |= expression.ScopeEach
	}
	for _, a := range slices.SortedFunc(maps.Values(attributes), expression.ByPlace) {
		name := cty.NormalizeString(a.Name)
		if first, ok := call.arguments[name]; ok {
			l.add(expression.Duplicate("argument", name, a.NameRange, first))
			continue
		}
		call.Args[name] = s.Expression(a.Expr, allowed)
		call.arguments[name] = a.NameRange
	}
	if a := content.Attributes["source"]; a != nil {
		call.sourceAt = a.Expr.Range()
		call.dir = l.moduleDir(s, a)
	}
}

// moduleDir finds the directory that a source names, or reports why it cannot.
func (l *loader) moduleDir(s *source, a *hcl.Attribute) string {
	from, ok := l.requiredText(a)
	at := a.Expr.Range()
	switch {
	case !ok:
		return "" // reported
	case from == "":
		l.add(diag.Error(at, "invalid-module-source", "Invalid module source",
			"The source is empty. Set it to a local directory, such as source = \"./teams/ci\"."))
		return ""
	}
	if from != "." && from != ".." && !strings.HasPrefix(from, "./") && !strings.HasPrefix(from, "../") {
		l.add(diag.Error(at, "invalid-module-source", "Invalid module source",
			fmt.Sprintf("The source of a module must be a local directory and start with ./ or ../, and %q does not.", from)))
		return ""
	}
	dir := path.Join(s.dir, from)
	if tree.Outside(dir) {
		l.add(diag.Error(at, "invalid-module-source", "Invalid module source",
			fmt.Sprintf("The directory %q is outside %s, and patctl does not read files there.", from, l.TopName())))
		return ""
	}
	if err := l.Refusal(dir); err != nil {
		l.add(diag.Error(at, "invalid-module-source", "Invalid module source",
			fmt.Sprintf("The directory %q cannot be read: %s.", from, err)))
		return ""
	}
	return dir
}

// modules evaluates the module blocks of an instance.
func (m *instance) modules() {
	for _, name := range slices.Sorted(maps.Keys(m.src.calls)) {
		call := m.src.calls[name]
		m.l.config.Declared[m.address+"module."+name] = true
		if call.dir == "" || !m.enter(call) {
			m.l.config.Incomplete = true
			continue
		}
		if m.l.sources[call.dir] == nil && len(m.l.sources) > syntax.MaxModules {
			m.l.add(diag.Error(call.sourceAt, "too-complex", "Too many modules",
				fmt.Sprintf("The configuration has more than %d directories with modules.", syntax.MaxModules)))
			m.l.config.Incomplete = true
			return
		}
		child := m.l.source(call.dir, call.sourceAt)
		if len(child.files) == 0 {
			m.l.config.Incomplete = true
			continue
		}
		m.checkArguments(call, child)
		items, ok := m.forEach(call.block)
		if !ok {
			m.l.config.Incomplete = true
			continue
		}
		for _, item := range items {
			m.call(call, child, item)
		}
	}
}

// enter refuses a module that includes itself, directly or through others.
func (m *instance) enter(call *moduleCall) bool {
	var chain []string
	for at := m; at != nil; at = at.parent {
		chain = append(chain, strconv.Quote(m.l.Display(at.src.dir)))
		if at.src.dir != call.dir {
			continue
		}
		slices.Reverse(chain)
		chain = append(chain, strconv.Quote(m.l.Display(call.dir)))
		m.l.add(diag.Error(call.sourceAt, "module-cycle", "Module includes itself",
			fmt.Sprintf("The module includes its own directory: %s.", strings.Join(chain, " -> "))))
		return false
	}
	return true
}

// checkArguments holds the arguments of a call against the module's variables.
func (m *instance) checkArguments(call *moduleCall, child *source) {
	if child.broken() {
		return
	}
	for name, at := range call.arguments {
		if _, ok := child.variables[name]; !ok {
			if child.hasSensitive() {
				m.l.hide(call.Args[name].Range()) // perhaps the value of one, misspelled
			}
			m.l.add(diag.Error(at, "unsupported-argument", "Unsupported argument",
				fmt.Sprintf("The module in %s has no variable named %q.", m.l.Display(child.dir), name)+
					diag.DidYouMean(name, child.variableNames())))
		}
	}
	for name, v := range child.variables {
		if _, ok := call.Args[name]; !ok && v.Fallback == nil {
			m.l.add(diag.Error(call.Header, "missing-argument", "Missing required argument",
				fmt.Sprintf("The argument %q is required, because the module's variable, declared at %s, has no default.", name, diag.Place(v.At))))
		}
	}
}

// call evaluates one instance of a module.
func (m *instance) call(call *moduleCall, child *source, item *expression.Each) {
	given := map[string]givenValue{}
	for name := range call.arguments {
		v, ok := child.variables[name]
		if !ok {
			continue
		}
		x := call.Args[name]
		given[name] = givenValue{value: m.argument(v, x, item), at: x.Range(), expr: x.Expression}
	}
	address := m.address + "module." + call.Name + item.Key()
	m.l.config.Declared[address] = true
	m.l.instantiate(child, m, address+".", given)
}

// argument evaluates an argument of a module block. Of a sensitive variable
// neither the source nor what went wrong is shown.
func (m *instance) argument(v *variable.Variable, x *expression.Expression, item *expression.Each) cty.Value {
	if !v.Secret() {
		return m.value(x, item, nil)
	}
	m.l.hide(x.Range())
	before := len(m.l.diags)
	value := m.value(x, item, nil)
	copy(m.l.diags[before:], expression.Redact(m.l.diags[before:], nil))
	return value
}
