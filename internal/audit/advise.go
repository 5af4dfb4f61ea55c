package audit

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// advise gives the link of the subject's template, or of the closest one, and
// what to deny it with. Someone who is not allowed to own the token gets no link: a token made
// with it would be denied again.
func (j *judge) advise(s *Subject, allowed bool) {
	if s.Verdict == pat.Conforming {
		return
	}
	if allowed {
		s.FixURL, s.NearestURL = j.link(s.Template, false), j.link(s.Nearest, false)
	}
	s.DenyReason = j.denyReason(s)
}

// linkOf is a link of a template: the whole one, or one without its description.
type linkOf struct {
	*hcl.Template
	brief bool
}

// link renders a template's link once, however many subjects need it.
func (j *judge) link(t *hcl.Template, brief bool) string {
	if t == nil {
		return ""
	}
	url, ok := j.links[linkOf{t, brief}]
	if !ok {
		linked := t.Template
		if brief {
			linked.Description = ""
		}
		url = prefill.URL(j.host, linked, j.cfg.Catalog)
		j.links[linkOf{t, brief}] = url
	}
	return url
}

// leastForFindings is how many characters of a reason are left to what is wrong.
const leastForFindings = 256

// denyReason lists what is wrong and ends with the link. One that is too long
// goes without its description, which a person can write into the form.
func (j *judge) denyReason(s *Subject) string {
	var b strings.Builder
	for _, f := range s.Findings {
		if f.Severity == pat.SeverityError && f.ExceptedBy == "" {
			b.WriteString("- " + f.Message + "\n")
		}
	}
	end := ""
	if s.FixURL+s.NearestURL != "" {
		for _, brief := range []bool{false, true} {
			end = j.closing(s, brief)
			if utf8.RuneCountInString(end) <= pat.MaxReason/2 {
				break
			}
		}
	}
	if utf8.RuneCountInString(end) > pat.MaxReason-leastForFindings {
		end = ""
	}
	return clip("This token does not match what the organization agreed on:\n"+b.String(), pat.MaxReason-utf8.RuneCountInString(end)) + end
}

// closing says which link to use. The closest template may not be enough, and
// is never called more than that.
func (j *judge) closing(s *Subject, brief bool) string {
	url := j.link(cmp.Or(s.Template, s.Nearest), brief)
	if s.Template == nil {
		return fmt.Sprintf("If the closest template, %s, grants enough, create a token with its link:\n%s", s.Nearest.Address, url)
	}
	return fmt.Sprintf("Create a token that matches %s with this link:\n%s", s.Template.Address, url)
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
