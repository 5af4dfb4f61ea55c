package linkcheck

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// linkWords puts into the words of links what the checks say about templates.
var linkWords = strings.NewReplacer(
	"Split the template into two.", "Split it into two links.",
	"The template grants no permissions, so its tokens can", "The link requests no permissions, so its tokens can",
	`such as permissions = { contents = "read" }`, "such as contents=read",
	"such as expires_in = 30", "such as expires_in=30",
	"in the argument", "in the parameter",
	"remove the argument", "remove the parameter",
	"To list all permissions, run:\n\n  patctl catalog", "To list all permissions, run `patctl catalog`.",
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
		p.Message = "GitHub's form now names this permission " + name + ". Use this name, because the old name may stop working."
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
			Message: fmt.Sprintf("The program adds parameters to this link that patctl cannot read: %s. Write the parameters as literals, or check the finished link with `patctl links -`.", f.Unread),
		})
	}
	if f.Wrapped {
		problems = append(problems, Problem{
			Index: -1, Code: "wrapped-link", Severity: pat.SeverityError, Summary: "Link across several lines",
			Message: "The link continues on the next line. Most programs cut the link at the end of the line, or include the spaces in it. Write the link on one line.",
		})
	}
	if len(f.URL) > check.MaxLink {
		problems = append(problems, Problem{
			Index: -1, Code: "long-link", Severity: pat.SeverityWarning, Summary: "Long link",
			Message: "Browsers, mail clients, and proxies may truncate or reject links of more than 8000 bytes. Shorten the description.",
		})
	}
	return problems
}
