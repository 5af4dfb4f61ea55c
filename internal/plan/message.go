package plan

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/pat"
)

// tell gives a denial the message and the contact of the review block. Where
// the message cannot be evaluated, the reason stays.
func (r *Review) tell(block *hcl.Review, s *audit.Subject) diag.Diagnostics {
	if r.Action != pat.Deny {
		return nil
	}
	var diags diag.Diagnostics
	if block.HasMessage() {
		text, wrong := block.Text(refusal(s, block.Contact, r.Reason))
		if diags = wrong; !wrong.HasErrors() {
			r.Reason = text
		}
	}
	r.Reason = withContact(r.Reason, block.Contact)
	return diags
}

// Refusal is what people are told about a request or token, whatever its review is; nil: it
// has none. Without a template, the link is that of the nearest one.
func Refusal(s *audit.Subject, block *hcl.Review, r *Review) subject.Refusal {
	contact := ""
	if block != nil {
		contact = block.Contact
	}
	reason := ""
	switch {
	case r != nil && r.Action != pat.Approve:
		reason = r.Reason // with the message and the contact
	case s.DenyReason != "":
		reason = withContact(s.DenyReason, contact)
	}
	out := refusal(s, contact, reason)
	out.Link = cmp.Or(s.FixURL, s.NearestURL)
	return out
}

func refusal(s *audit.Subject, contact, reason string) subject.Refusal {
	out := subject.Refusal{
		Kind: string(s.Kind), Organization: s.Organization, Name: s.TokenName, Owner: s.Owner, Verdict: string(s.Verdict),
		DenyReason: reason, Link: s.FixURL, Contact: contact,
	}
	if s.Template != nil {
		out.Template = s.Template.Address
	}
	if s.Nearest != nil {
		out.Nearest = s.Nearest.Address
	}
	if s.Reason != nil {
		out.Reason = *s.Reason
	}
	for _, f := range s.Findings {
		if f.ExceptedBy == "" {
			out.Findings = append(out.Findings, f.Message)
		}
	}
	return out
}

// withContact appends whom to ask, within the room that GitHub gives. What is
// too long loses something in the middle: its last lines may be the link.
func withContact(reason, contact string) string {
	end := ""
	if contact != "" && !strings.Contains(reason, contact) {
		end = "\nQuestions? Ask " + contact
	}
	room := pat.MaxReason - utf8.RuneCountInString(end)
	if utf8.RuneCountInString(reason) <= room {
		return reason + end
	}
	head, tail := cutLink(reason)
	room -= utf8.RuneCountInString(tail)
	if room < utf8.RuneCountInString("...") {
		return clip(reason, pat.MaxReason-utf8.RuneCountInString(end)) + end
	}
	return clip(head, room) + tail + end
}

// cutLink cuts off the last line and the one before it, where the last one is a
// link.
func cutLink(reason string) (head, tail string) {
	last := strings.LastIndexByte(reason, '\n')
	if last < 0 || !strings.HasPrefix(reason[last+1:], "https://") {
		return reason, ""
	}
	if before := strings.LastIndexByte(reason[:last], '\n'); before >= 0 {
		last = before
	}
	return reason[:last], reason[last:]
}
