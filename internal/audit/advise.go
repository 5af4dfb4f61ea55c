package audit

import (
	"bytes"
	"fmt"
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
		s.FixURL, s.NearestURL = j.link(s.Template, false).url, j.link(s.Nearest, false).url
	}
	s.DenyReason = j.denyReason(s)
}

// linkOf is a link of a template: the whole one, or one without its description.
type linkOf struct {
	*hcl.Template
	brief bool
}

// link is an address, and how a reason to deny ends: for subjects that have the template, and for
// those that are only close to it.
type link struct {
	url               string
	matching, closest ending
}

// ending is a text and how many characters it has.
type ending struct {
	text   string
	length int
}

func newEnding(format string, args ...any) ending {
	text := fmt.Sprintf(format, args...)
	return ending{text, utf8.RuneCountInString(text)}
}

// link renders a template's link once, however many subjects need it.
func (j *judge) link(t *hcl.Template, brief bool) link {
	if t == nil {
		return link{}
	}
	out, ok := j.links[linkOf{t, brief}]
	if !ok {
		linked := t.Template
		if brief {
			linked.Description = ""
		}
		url := prefill.URL(j.host, linked, j.cfg.Catalog)
		out = link{
			url:      url,
			matching: newEnding("Create a token that matches %s with this link:\n%s", t.Address, url),
			// It may not be enough, and is never called more than the closest.
			closest: newEnding("If the closest template, %s, grants enough, create a token with its link:\n%s", t.Address, url),
		}
		j.links[linkOf{t, brief}] = out
	}
	return out
}

// leastForFindings is how many characters of a reason are left to what is wrong.
const leastForFindings = 256

// denyReason lists what is wrong and ends with the link. One that is too long
// goes without its description, which a person can write into the form.
func (j *judge) denyReason(s *Subject) string {
	j.reason = append(j.reason[:0], "This token does not match what the organization agreed on:\n"...)
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Severity == pat.SeverityError && f.ExceptedBy == "" {
			j.reason = append(append(append(j.reason, "- "...), f.Message...), '\n')
		}
	}
	var end ending
	if s.FixURL != "" || s.NearestURL != "" {
		for _, brief := range []bool{false, true} {
			if end = j.link(s.Nearest, brief).closest; s.Template != nil {
				end = j.link(s.Template, brief).matching
			}
			if end.length <= pat.MaxReason/2 {
				break
			}
		}
	}
	if end.length > pat.MaxReason-leastForFindings {
		end = ending{}
	}
	j.reason = append(clip(j.reason, pat.MaxReason-end.length), end.text...)
	return string(j.reason)
}

// clip cuts text to a number of characters, at the end of a line.
func clip(text []byte, most int) []byte {
	if len(text) <= most || utf8.RuneCount(text) <= most {
		return text
	}
	cut := []byte(string([]rune(string(text))[:max(most-20, 0)]))
	if at := bytes.LastIndexByte(cut, '\n'); at > 0 {
		cut = cut[:at+1]
	}
	return append(cut, "- and more\n"...)
}
