package argument

import (
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/pat"
)

// Severity reads the argument severity as one of the words.
func (r *Reader) Severity(otherwise pat.Severity, allowed ...pat.Severity) pat.Severity {
	word := r.Text("severity")
	if !r.Args.Known("severity") {
		return otherwise
	}
	if slices.Contains(allowed, pat.Severity(word)) {
		return pat.Severity(word)
	}
	var words []string
	for _, s := range allowed {
		words = append(words, string(s))
	}
	r.report(diag.Error(r.At("severity"), "invalid-severity", "Invalid severity",
		fmt.Sprintf("There is no severity %q here. Use %s.", word, expression.OrList(words))+diag.DidYouMean(word, words)))
	return otherwise
}

// EndOfDay reads a date and returns the moment at which that day is over, UTC.
func (r *Reader) EndOfDay(name string) time.Time {
	text := r.Text(name)
	if !r.Args.Known(name) {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		r.report(diag.Error(r.At(name), "invalid-date", "Invalid date",
			fmt.Sprintf("The argument %q requires a date, such as \"2026-12-31\", and %q is not a date.", name, text)))
		r.Unset(name)
		return time.Time{}
	}
	return day.AddDate(0, 0, 1)
}

// KnownPermission says what the catalog knows of a permission that a block declares.
// Without the block a template cannot grant one that tokens cannot have.
func KnownPermission(name string, usable bool) string {
	if !usable {
		return fmt.Sprintf("According to the catalog, fine-grained tokens cannot have the permission %q. The block overrides the catalog. Remove it when no template grants the permission.", name)
	}
	return fmt.Sprintf("The catalog already contains the permission %q. The block overrides the catalog. Remove it when it is no longer needed.", name)
}
