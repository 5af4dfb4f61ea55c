package message

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/pat"
)

// part is some words of a line: patctl's own, or those of strangers.
type part struct {
	text    string
	foreign bool
}

// line is a line of a text.
type line []part

// How much of the words of strangers is shown, in characters.
const (
	maxName     = 100
	maxSentence = 500
	maxFindings = 20
)

func own(text string) part { return part{text: text} }

// foreign is one line of the words of others. It has no control characters.
func foreign(text string) part { return part{text: diag.Printable(text), foreign: true} }

// name is a name that others chose.
func name(text string) part { return foreign(Cut(text, maxName)) }

// sentence is a text that others wrote.
func sentence(text string) part { return foreign(Cut(strings.TrimSpace(text), maxSentence)) }

// plain is the line without markup.
func (l line) plain() string {
	var b strings.Builder
	for _, p := range l {
		b.WriteString(p.text)
	}
	return b.String()
}

// markdown is the line with the words of others in code spans, in which GitHub sees no markup,
// mention, or reference.
func (l line) markdown() string {
	var b strings.Builder
	for _, p := range l {
		if p.foreign {
			b.WriteString(format.Code(p.text))
			continue
		}
		b.WriteString(format.Prose(p.text))
	}
	return b.String()
}

// subjectOf names the request or token: request 42 by mona in octo-org.
func subjectOf(n *subject.Notice) line {
	kind := "request"
	if n.Kind == string(pat.KindToken) {
		kind = "token"
	}
	l := line{own(fmt.Sprintf("%s %d", kind, n.ID))}
	if n.Owner != "" {
		l = append(l, own(" of "), name(n.Owner))
	}
	return append(l, own(" in "), name(n.Organization))
}

// events are how titles begin.
var events = map[string]string{
	"pending": "Pending: ", "approved": "Approved: ", "denied": "Denied: ", "revoked": "Revoked: ", "failed": "Review failed: ",
}

func titleOf(n *subject.Notice) line {
	if n.Kind == subject.OrganizationKind {
		return line{own("No reviews made in "), name(n.Organization)}
	}
	return append(line{own(events[n.Event])}, subjectOf(n)...)
}

// linesOf is the default text.
func linesOf(n *subject.Notice) []line {
	lines := []line{what(n), verdict(n)}
	for i, finding := range n.Findings {
		if i == maxFindings {
			lines = append(lines, line{own(fmt.Sprintf("%d more findings.", len(n.Findings)-i))})
			break
		}
		lines = append(lines, line{own("Finding: "), sentence(finding)})
	}
	for _, fact := range []struct{ label, text string }{
		{"Reason given: ", n.Reason}, {"Deny reason: ", denyReason(n)}, {"Result: ", n.Result}, {"Details: ", n.Detail}, {"Contact: ", n.Contact},
	} {
		if fact.text != "" {
			lines = append(lines, line{own(fact.label), sentence(fact.text)})
		}
	}
	return slices.DeleteFunc(lines, func(l line) bool { return len(l) == 0 })
}

// denyReason is shown where it was sent.
func denyReason(n *subject.Notice) string {
	if n.Event != "denied" {
		return ""
	}
	return n.DenyReason
}

// what says who asks for what, or what was done.
func what(n *subject.Notice) line {
	owner, organization := name(n.Owner), name(n.Organization)
	if n.Kind == subject.OrganizationKind {
		return line{own("patctl made none of the planned reviews in "), organization, own(".")}
	}
	if n.Owner == "" {
		owner = own("Somebody")
	}
	token := line{own("a token")}
	if n.Name != "" {
		token = line{own("the token "), name(n.Name)}
	}
	switch n.Event {
	case "pending":
		return append(append(line{owner, own(" requests access to "), organization, own(" with ")}, token...), own("."))
	case "failed":
		return append(append(line{own("patctl could not complete the review of ")}, token...), own(" of "), owner, own(" in "), organization, own("."))
	case "revoked":
		return append(append(line{own("patctl revoked the access of ")}, token...), own(" of "), owner, own(" to "), organization, own("."))
	case "approved", "denied":
		return append(append(line{own("patctl " + n.Event + " the request of "), owner, own(" for ")}, token...), own(" in "), organization, own("."))
	}
	return nil
}

// verdict says what the request or token was compared with.
func verdict(n *subject.Notice) line {
	if n.Verdict == "" {
		return nil
	}
	l := line{own("Verdict: "), name(n.Verdict), own(".")}
	switch {
	case n.Template != "":
		return append(l, own(" Template: "), name(n.Template), own("."))
	case n.Nearest != "":
		return append(l, own(" No template matches. The closest is "), name(n.Nearest), own("."))
	}
	return l
}
