// Package checks prints the checks of commands that say what is missing.
package checks

import (
	"slices"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github/api"
)

// Problems counts what is wrong.
func Problems(checks []api.Check) int {
	n := 0
	for _, c := range checks {
		if c.Status == api.CheckProblem {
			n++
		}
	}
	return n
}

// Identified reports whether GitHub has accepted the credentials.
func Identified(checks []api.Check) bool {
	return slices.ContainsFunc(checks, func(c api.Check) bool { return c.Name == "identity" && c.Status == api.CheckOK })
}

// Write prints checks, one on a line, and after them how many problems there are; without
// one, it prints the sentence fine.
func Write(v *cli.View, checks []api.Check, fine string) {
	for _, c := range checks {
		name := c.Name
		if c.Organization != "" {
			name += " of " + diag.Printable(c.Organization)
		}
		v.Text([]byte(statusMark(v, c.Status) + name + ": " + diag.PrintableText(v.Say(c.Detail)) + "\n"))
	}
	switch n := Problems(checks); n {
	case 0:
		v.Printf("\nNo problems: %s\n", v.Say(fine))
	default:
		v.Printf("\n%s.\n", cli.Counted(n, "problem"))
	}
}

func statusMark(v *cli.View, s api.CheckStatus) string {
	switch s {
	case api.CheckOK:
		return v.Stdout.Green("ok") + "       "
	case api.CheckProblem:
		return v.Stdout.Red("problem") + "  "
	}
	return "skipped  "
}

// Document is the JSON document of checks.
type Document struct {
	FormatVersion string  `json:"format_version"`
	PatctlVersion string  `json:"patctl_version"`
	Healthy       bool    `json:"healthy"`
	Checks        []Check `json:"checks"`
}

// Check is a check in a document.
type Check struct {
	Name         string          `json:"name"`
	Organization *string         `json:"organization"`
	Status       api.CheckStatus `json:"status"`
	Detail       string          `json:"detail"`
}

// NewDocument returns the document of checks.
func NewDocument(checks []api.Check) Document {
	doc := Document{FormatVersion: format.FormatVersion, PatctlVersion: cli.BuildVersion(), Healthy: Problems(checks) == 0, Checks: []Check{}}
	for _, c := range checks {
		out := Check{Name: c.Name, Status: c.Status, Detail: c.Detail}
		if c.Organization != "" {
			out.Organization = &c.Organization
		}
		doc.Checks = append(doc.Checks, out)
	}
	return doc
}
