package hcl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

// maxContact is how many characters a contact has at most: it shares the room of
// a reason with what is wrong.
const maxContact = 200

// decodeReview reads a review block. Only its message may refer to self.
func (l *loader) decodeReview(s *source, b *hcl.Block) *block {
	content, diags := syntax.ContentOf(b.Body, reviewSchema)
	l.add(diags...)
	out := &block{Header: b.DefRange, Args: make(map[string]*expression.Expression, len(content.Attributes))}
	for name, attribute := range content.Attributes {
		allowed := expression.ScopeNames
		if name == "message" {
			allowed |= expression.ScopeRefusal
		}
		out.Args[name] = s.Expression(attribute.Expr, allowed)
	}
	return out
}

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
	if x == nil || x.Broken {
		return
	}
	review.message, review.in = x, m
	// Nothing is empty, so that a message of one attribute alone is not either.
	sample := subject.Refusal{
		Kind: "request", Organization: "octo-org", Name: "x", Owner: "octocat", Verdict: "drifted", Template: "template.x", Nearest: "template.x",
		DenyReason: "x", Link: "x", Contact: "x", Reason: "x", Findings: []string{"x"},
	}
	text, diags := review.Text(sample)
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
	self := refusal.Self()
	ctx := r.in.context(r.message, nil, &self)
	v, diags := r.in.Evaluate(r.message, ctx)
	if diags.HasErrors() {
		return "", diags
	}
	wrong := func(why string) (string, diag.Diagnostics) {
		return "", append(diags, diag.Error(r.message.Range(), "invalid-message", "Invalid message", why))
	}
	if v.ContainsMarked() {
		return wrong("The message depends on a sensitive value, and patctl sends messages to people.")
	}
	s, err := convert.Convert(v, cty.String)
	switch {
	case err != nil || s.IsNull():
		return wrong("A message must be a string.")
	case !s.IsKnown():
		return wrong("The value of the message is not known.")
	case strings.TrimSpace(s.AsString()) == "":
		return wrong("The message is empty. Remove the argument to send the default message.")
	}
	return strings.TrimSpace(s.AsString()), diags
}

// MessageSource returns the text of the message in the configuration's files.
func (r *Review) MessageSource(sources map[string][]byte) string {
	if r.message == nil {
		return ""
	}
	at := r.message.Range()
	return string(at.SliceBytes(sources[at.Filename]))
}
