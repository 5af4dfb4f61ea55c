package diag

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// The types of hashicorp/hcl that a package needs to report a mistake.
type (
	// Diagnostic is a mistake, or a warning, in a file of the user.
	Diagnostic = hcl.Diagnostic
	// Diagnostics are several, in the order in which they are shown.
	Diagnostics = hcl.Diagnostics
	// Range is a place in a file, from Start to before End.
	Range = hcl.Range
	// Pos is a position: Line and Column from 1, Byte from 0.
	Pos = hcl.Pos
)

// Code names a kind of diagnostic for machines: lower-case words and hyphens,
// the same in every release.
type Code string

// Extra is what patctl's own diagnostics carry beside hcl's fields.
type Extra struct {
	Code Code
	// HideSource keeps the source line out of every output: it may hold a
	// sensitive value.
	HideSource bool
	others     int // how many were left out, if it says so
}

// Error returns a diagnostic of severity error about the source range subject.
// The summary is fixed and without the user's names; the detail is in whole
// sentences.
func Error(subject Range, code Code, summary, detail string) *Diagnostic {
	return &Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   detail,
		Subject:  &subject,
		Extra:    Extra{Code: code},
	}
}

// Warning is like Error, with severity warning.
func Warning(subject Range, code Code, summary, detail string) *Diagnostic {
	d := Error(subject, code, summary, detail)
	d.Severity = hcl.DiagWarning
	return d
}

// General returns an error that has no place in a file: a directory that does
// not exist, a mistake in the command line.
func General(summary, detail string) *Diagnostic {
	return &Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail}
}

// Place writes where a range begins as editors and terminals take it:
// main.pat.hcl:25:1. A range without a line is a whole file.
func Place(r Range) string {
	if r.Start.Line <= 0 {
		return r.Filename
	}
	return fmt.Sprintf("%s:%d:%d", r.Filename, r.Start.Line, r.Start.Column)
}

// IsError reports whether d is an error rather than a warning.
func IsError(d *Diagnostic) bool { return d.Severity == hcl.DiagError }

// CodeOf returns the code of d, or "" where d comes from hcl itself.
func CodeOf(d *Diagnostic) Code {
	extra, _ := hcl.DiagnosticExtra[Extra](d)
	return extra.Code
}

func hidesSource(d *Diagnostic) bool {
	extra, _ := hcl.DiagnosticExtra[Extra](d)
	return extra.HideSource
}

// Count returns the numbers of errors and of warnings, those included that Limit has left out.
func Count(diags Diagnostics) (errors, warnings int) {
	var count [2]int
	for _, d := range diags {
		count[kind(d)] += max(othersOf(d), 1)
	}
	return count[0], count[1]
}

// Sort orders diagnostics by place: file, byte, then summary and detail. One
// without a place comes first, and the number of those left out comes last. hcl walks maps in several places, so what it
// returns has another order every time.
func Sort(diags Diagnostics) {
	slices.SortStableFunc(diags, func(a, b *Diagnostic) int {
		return cmp.Or(
			cmp.Compare(min(othersOf(a), 1), min(othersOf(b), 1)),
			compareRange(a.Subject, b.Subject),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Summary, b.Summary),
			cmp.Compare(a.Detail, b.Detail),
		)
	})
}

func compareRange(a, b *Range) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Or(
		cmp.Compare(a.Filename, b.Filename),
		cmp.Compare(a.Start.Byte, b.Start.Byte),
		cmp.Compare(a.End.Byte, b.End.Byte),
	)
}
