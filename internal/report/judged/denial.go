package judged

import (
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// Denial is what reasons to deny have before and after the errors that they list. It is the
// same for thousands of requests and tokens, and takes most of the memory that they do.
type Denial struct{ before, after string }

// Denials are those that occur, each once.
type Denials map[Denial]*Denial

// Shorten keeps the reason to deny a subject without the errors that it lists, which are
// among its findings. Then Denied returns it, and the findings have to stay as they are.
func (all Denials) Shorten(s *Subject) {
	if s.DenyReason == nil {
		return
	}
	text := *s.DenyReason
	at := strings.Index(text, listed)
	if at < 0 {
		return
	}
	rest := text[at:]
	for i := range s.Findings {
		if f := &s.Findings[i]; denies(f) {
			var found bool
			if rest, found = strings.CutPrefix(rest, listed+f.Message+"\n"); !found {
				return
			}
		}
	}
	key := Denial{text[:at], rest}
	if all[key] == nil {
		own := Denial{strings.Clone(key.before), strings.Clone(key.after)}
		all[own] = &own
	}
	s.DenyReason, s.denial = nil, all[key]
}

// listed is before each error in a reason to deny.
const listed = "- "

func denies(f *Finding) bool { return f.Severity == pat.SeverityError && f.ExceptedBy == nil }

// Denied returns the reason to deny a subject, or nil.
func (s *Subject) Denied() *string {
	if s.denial == nil {
		return s.DenyReason
	}
	text := string(s.appendDenial(nil))
	return &text
}

func (s *Subject) appendDenial(out []byte) []byte {
	out = append(out, s.denial.before...)
	for i := range s.Findings {
		if f := &s.Findings[i]; denies(f) {
			out = append(append(append(out, listed...), f.Message...), '\n')
		}
	}
	return append(out, s.denial.after...)
}
