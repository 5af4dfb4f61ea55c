package report

import "github.com/patctl/patctl/internal/pat"

func (p palette) bad(s string) string { return p.paint("1;31", s) }

// verdict makes what asks for action stand out.
func (p palette) verdict(v pat.Verdict) string {
	switch v {
	case pat.Conforming:
		return p.good(string(v))
	case pat.Excepted:
		return p.warning(string(v))
	}
	return p.bad(string(v))
}

// severity colours a severity, or the word for an excepted finding.
func (p palette) severity(s string) string {
	switch pat.Severity(s) {
	case pat.SeverityError:
		return p.paint("31", s)
	case pat.SeverityWarning:
		return p.warning(s)
	}
	return p.label(s)
}
