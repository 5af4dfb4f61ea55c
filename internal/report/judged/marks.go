package judged

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
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
	pairs []string  // text and mark by turns
	first [4]uint64 // the bytes that texts begin with, as bits
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
	if own != "" && !isNumber(own) {
		m.pairs = append(m.pairs, own, mark)
	}
	return m
}

// ready notes with which bytes the texts begin.
func (m Marks) ready() Marks {
	m.first = [4]uint64{}
	for i := 0; i < len(m.pairs); i += 2 {
		m.first[m.pairs[i][0]/64] |= 1 << (m.pairs[i][0] % 64)
	}
	return m
}

// Replace returns a text with the marks in it. Where several texts begin, the first one
// counts.
func (m Marks) Replace(s string) string {
	var b strings.Builder
	kept := 0
	for i := 0; i < len(s); {
		mark, size := m.at(s[i:])
		if size == 0 {
			i++
			continue
		}
		b.WriteString(s[kept:i])
		b.WriteString(mark)
		i += size
		kept = i
	}
	if kept == 0 {
		return s
	}
	b.WriteString(s[kept:])
	return b.String()
}

// at returns the mark for what a text begins with, and how long that is.
func (m Marks) at(s string) (mark string, size int) {
	if m.first[s[0]/64]&(1<<(s[0]%64)) == 0 {
		return "", 0
	}
	for i := 0; i < len(m.pairs); i += 2 {
		if strings.HasPrefix(s, m.pairs[i]) {
			return m.pairs[i+1], len(m.pairs[i])
		}
	}
	return "", 0
}

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

// Reason returns the reason to deny a subject with the marks in it.
func (m Marks) Reason(s *Subject) string {
	if s.denial == nil || !strings.HasSuffix(s.denial.before, "\n") {
		return m.whole(s)
	}
	var b strings.Builder
	b.WriteString(diag.PrintableText(s.denial.before))
	for i := range s.Findings {
		f := &s.Findings[i]
		switch {
		case !denies(f):
		case strings.ContainsAny(f.Message, "\r\n\t"): // which are shown in another way there
			return m.whole(s)
		default:
			b.WriteString(markMessage + "\n")
		}
	}
	b.WriteString(diag.PrintableText(s.denial.after))
	return m.Replace(b.String())
}

func (m Marks) whole(s *Subject) string {
	return m.Replace(m.Messages(diag.PrintableText(format.OrEmpty(s.Denied())), s))
}

// exactDigits is how many digits a number has at most that a script holds exactly.
const exactDigits = 15

// isNumber reports whether a text is a number that a script holds exactly, and writes
// as it was.
func isNumber(s string) bool {
	if s == "" || len(s) > exactDigits || s[0] == '0' && len(s) > 1 {
		return false
	}
	return digitsOf(s) == len(s)
}

// digitsOf is how many digits a text begins with.
func digitsOf(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// WithoutNumbers replaces the numbers in a text with a mark, and returns them in their
// order. Texts that are known have marks of their own.
func WithoutNumbers(s string, known ...[2]string) (string, []int64) {
	var numbers []int64
	var b strings.Builder
	for s != "" {
		n := digitsOf(s)
		if n == 0 {
			next := strings.IndexAny(s, "0123456789")
			if next < 0 {
				next = len(s)
			}
			b.WriteString(s[:next])
			s = s[next:]
			continue
		}
		run := s[:n]
		s = s[n:]
		at := slices.IndexFunc(known, func(k [2]string) bool { return k[0] == run })
		switch {
		case !isNumber(run):
			b.WriteString(run)
		case at >= 0:
			b.WriteString(known[at][1])
		default:
			value, _ := strconv.ParseInt(run, 10, 64) // of at most 15 digits
			numbers = append(numbers, value)
			b.WriteString(markNumber)
		}
	}
	return b.String(), numbers
}
