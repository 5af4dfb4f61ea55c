package expression

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/subject"
)

// Scope says which objects an expression may refer to.
type Scope uint8

// The objects that an expression may refer to.
const (
	ScopeNames     Scope = 1 << iota // var and local
	ScopeTemplates                   // template
	ScopeEach                        // each, within a block with for_each
	ScopeSelf                        // self, within a policy
	ScopeCount                       // count, which does not exist, where that has been reported
	ScopeRefusal                     // self, within the message of a review
	ScopeNotice                      // self, within the message of a block in serve
)

// Expression is an expression with what it refers to, found once and used for
// every instance.
type Expression struct {
	hcl.Expression
	Metered hcl.Expression // the same, as it is evaluated
	Refs    []Reference
	Objects []*hclsyntax.ObjectConsExpr // written out, with keys that are not
	Broken  bool                        // refers to something that does not exist, which is reported

	listed   sync.Once
	elements []hcl.Expression // of a list that is written out; set once
}

// Elements returns the elements of a list that is written out, or none.
func (x *Expression) Elements() []hcl.Expression {
	x.listed.Do(func() {
		if elements, diags := hcl.ExprList(x.Expression); !diags.HasErrors() {
			x.elements = elements
		}
	})
	return x.elements
}

// Reference is the part of a traversal that names an object: var.org.
type Reference struct {
	Root string // var, local, template, each, self
	Name string
	word bool // nothing follows the root: perhaps a text without quotes
	at   hcl.Range
}

func (r Reference) String() string {
	if r.Name == "" {
		return r.Root
	}
	return r.Root + "." + r.Name
}

// References are those of the expressions of a module.
type References struct {
	budget   *budget.Budget
	declared declared

	unresolved  []unresolved
	Mistakes    hcl.Diagnostics     // of expressions
	Used        map[string]bool     // references, as "var.org"
	suggestions int                 // searches for the name that a wrong reference meant
	names       map[string][]string // those that declared has returned, by root
}

// declared is what a module declares.
type declared interface {
	// has reports whether there is a var, a local or a template with a name.
	Has(root, name string) bool
	// names are those of all var, local or template.
	Names(root string) []string
	// mentions reports whether a broken file holds a word: a declaration of it may
	// have been lost with the rest of the file.
	Mentions(word string) bool
}

// NewReferences returns references to what a module declares.
func NewReferences(b *budget.Budget, d declared) *References {
	return &References{budget: b, declared: d, Used: map[string]bool{}}
}

// Expression registers e, to be resolved when all blocks are known.
func (r *References) Expression(e hcl.Expression, allowed Scope) *Expression {
	x := &Expression{Expression: e, Metered: r.budget.Metered(e)}
	for _, traversal := range x.Metered.Variables() {
		x.Refs = append(x.Refs, newReference(traversal))
	}
	r.budget.Protect(func() {
		objects := ObjectLiterals(e)
		r.Mistakes = append(r.Mistakes, DuplicateKeys(objects, nil)...)
		x.Objects = withComputedKeys(objects)
	})
	if len(x.Refs) > 0 {
		r.unresolved = append(r.unresolved, unresolved{Expression: x, allowed: allowed})
	}
	return x
}

type unresolved struct {
	*Expression
	allowed Scope
	except  string // a reference that does not count as use
}

func newReference(t hcl.Traversal) Reference {
	r := Reference{Root: t.RootName(), at: t.SourceRange()}
	if len(t) < 2 {
		r.word = true
		return r
	}
	switch step := t[1].(type) {
	case hcl.TraverseAttr:
		r.Name = cty.NormalizeString(step.Name)
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
			r.Name = step.Key.AsString()
		}
	}
	r.at = hcl.RangeBetween(t[0].SourceRange(), t[1].SourceRange())
	return r
}

// Resolve checks that every reference names something, and notes what is used. It hands what is
// wrong to add.
func (r *References) Resolve(add func(...*hcl.Diagnostic)) {
	for _, x := range r.unresolved {
		for _, ref := range x.Refs {
			if d := r.check(ref, x.allowed); d != nil {
				x.Broken = true
				add(d)
			}
			if ref.String() != x.except {
				r.Used[ref.String()] = true
			}
		}
	}
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

func (r *References) check(ref Reference, allowed Scope) *hcl.Diagnostic {
	switch {
	case ref.Root == "var" && allowed&ScopeNames != 0:
		return r.named(ref, r.declared.Has(ref.Root, ref.Name), "variable", func() []string { return r.namesOf(ref.Root) })
	case ref.Root == "local" && allowed&ScopeNames != 0:
		return r.named(ref, r.declared.Has(ref.Root, ref.Name), "local value", func() []string { return r.namesOf(ref.Root) })
	case ref.Root == "path" && allowed&ScopeNames != 0:
		return r.named(ref, slices.Contains(pathAttributes, ref.Name), "attribute of path", func() []string { return pathAttributes })
	case ref.Root == "template" && allowed&ScopeTemplates != 0:
		return r.named(ref, r.declared.Has(ref.Root, ref.Name), "template", func() []string { return r.namesOf(ref.Root) })
	case ref.Root == "self" && allowed&ScopeRefusal != 0:
		return r.named(ref, slices.Contains(subject.RefusalAttributes, ref.Name), "attribute of self in a message", func() []string { return subject.RefusalAttributes })
	case ref.Root == "self" && allowed&ScopeNotice != 0:
		return r.named(ref, slices.Contains(subject.NoticeAttributes, ref.Name), "attribute of self in a message", func() []string { return subject.NoticeAttributes })
	case ref.Root == "self" && allowed&ScopeSelf != 0:
		return r.named(ref, slices.Contains(selfAttributes, ref.Name), "attribute of self", func() []string { return selfAttributes })
	case ref.Root == "each" && allowed&ScopeEach != 0:
		return r.named(ref, slices.Contains(eachAttributes, ref.Name), "attribute of each", func() []string { return eachAttributes })
	}
	if ref.Root == "count" && allowed&ScopeCount != 0 {
		return nil
	}
	return diag.Error(ref.at, "invalid-reference", "Invalid reference", misplaced(ref, allowed))
}

// SuggestAttributes adds which attribute was likely meant to the diagnostic of hcl
// about one that an object does not have.
func SuggestAttributes(diags hcl.Diagnostics) {
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

// Forgive makes unknown what an object is wrongly asked for, so that it is not
// reported once more.
func (x *Expression) Forgive(variables map[string]cty.Value) {
	for _, ref := range x.Refs {
		unknown := ref.Root == "each" && !slices.Contains(eachAttributes, ref.Name)
		if unknown || ref.Name == "" {
			variables[ref.Root] = cty.DynamicVal
		}
	}
}

// named checks that a reference names one of candidates, as exists says.
func (r *References) named(ref Reference, exists bool, what string, candidates func() []string) *hcl.Diagnostic {
	if ref.Name == "" {
		return diag.Error(ref.at, "invalid-reference", "Invalid reference",
			fmt.Sprintf("The object %q cannot be used as a whole or with a computed name. Write %s.NAME.", ref.Root, ref.Root))
	}
	if exists || r.declared.Mentions(ref.Name) {
		return nil // a broken file may declare it in what could not be parsed
	}
	detail := fmt.Sprintf("There is no %s named %q%s.", what, ref.Name, declaredIn(ref.Root))
	if suggestion := r.suggest(ref.Name, candidates); suggestion != "" {
		detail += fmt.Sprintf(" Did you mean %s.%s?", ref.Root, suggestion)
		r.Used[ref.Root+"."+suggestion] = true // it is not unused because of a slip
	}
	return diag.Error(ref.at, "undeclared-reference", "Reference to undeclared "+summaryWord(ref.Root), detail)
}

// maxSuggestions bounds the searches for what was meant, each of which looks at
// every name.
const maxSuggestions = 100

func (r *References) suggest(name string, candidates func() []string) string {
	r.suggestions++
	if r.suggestions > maxSuggestions {
		return ""
	}
	return diag.Suggest(name, candidates())
}

// namesOf are the names behind a root. All blocks are known by now, so they are asked for once: to
// sort them takes time.
func (r *References) namesOf(root string) []string {
	names, ok := r.names[root]
	if !ok {
		names = r.declared.Names(root)
		if r.names == nil {
			r.names = map[string][]string{}
		}
		r.names[root] = names
	}
	return names
}

// Quietly registers an expression whose references to the variable itself do not count as use.
func (r *References) Quietly(name string, e hcl.Expression) *Expression {
	before := len(r.unresolved)
	x := r.Expression(e, ScopeNames)
	if len(r.unresolved) > before {
		r.unresolved[before].except = "var." + name
	}
	return x
}

// RefersTo reports whether an expression refers to the variable with a name.
func RefersTo(x *Expression, name string) bool {
	for _, ref := range x.Refs {
		if ref.Root == "var" && ref.Name == name {
			return true
		}
	}
	return false
}
