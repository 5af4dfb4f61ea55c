package diag

// Hide keeps the source lines of diagnostics out of every output where they
// touch a line of one of the ranges, in which secrets are written. A range whose end hcl
// has lost, as it does for some half-written types, ends where it begins from then on.
func Hide(diags Diagnostics, secrets []Range) {
	for _, d := range diags {
		if d.Subject == nil {
			continue
		}
		if d.Subject.End.Byte < d.Subject.Start.Byte {
			at := *d.Subject
			at.End = at.Start
			d.Subject = &at
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
