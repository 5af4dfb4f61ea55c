package hcl

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// scope says which objects an expression may refer to.
type scope uint8

const (
	scopeNames     scope = 1 << iota // var and local
	scopeTemplates                   // template
	scopeEach                        // each, within a block with for_each
	scopeSelf                        // self, within a policy
	scopeCount                       // count, which does not exist, where that has been reported
	scopeRefusal                     // self, within the message of a review
)

// expression is an expression with what it refers to, found once and used for
// every instance.
type expression struct {
	hcl.Expression
	metered hcl.Expression // the same, as it is evaluated
	refs    []reference
	objects []*hclsyntax.ObjectConsExpr // written out, with keys that are not
	broken  bool                        // refers to something that does not exist, which is reported
}

// reference is the part of a traversal that names an object: var.org.
type reference struct {
	root string // var, local, template, each, self
	name string
	word bool // nothing follows the root: perhaps a text without quotes
	at   hcl.Range
}

func (r reference) String() string {
	if r.name == "" {
		return r.root
	}
	return r.root + "." + r.name
}

// references are those of the expressions of a module.
type references struct {
	budget   *budget
	declared declared

	unresolved  []unresolved
	mistakes    hcl.Diagnostics // of expressions
	used        map[string]bool // references, as "var.org"
	suggestions int             // searches for the name that a wrong reference meant
}

// declared is what a module declares.
type declared interface {
	// has reports whether there is a var, a local or a template with a name.
	has(root, name string) bool
	// names are those of all var, local or template.
	names(root string) []string
	// mentions reports whether a broken file holds a word: a declaration of it may
	// have been lost with the rest of the file.
	mentions(word string) bool
}

func newReferences(b *budget, d declared) *references {
	return &references{budget: b, declared: d, used: map[string]bool{}}
}

// expression registers e, to be resolved when all blocks are known.
func (r *references) expression(e hcl.Expression, allowed scope) *expression {
	x := &expression{Expression: e, metered: r.budget.metered(e)}
	for _, traversal := range x.metered.Variables() {
		x.refs = append(x.refs, newReference(traversal))
	}
	r.budget.protect(func() {
		objects := objectLiterals(e)
		r.mistakes = append(r.mistakes, duplicateKeys(objects, nil)...)
		x.objects = withComputedKeys(objects)
	})
	if len(x.refs) > 0 {
		r.unresolved = append(r.unresolved, unresolved{expression: x, allowed: allowed})
	}
	return x
}

type unresolved struct {
	*expression
	allowed scope
	except  string // a reference that does not count as use
}

func newReference(t hcl.Traversal) reference {
	r := reference{root: t.RootName(), at: t.SourceRange()}
	if len(t) < 2 {
		r.word = true
		return r
	}
	switch step := t[1].(type) {
	case hcl.TraverseAttr:
		r.name = cty.NormalizeString(step.Name)
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
			r.name = step.Key.AsString()
		}
	}
	r.at = hcl.RangeBetween(t[0].SourceRange(), t[1].SourceRange())
	return r
}

// resolve checks that every reference names something, and notes what is used.
func (r *references) resolve() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, x := range r.unresolved {
		for _, ref := range x.refs {
			if d := r.check(ref, x.allowed); d != nil {
				x.broken = true
				diags = append(diags, d)
			}
			if ref.String() != x.except {
				r.used[ref.String()] = true
			}
		}
	}
	return diags
}

// selfAttributes are those of self in a policy.
var selfAttributes = []string{
	"address", "days_unused", "description", "expires_in", "kind", "labels", "name", "organization",
	"owner", "permissions", "reason", "repositories", "repository_selection", "token_id",
}

var (
	eachAttributes = []string{"key", "value"}
	pathAttributes = []string{"module", "root"}
)

func (r *references) check(ref reference, allowed scope) *hcl.Diagnostic {
	switch {
	case ref.root == "var" && allowed&scopeNames != 0:
		return r.named(ref, r.declared.has(ref.root, ref.name), "variable", func() []string { return r.declared.names(ref.root) })
	case ref.root == "local" && allowed&scopeNames != 0:
		return r.named(ref, r.declared.has(ref.root, ref.name), "local value", func() []string { return r.declared.names(ref.root) })
	case ref.root == "path" && allowed&scopeNames != 0:
		return r.named(ref, slices.Contains(pathAttributes, ref.name), "attribute of path", func() []string { return pathAttributes })
	case ref.root == "template" && allowed&scopeTemplates != 0:
		return r.named(ref, r.declared.has(ref.root, ref.name), "template", func() []string { return r.declared.names(ref.root) })
	case ref.root == "self" && allowed&scopeRefusal != 0:
		return r.named(ref, slices.Contains(refusalAttributes, ref.name), "attribute of self in a message", func() []string { return refusalAttributes })
	case ref.root == "self" && allowed&scopeSelf != 0:
		return r.named(ref, slices.Contains(selfAttributes, ref.name), "attribute of self", func() []string { return selfAttributes })
	case ref.root == "each" && allowed&scopeEach != 0:
		return r.named(ref, slices.Contains(eachAttributes, ref.name), "attribute of each", func() []string { return eachAttributes })
	}
	if ref.root == "count" && allowed&scopeCount != 0 {
		return nil
	}
	return diag.Error(ref.at, "invalid-reference", "Invalid reference", misplaced(ref, allowed))
}

// misplaced explains a reference whose first word is unknown where it stands.
func misplaced(ref reference, allowed scope) string {
	switch ref.root {
	case "each":
		return "The object each exists only within a block that has for_each."
	case "self":
		return "The object self exists only within the condition and the error_message of a policy, and the message of a review."
	case "module":
		return "The templates of a module cannot be referred to. Give a module what it needs as arguments, and share values through locals or variables."
	case "template":
		return "A template can be referred to only from locals, templates, module arguments and policies."
	case "var", "local", "path":
		return "This argument is read before variables and locals are known: it must be a literal value."
	}
	roots := scopeRoots(allowed)
	detail := fmt.Sprintf("There is no object %q here. A reference begins with %s.", ref.root, orList(roots))
	meant := diag.DidYouMean(ref.root, roots)
	if meant == "" && ref.word {
		meant = fmt.Sprintf(" A text stands in quotes: %q.", ref.root)
	}
	return detail + meant
}

// suggestAttributes adds which attribute was likely meant to what hcl says of
// one that an object does not have.
func suggestAttributes(diags hcl.Diagnostics) {
	for _, d := range diags {
		x, ok := d.Expression.(*hclsyntax.ScopeTraversalExpr)
		if !ok || d.Summary != "Unsupported attribute" {
			continue
		}
		for i, step := range x.Traversal {
			attribute, ok := step.(hcl.TraverseAttr)
			if !ok || attribute.SrcRange != *d.Subject {
				continue
			}
			v, _ := x.Traversal[:i].TraverseAbs(d.EvalContext)
			if ty := v.Type(); ty.IsObjectType() {
				d.Detail += diag.DidYouMean(attribute.Name, slices.Sorted(maps.Keys(ty.AttributeTypes())))
			}
		}
	}
}

// forgive makes unknown what an object is wrongly asked for, so that it is not
// reported once more.
func (x *expression) forgive(variables map[string]cty.Value) {
	for _, ref := range x.refs {
		unknown := ref.root == "each" && !slices.Contains(eachAttributes, ref.name)
		if unknown || ref.name == "" {
			variables[ref.root] = cty.DynamicVal
		}
	}
}

func scopeRoots(allowed scope) []string {
	var roots []string
	for _, r := range []struct {
		scope scope
		names []string
	}{
		{scopeNames, []string{"var", "local"}}, {scopeTemplates, []string{"template"}},
		{scopeEach, []string{"each"}}, {scopeSelf | scopeRefusal, []string{"self"}},
	} {
		if allowed&r.scope != 0 {
			roots = append(roots, r.names...)
		}
	}
	return roots
}

// named checks that a reference names one of candidates, as exists says.
func (r *references) named(ref reference, exists bool, what string, candidates func() []string) *hcl.Diagnostic {
	if ref.name == "" {
		return diag.Error(ref.at, "invalid-reference", "Invalid reference",
			fmt.Sprintf("The object %q cannot be used whole or with a computed name: write %s.NAME.", ref.root, ref.root))
	}
	if exists || r.declared.mentions(ref.name) {
		return nil // a broken file may declare it in what could not be parsed
	}
	detail := fmt.Sprintf("There is no %s named %q%s.", what, ref.name, declaredIn(ref.root))
	if suggestion := r.suggest(ref.name, candidates); suggestion != "" {
		detail += fmt.Sprintf(" Did you mean %s.%s?", ref.root, suggestion)
		r.used[ref.root+"."+suggestion] = true // it is not unused because of a slip
	}
	return diag.Error(ref.at, "undeclared-reference", "Reference to undeclared "+summaryWord(ref.root), detail)
}

// maxSuggestions bounds the searches for what was meant, each of which looks at
// every name that there is.
const maxSuggestions = 100

func (r *references) suggest(name string, candidates func() []string) string {
	r.suggestions++
	if r.suggestions > maxSuggestions {
		return ""
	}
	return diag.Suggest(name, candidates())
}

func declaredIn(root string) string {
	switch root {
	case "var", "local", "template":
		return " in this module"
	}
	return ""
}

func summaryWord(root string) string {
	switch root {
	case "var":
		return "variable"
	case "local":
		return "local value"
	case "template":
		return "template"
	}
	return "attribute"
}

// orList writes "a, b or c".
func orList(words []string) string {
	switch len(words) {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	}
	out := words[0]
	for _, w := range words[1 : len(words)-1] {
		out += ", " + w
	}
	return out + " or " + words[len(words)-1]
}

// quietly registers an expression whose references to the variable itself do not count as use.
func (r *references) quietly(name string, e hcl.Expression) *expression {
	before := len(r.unresolved)
	x := r.expression(e, scopeNames)
	if len(r.unresolved) > before {
		r.unresolved[before].except = "var." + name
	}
	return x
}

func refersTo(x *expression, name string) bool {
	for _, ref := range x.refs {
		if ref.root == "var" && ref.name == name {
			return true
		}
	}
	return false
}
