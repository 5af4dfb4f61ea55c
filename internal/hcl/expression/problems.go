package expression

import (
	"cmp"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/diag"
)

// UnknownValue says that an expression has no value that can be used.
func UnknownValue(at hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "unknown-value", "Value cannot be determined",
		"A function in this expression returned no usable value, usually because one of its arguments is null. Use a different argument, or write the value directly.")
}

// WrongType says that an argument has another type than it must have.
func WrongType(name string, at hcl.Range, err error) *hcl.Diagnostic {
	return diag.Error(at, "incorrect-type", "Incorrect argument type",
		fmt.Sprintf("Inappropriate value for the argument %q: %s.", name, err))
}

// Duplicate says that a name is declared twice.
func Duplicate(what, name string, at, first hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "duplicate-declaration", "Duplicate "+what,
		fmt.Sprintf("%s named %q is already declared at %s. Each name must be unique.", withArticle(what), name, diag.Place(first)))
}

// withArticle begins a sentence with a noun.
func withArticle(noun string) string { return "A" + article(noun)[1:] }

// article returns a noun with its article.
func article(noun string) string { return diag.WithArticle(noun) }

// InvalidName says that a name is none.
func InvalidName(what, name string, at hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "invalid-name", "Invalid name of "+diag.WithArticle(what),
		fmt.Sprintf("The name %q is not valid. A name must start with a letter or underscore, and can only contain letters, digits, underscores, and hyphens.", name))
}

// InvalidCondition says that a condition is neither true nor false.
func InvalidCondition(x *Expression, ctx *hcl.EvalContext, detail string) *hcl.Diagnostic {
	d := diag.Error(x.Range(), "invalid-condition", "Invalid condition", detail)
	d.Expression, d.EvalContext = x.Expression, ctx
	return d
}

// ByPlace compares attributes by where they stand.
func ByPlace(a, b *hcl.Attribute) int {
	return cmp.Compare(a.NameRange.Start.Byte, b.NameRange.Start.Byte)
}
