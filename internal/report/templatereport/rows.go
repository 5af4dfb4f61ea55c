package templatereport

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Rows returns a row for each template, in their order: its address, its name,
// the resource owner or "", the lifetime in a word or two, and the permissions.
// Each cell is one line that is safe to show.
func (ts Templates) Rows() [][]string {
	rows := make([][]string, 0, len(ts.List))
	for _, t := range ts.List {
		rows = append(rows, row(t))
	}
	return rows
}

func row(t *hcl.Template) []string {
	return []string{
		diag.Printable(t.Address),
		diag.Printable(t.Name),
		diag.Printable(t.TargetName),
		shortLifetime(t.ExpiresIn),
		diag.Printable(strings.Join(pairs(t.Permissions), " ")),
	}
}

// URLs returns the link of each template, in their order.
func (ts Templates) URLs() []string {
	urls := make([]string, 0, len(ts.List))
	for _, t := range ts.List {
		urls = append(urls, ts.link(t))
	}
	return urls
}

// NoLifetime is the lifetime in a row of a template without expiry.
const NoLifetime = "none"

func shortLifetime(e pat.Expiry) string {
	switch {
	case e.Never:
		return NoLifetime
	case e.IsZero():
		return "default"
	}
	return lifetime(e)
}
