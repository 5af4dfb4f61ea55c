package budget

import (
	"fmt"
	"math/bits"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/diag"
)

// What evaluation may cost is counted in steps: a step is about what one operator,
// one element of a collection, or 64 bytes of text take, some 200 ns and at most
// some 100 bytes. The count depends on the files and the values only, so that the same
// input ends in the same way on every machine.
const (
	// DefaultSteps is what evaluation may take beyond the refills: some 2 seconds
	// and 1 GB. A configuration of 10,000 templates takes a million.
	DefaultSteps = 10_000_000

	// Each argument that is evaluated, and each subject that policies judge,
	// adds to what is left, up to the limit: a large configuration may take long
	// as a whole, one expression may not.
	refillOfArgument = 100
	RefillOfJudgment = 5000

	// Each policy that judges a subject draws steps beside those of its condition, and each
	// violation draws more: policies multiply with subjects.
	stepsOfJudgment  = 10
	StepsOfViolation = 50
)

// Budget is what evaluation may still cost. Functions, expressions, and decoders draw
// on it. Policies that judge at the same time share it.
type Budget struct {
	shorten func(*hclsyntax.FunctionCallExpr) hclsyntax.Expression // takes the place of a call
	steps   int64                                                  // at most
	left    atomic.Int64
	refill  atomic.Int64
	given   atomic.Int64 // back, so far
	end     atomic.Pointer[exceeded]
}

// exceeded is where the budget was used up.
type exceeded struct{ at *hcl.Range } // nil until it is known

// New is a budget of a number of steps, or of the usual one for 0. What shorten
// returns takes the place of a call.
func New(steps int, shorten func(*hclsyntax.FunctionCallExpr) hclsyntax.Expression) *Budget {
	if steps == 0 {
		steps = DefaultSteps
	}
	b := &Budget{steps: int64(steps), shorten: shorten}
	b.left.Store(b.steps)
	b.Reset(refillOfArgument)
	return b
}

// Reset gives back all steps, and sets how many each evaluation adds.
func (b *Budget) Reset(refill int64) {
	b.given.Add(b.steps - b.left.Swap(b.steps))
	b.refill.Store(refill)
}

// Spent is how many steps evaluation took so far. While policies judge at the same time, it is
// about as many.
func (b *Budget) Spent() int { return int(b.given.Load() + b.steps - b.left.Load()) }

// Limit is how many steps evaluation may take.
func (b *Budget) Limit() int { return int(b.steps) }

// begin notes that an argument or a policy is evaluated once more.
func (b *Budget) begin() { b.Allow(b.refill.Load()) }

// Allow adds to what evaluation may still take, up to the limit.
func (b *Budget) Allow(refill int64) {
	if over := b.left.Add(refill) - b.steps; over > 0 {
		b.left.Store(b.steps)
		refill -= over
	}
	b.given.Add(refill)
}

// Judge notes that a policy judges a subject, which may be the first that does.
func (b *Budget) Judge(first bool) {
	if first {
		b.Allow(RefillOfJudgment)
	}
	b.Draw(stepsOfJudgment)
}

// Draw takes n steps. It reports whether evaluation may go on.
func (b *Budget) Draw(n int) bool {
	if b.left.Add(-int64(n)) < 0 {
		b.end.CompareAndSwap(nil, &exceeded{})
	}
	return !b.UsedUp()
}

// UsedUp reports whether evaluation must end.
func (b *Budget) UsedUp() bool { return b.end.Load() != nil }

// unwinding is the panic that ends an evaluation whose budget is used up: hcl
// would evaluate the other elements of every loop around it first.
type unwinding struct{}

// unwind ends the evaluation of the expression at a range, which is blamed
// unless one within it is. In a file that a function reads as a template, the
// call of the function is.
func (b *Budget) unwind(at hcl.Range) {
	if end := b.end.Load(); end.at == nil || end.at.Filename != at.Filename {
		b.end.Store(&exceeded{&at})
	}
	panic(unwinding{})
}

// diagnostic says that evaluation ended. The range is blamed where no other is known.
func (b *Budget) diagnostic(otherwise hcl.Range) *hcl.Diagnostic {
	at := &otherwise
	if end := b.end.Load(); end.at != nil {
		at = end.at
	}
	return diag.Error(*at, "evaluation-limit", "Evaluation limit exceeded",
		fmt.Sprintf("patctl stopped at this expression because the expressions of the configuration take more than %d steps, counting elements, text, calls, and errors. "+
			"No other expressions were evaluated. Use fewer elements or less text here.", b.steps))
}

// textSteps is what it takes to copy a text. Characters other than those of ASCII
// take longer, because strings are normalized.
func textSteps(s string) int {
	n := len(s) / 64
	if len(s) < 64 {
		return n
	}
	other := 0
	for i := range len(s) {
		if s[i] >= 0x80 {
			other++
		}
	}
	return n + other/4
}

// SortSteps is what it takes to sort n elements.
func SortSteps(n int) int { return n * bits.Len(uint(n)) / 4 }
