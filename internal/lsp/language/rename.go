package language

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/schema"
)

// Edit replaces a place with a text.
type Edit struct {
	Place
	Text string
}

// refusal says in a sentence why a name cannot be changed.
type refusal string

func (r refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }

// PrepareRename returns the place and the text of the name at a byte of a document, or why it
// cannot be renamed, as a sentence.
func (m *Module) PrepareRename(name string, offset int) (Place, string, error) {
	t, at, err := m.renamed(name, offset)
	return at, t.name, err
}

// Rename returns the edits that give the name at a byte of a document another one, in the order
// of the documents, or why it cannot be, as a sentence. It changes the addresses of templates
// in exceptions and test files, too. What is not in the files of the modules does not follow:
// the address of a template in a saved plan, a baseline, or a command line is the old one, and
// so is the name of a variable in the environment or in --var.
func (m *Module) Rename(name string, offset int, newName string) ([]Edit, error) {
	t, _, err := m.renamed(name, offset)
	if err != nil {
		return nil, err
	}
	if newName = cty.NormalizeString(newName); newName == t.name {
		return nil, nil
	}
	uses := t.uses()
	if err := t.mayBecome(newName, uses); err != nil {
		return nil, err
	}
	var edits []Edit
	for _, d := range t.module.declared(t.root, t.name) {
		edits = append(edits, Edit{d.at, newName})
	}
	for _, u := range uses {
		edits = append(edits, Edit{u.at, newName})
	}
	slices.SortFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Dir, b.Dir), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Start, b.Start))
	})
	return slices.Compact(edits), nil
}

// renamed is the name at a byte of a document, if it can be renamed.
func (m *Module) renamed(document string, offset int) (target, Place, error) {
	targets, at := m.targetsAt(document, offset)
	if len(targets) == 0 {
		return target{}, at, refuse("There is nothing here that can be renamed.")
	}
	t := targets[0]
	switch t.root {
	case "organization":
		return t, at, refuse("This is the login of an organization on GitHub, so patctl cannot rename it.")
	case "rule", "permission":
		return t, at, refuse("The name of a %s is not declared by the configuration, so patctl cannot rename it.", t.root)
	}
	declared := t.module.declared(t.root, t.name)
	switch {
	case len(targets) > 1 && t.root != "policy":
		return t, at, refuse("This text is the address of several templates, since it is in a module. Rename the template where it is declared.")
	case len(targets) > 1:
		return t, at, refuse("Several modules have a policy named %q, and rules name them together.", t.name)
	case len(declared) == 0:
		return t, at, refuse("Nothing declares %s, so patctl cannot rename it.", t)
	case len(declared) > 1:
		return t, at, refuse("%s is declared %d times. Remove all but one of the declarations first.", t, len(declared))
	}
	return t, at, nil
}

func (t target) String() string { return t.root + "." + t.name }

// mayBecome says what a new name would break.
func (t target) mayBecome(name string, uses []use) error {
	next := target{t.module, t.root, name}
	switch {
	case !hclsyntax.ValidIdentifier(name):
		return refuse("%s is not a valid name. A name begins with a letter or an underscore, followed by letters, digits, underscores, and hyphens.", diag.Printable(fmt.Sprintf("%q", name)))
	case t.root == "var" && isReserved(name):
		return refuse("A variable cannot be named %q, because a module block has an argument with this name.", name)
	case len(t.module.declared(t.root, name)) > 0:
		return refuse("%s already exists.", next)
	}
	if found := next.mentions(); len(found) > 0 {
		at := found[0].at
		return refuse("%s already refers to %s, which does not exist. The new name would give it another meaning.", diag.Printable(path.Join(at.Dir, at.Name)), next)
	}
	if t.root == "policy" {
		if other := t.namesake(name); other != nil {
			return refuse("The module in %s has a policy named %q or %q, and rules name the policies of all modules together.", diag.Printable(other.Dir), t.name, name)
		}
	}
	return t.unbroken(uses)
}

func isReserved(name string) bool {
	_, ok := schema.Module.Argument(name)
	return ok
}

// namesake is another module with a policy that rules cannot tell from the target, before or
// after it is renamed; nil: there is none.
func (t target) namesake(name string) *Module {
	for _, from := range t.module.all() {
		together := from.reachable()
		if !slices.Contains(together, t.module) {
			continue
		}
		for _, other := range together {
			if other != t.module && len(other.declared("policy", t.name))+len(other.declared("policy", name)) > 0 {
				return other
			}
		}
	}
	return nil
}

// unbroken refuses if a part with a mistake in its syntax has the name, since it may refer to
// the target where that cannot be known.
func (t target) unbroken(uses []use) error {
	for _, m := range t.module.all() {
		concerned := m == t.module || slices.ContainsFunc(uses, func(u use) bool { return u.at.Dir == m.Dir })
		for _, name := range m.Names() {
			for _, p := range m.documents[name].Parts() {
				if concerned && m.namesOf(name, p).broken && bytes.Contains(p.Text(), []byte(t.name)) {
					return refuse("%s has a syntax error, and may refer to %s. Fix the error first.", diag.Printable(path.Join(m.Dir, name)), t)
				}
			}
		}
	}
	return nil
}
