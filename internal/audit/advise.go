package audit

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// advise writes the link that makes a subject conform, and what to deny it with.
func (j *judge) advise(s *Subject) {
	if s.Verdict == pat.Conforming {
		return
	}
	t := s.Template
	if t == nil {
		t = s.Nearest
	}
	if t != nil {
		s.FixURL = j.link(t)
	}
	s.DenyReason = denyReason(s, t)
}

// link renders a template's link once, however many subjects need it.
func (j *judge) link(t *hcl.Template) string {
	url, ok := j.links[t]
	if !ok {
		url = prefill.URL(j.host, t.Template, j.cfg.Catalog)
		j.links[t] = url
	}
	return url
}

// denyReason lists what is wrong and ends with the link, unless it is so long
// that it would leave no room.
func denyReason(s *Subject, t *hcl.Template) string {
	var b strings.Builder
	for _, f := range s.Findings {
		if f.Severity == pat.SeverityError && f.ExceptedBy == "" {
			b.WriteString("- " + f.Message + "\n")
		}
	}
	end := ""
	if t != nil {
		end = fmt.Sprintf("Please make a new token with this link (%s):\n%s", t.Address, s.FixURL)
	}
	if utf8.RuneCountInString(end) > pat.MaxReason/2 {
		end = ""
	}
	return clip("This token does not fit what is agreed:\n"+b.String(), pat.MaxReason-utf8.RuneCountInString(end)) + end
}

// clip cuts text to a number of characters, at the end of a line.
func clip(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	cut := string(r[:max(most-20, 0)])
	if at := strings.LastIndexByte(cut, '\n'); at > 0 {
		cut = cut[:at+1]
	}
	return cut + "- and more\n"
}
