package hcl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// maxContact is how many characters a contact has at most: it shares the room of
// a reason with what is wrong.
const maxContact = 200

// Refusal is what the message of a review block may say of a request that is
// denied. What there is none of is empty.
type Refusal struct {
	Kind, Organization, Name, Owner, Verdict string
	Template, Nearest                        string   // addresses
	Reason                                   string   // the member's
	DenyReason                               string   // what is sent without a message
	Link                                     string   // that makes a token that matches
	Contact                                  string   // of the review block
	Findings                                 []string // messages
}

// refusalAttributes are those of self in the message of a review.
var refusalAttributes = []string{
	"contact", "deny_reason", "findings", "kind", "link", "name", "nearest", "organization", "owner", "reason", "template", "verdict",
}

func (r *Refusal) self() cty.Value {
	values := map[string]cty.Value{}
	for name, text := range map[string]string{
		"kind": r.Kind, "organization": r.Organization, "name": r.Name, "owner": r.Owner, "verdict": r.Verdict, "template": r.Template,
		"nearest": r.Nearest, "reason": r.Reason, "deny_reason": r.DenyReason, "link": r.Link, "contact": r.Contact,
	} {
		values[name] = cty.StringVal(text)
	}
	findings := make([]cty.Value, 0, len(r.Findings))
	for _, f := range r.Findings {
		findings = append(findings, cty.StringVal(f))
	}
	values["findings"] = cty.ListValEmpty(cty.String)
	if len(findings) > 0 {
		values["findings"] = cty.ListVal(findings)
	}
	return cty.ObjectVal(values)
}

// decodeReview reads a review block. Only its message may refer to self.
func (l *loader) decodeReview(s *source, b *hcl.Block) *block {
	content, diags := contentOf(b.Body, reviewSchema)
	l.add(diags...)
	out := &block{header: b.DefRange, args: make(map[string]*expression, len(content.Attributes))}
	for name, attribute := range content.Attributes {
		allowed := scopeNames
		if name == "message" {
			allowed |= scopeRefusal
		}
		out.args[name] = s.expression(attribute.Expr, allowed)
	}
	return out
}

// words reads the message and the contact, and evaluates the message once, to
// find what would fail when somebody is to be told.
func (m *instance) words(review *Review, r *reader) {
	review.Contact = strings.TrimSpace(r.text("contact"))
	if strings.ContainsFunc(review.Contact, func(c rune) bool { return c < ' ' || c == 0x7f }) || utf8.RuneCountInString(review.Contact) > maxContact {
		m.l.add(diag.Error(r.at("contact"), "invalid-contact", "Invalid contact",
			fmt.Sprintf("The contact says whom to ask, in one line of at most %d characters. For more, use message.", maxContact)))
		review.Contact = ""
	}
	x := r.args.args["message"]
	if x == nil || x.broken {
		return
	}
	review.message, review.in = x, m
	// Nothing is empty, so that a message of one attribute alone is not either.
	sample := Refusal{
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
			fmt.Sprintf("The message has %d characters or more, and GitHub takes %d.", n, pat.MaxReason)))
	}
}

// HasMessage reports whether the block says what a denial tells people.
func (r *Review) HasMessage() bool { return r.message != nil }

// Text evaluates the message for a request. It may be longer than GitHub takes.
func (r *Review) Text(refusal Refusal) (string, diag.Diagnostics) {
	self := refusal.self()
	ctx := r.in.context(r.message, nil, &self)
	v, diags := r.in.evaluate(r.message, ctx)
	if diags.HasErrors() {
		return "", diags
	}
	wrong := func(why string) (string, diag.Diagnostics) {
		return "", append(diags, diag.Error(r.message.Range(), "invalid-message", "Invalid message", why))
	}
	if v.ContainsMarked() {
		return wrong("The message depends on a sensitive value, and would be sent to people.")
	}
	s, err := convert.Convert(v, cty.String)
	switch {
	case err != nil || s.IsNull():
		return wrong("A message must be a string.")
	case !s.IsKnown():
		return wrong("The value of the message is not known.")
	case strings.TrimSpace(s.AsString()) == "":
		return wrong("The message is empty. Leave it out to send what patctl says.")
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
