package linkcheck

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// linkWords puts into the words of links what the checks say of templates.
var linkWords = strings.NewReplacer(
	"Split the template into two.", "Split it into two links.",
	"The template grants nothing: its tokens could", "The link asks for no permission: its tokens could",
	`such as permissions = { contents = "read" }`, "such as contents=read",
	"such as expires_in = 30", "such as expires_in=30",
	"in the argument", "in the parameter",
	"leave the argument out", "leave the parameter out",
	"Look it up with the command below.", `Look it up with "patctl catalog".`,
	"\n\n  patctl catalog", "",
)

// Unreadable is the code of a link to which a program adds parameters that
// cannot be read.
const Unreadable diag.Code = "unreadable-link"

// problem puts a diagnostic into the words of links.
func (l *Checker) problem(f *prefill.Found, d *diag.Diagnostic) Problem {
	p := Problem{
		Index: d.Subject.Start.Byte, Code: diag.CodeOf(d), Severity: pat.SeverityWarning,
		Summary: d.Summary, Message: l.message(d.Detail),
	}
	if diag.IsError(d) {
		p.Severity = pat.SeverityError
	}
	if p.Index < 0 {
		return p
	}
	switch p.Code {
	case "permission-alias":
		p.Suggestion, _ = l.suggestion(f, p.Index)
		name, _, _ := strings.Cut(p.Suggestion, "=")
		p.Message = "GitHub's form knows this permission as " + name + ". Write that name: the other may stop to work."
	case "unknown-permission", "mistaken-permission", "unsupported-level":
		p.Suggestion, _ = l.suggestion(f, p.Index)
	}
	return p
}

// message puts a detail into the words of links, once: many links have the same
// mistake.
func (l *Checker) message(detail string) string {
	message, known := l.messages[detail]
	if !known {
		message = strings.Join(strings.Fields(linkWords.Replace(detail)), " ")
		l.messages[detail] = message
	}
	return message
}

// aboutAddress are the problems of the link as an address.
func aboutAddress(f *prefill.Found) []Problem {
	var problems []Problem
	if f.Unread != "" {
		problems = append(problems, Problem{
			Index: -1, Code: Unreadable, Severity: pat.SeverityError, Summary: "Link cannot be checked",
			Message: fmt.Sprintf("The program adds parameters to this link that patctl cannot read: %s. Write the parameters as literals, or check the finished link with patctl links -.", f.Unread),
		})
	}
	if f.Wrapped {
		problems = append(problems, Problem{
			Index: -1, Code: "wrapped-link", Severity: pat.SeverityError, Summary: "Link broken over lines",
			Message: "The link goes on in the next line. Most programs take it to end where the line does, or the spaces there for a part of it. Write it in one line.",
		})
	}
	if len(f.URL) > check.MaxLink {
		problems = append(problems, Problem{
			Index: -1, Code: "long-link", Severity: pat.SeverityWarning, Summary: "Long link",
			Message: "Browsers, mail programs and proxies may cut or refuse a link of more than 8000 bytes. Shorten the description.",
		})
	}
	return problems
}
