package report

import "github.com/patctl/patctl/internal/pat"

// palette colours text by what it means. Without colour it leaves it as it is.
type palette struct{ color bool }

func (p palette) heading(s string) string { return p.paint("1", s) }
func (p palette) label(s string) string   { return p.paint("2", s) }
func (p palette) link(s string) string    { return p.paint("36", s) }
func (p palette) warning(s string) string { return p.paint("33", s) }

// level makes what can change things stand out from what only reads.
func (p palette) level(l pat.Level) string {
	text := printable(string(l))
	switch l {
	case pat.Write:
		return p.paint("33", text)
	case pat.Admin:
		return p.paint("31", text)
	}
	return text
}

func (p palette) paint(sgr, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}
