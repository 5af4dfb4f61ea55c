package judged

import (
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// The marks in the texts of the drift report. No printable text holds a control
// character, so that what is a mark is always one.
const (
	markName         = "\x01"
	markOwner        = "\x02"
	markOrganization = "\x03"
	markTemplate     = "\x04" // or the nearest one
	markLink         = "\x05"
	markMessage      = "\x06" // of the next finding that counts against the subject, as an item of a list
	markDeclared     = "\x07"
	markActual       = "\x0e"
	markPermission   = "\x0f"
	markNumber       = "\x10" // the next one
)

// Marks replaces what is a subject's own in its texts.
type Marks struct {
	pairs    []string // text and mark by turns
	replacer *strings.Replacer
}

// NewMarks returns the marks for the texts of a subject.
func NewMarks(s *Subject) Marks {
	template := format.OrEmpty(s.Template)
	if template == "" {
		template = format.OrEmpty(s.Nearest)
	}
	_, url := s.Link()
	return Marks{}.with(format.OrEmpty(url), markLink).with(template, markTemplate).with(format.OrEmpty(s.TokenName), markName).
		with(s.Owner, markOwner).with(s.Organization, markOrganization).ready()
}

// of adds what is a finding's own.
func (m Marks) of(f *Finding) Marks {
	m.pairs = m.pairs[:len(m.pairs):len(m.pairs)]
	return m.with(format.OrEmpty(f.Permission), markPermission).with(format.OrEmpty(f.Declared), markDeclared).with(format.OrEmpty(f.Actual), markActual).ready()
}

// with adds a text. Numbers have a mark of their own.
func (m Marks) with(own, mark string) Marks {
	own = diag.Printable(own)
	if own != "" && !number.MatchString(own) {
		m.pairs = append(m.pairs, own, mark)
	}
	return m
}

func (m Marks) ready() Marks {
	m.replacer = strings.NewReplacer(m.pairs...)
	return m
}

// Replace returns a text with the marks in it.
func (m Marks) Replace(s string) string { return m.replacer.Replace(s) }

// Messages replaces the messages of findings in a reason to deny a subject
// with, which lists those that count against it.
func (m Marks) Messages(reason string, s *Subject) string {
	var b strings.Builder
	for i := range s.Findings {
		f := &s.Findings[i]
		if f.Severity != pat.SeverityError || f.ExceptedBy != nil {
			continue
		}
		before, after, found := strings.Cut(reason, "\n- "+diag.Printable(f.Message)+"\n")
		if !found {
			break
		}
		b.WriteString(before + "\n" + markMessage)
		reason = "\n" + after
	}
	return b.String() + reason
}

// number is one that a script holds exactly, and writes as it was.
var number = lazyregexp.New(`^(0|[1-9][0-9]{0,14})$`)

var digits = lazyregexp.New(`[0-9]+`)

// withoutNumbers replaces the numbers in a text, and returns them in their order.
func withoutNumbers(s string) (string, []int64) {
	var numbers []int64
	s = digits.ReplaceAllStringFunc(s, func(run string) string {
		if !number.MatchString(run) {
			return run
		}
		n, _ := strconv.ParseInt(run, 10, 64) // of at most 15 digits
		numbers = append(numbers, n)
		return markNumber
	})
	return s, numbers
}
