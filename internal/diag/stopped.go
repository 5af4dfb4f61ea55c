package diag

import "slices"

// Stopped reports whether diagnostics say that evaluation was stopped because it took too many steps, so
// that nothing else can be evaluated either.
func Stopped(diags Diagnostics) bool {
	return slices.ContainsFunc(diags, func(d *Diagnostic) bool { return CodeOf(d) == "evaluation-limit" })
}
