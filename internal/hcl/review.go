package hcl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/pat"
)

// maxContact is how many characters a contact has at most: it shares the room of
// a reason with what is wrong.
const maxContact = 200

// Words reads the message and the contact, and evaluates the message once, to
// find what would fail when somebody is to be told.
func (m *instance) Words(review *Review, r *argument.Reader) {
	review.Contact = strings.TrimSpace(r.Text("contact"))
	if strings.ContainsFunc(review.Contact, func(c rune) bool { return c < ' ' || c == 0x7f }) || utf8.RuneCountInString(review.Contact) > maxContact {
		m.l.add(diag.Error(r.At("contact"), "invalid-contact", "Invalid contact",
			fmt.Sprintf("The contact says whom to ask, on one line of at most %d characters. For longer text, use message.", maxContact)))
		review.Contact = ""
	}
	x := r.Args.Expression("message")
	if x == nil || x.Broken || m.noMessage(x) {
		return
	}
	review.message, review.in = x, m
	text, diags := review.Text(subject.SampleRefusal())
	m.l.add(diags...)
	switch n := utf8.RuneCountInString(text); {
	case diags.HasErrors():
		review.message = nil
	case n > pat.MaxReason:
		m.l.add(diag.Error(x.Range(), "long-message", "Message too long",
			fmt.Sprintf("The message has %d or more characters, and GitHub allows %d.", n, pat.MaxReason)))
	}
}

// HasMessage reports whether the block says what a denial tells people.
func (r *Review) HasMessage() bool { return r.message != nil }

// Text evaluates the message for a request. It may be longer than GitHub takes.
func (r *Review) Text(refusal subject.Refusal) (string, diag.Diagnostics) {
	return r.in.told(r.message, refusal.Self())
}

// MessageSource returns the text of the message in the configuration's files.
func (r *Review) MessageSource(sources map[string][]byte) string {
	if r.message == nil {
		return ""
	}
	at := r.message.Range()
	return string(at.SliceBytes(sources[at.Filename]))
}
