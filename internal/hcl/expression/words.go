package expression

import (
	"fmt"

	"github.com/patctl/patctl/internal/diag"
)

// misplaced explains a reference whose first word is unknown where it stands.
func misplaced(ref Reference, allowed Scope) string {
	switch ref.Root {
	case "each":
		return "The object each is only available in a block that has for_each."
	case "self":
		return "The object self is only available in the condition and error_message of a policy, and in the message of a review or of a block in serve."
	case "module":
		return "You cannot refer to the templates of a module. Pass values to a module as arguments, and share them with locals or variables."
	case "template":
		return "You can refer to a template only in locals, templates, module arguments, and policies."
	case "var", "local", "path":
		return "This argument must be a literal value, because patctl reads it before it evaluates variables and locals."
	}
	roots := scopeRoots(allowed)
	detail := fmt.Sprintf("There is no object %q here. A reference must start with %s.", ref.Root, OrList(roots))
	meant := diag.DidYouMean(ref.Root, roots)
	if meant == "" && ref.word {
		meant = fmt.Sprintf(" If you mean a string, put it in quotes: %q.", ref.Root)
	}
	return detail + meant
}

func scopeRoots(allowed Scope) []string {
	var roots []string
	for _, r := range []struct {
		scope Scope
		names []string
	}{
		{ScopeNames, []string{"var", "local"}}, {ScopeTemplates, []string{"template"}},
		{ScopeEach, []string{"each"}}, {ScopeSelf | ScopeRefusal | ScopeNotice, []string{"self"}},
	} {
		if allowed&r.scope != 0 {
			roots = append(roots, r.names...)
		}
	}
	return roots
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

// OrList writes "a, b or c".
func OrList(words []string) string {
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
