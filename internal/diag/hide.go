package diag

// Hide keeps the source lines of diagnostics out of every output where they
// touch a line of one of the ranges, in which secrets are written.
func Hide(diags Diagnostics, secrets []Range) {
	for _, d := range diags {
		if d.Subject == nil {
			continue
		}
		for _, secret := range secrets {
			if touches(*d.Subject, secret) || d.Context != nil && touches(*d.Context, secret) {
				d.Extra = Extra{Code: CodeOf(d), HideSource: true}
				break
			}
		}
	}
}

func touches(a, b Range) bool {
	return a.Filename == b.Filename && a.Start.Line <= b.End.Line && b.Start.Line <= a.End.Line
}
