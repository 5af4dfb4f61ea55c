package argument

import (
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
)

// Values are the arguments of a block as they were evaluated. It is embedded in what
// the blocks become, for checks that need to know where a value stands.
type Values struct {
	block *Block
	unset map[string]bool // null, or could not be evaluated
	null  map[string]bool // null
}

// Stated are arguments that were not evaluated. What is in unset is given, but its value is
// not known.
func Stated(b *Block, unset map[string]bool) Values { return Values{block: b, unset: unset} }

// Known reports whether the block gives the argument, not null, and its value
// could be evaluated. What could not be is reported already.
func (a Values) Known(name string) bool {
	return a.Given(name) && !a.unset[name]
}

// Given reports whether the block has the argument, whatever its value.
func (a Values) Given(name string) bool {
	return a.Expression(name) != nil
}

// Omitted reports whether the argument is not given or is null. One whose value
// could not be evaluated is neither omitted nor known.
func (a Values) Omitted(name string) bool { return !a.Given(name) || a.null[name] }

// Expression returns the expression of an argument, or nil where the argument is not given.
func (a Values) Expression(name string) *expression.Expression {
	if a.block == nil {
		return nil
	}
	return a.block.Args[name]
}

// ArgumentRange returns the place of an argument's value, or of the block's
// header where the argument is not given.
func (a Values) ArgumentRange(name string) diag.Range {
	if x := a.Expression(name); x != nil {
		return x.Range()
	}
	return a.header()
}

func (a Values) header() diag.Range {
	if a.block == nil {
		return diag.Range{}
	}
	return a.block.Header
}

// ElementRange returns the place of an element of a list argument, from 0, or
// that of the argument where the list is not written out.
func (a Values) ElementRange(name string, index int) diag.Range {
	x := a.Expression(name)
	if x == nil {
		return a.header()
	}
	if elements := x.Elements(); 0 <= index && index < len(elements) {
		return elements[index].Range()
	}
	return x.Range()
}

// PermissionRange returns the place where the argument permissions names a
// permission, or that of the whole argument where the name comes from elsewhere.
func (a Values) PermissionRange(permission string) diag.Range {
	x := a.Expression("permissions")
	if x == nil {
		return a.header()
	}
	if r, ok := expression.KeyRange(x.Expression, permission); ok {
		return r
	}
	return x.Range()
}
