package report

import (
	"fmt"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// LinkFile is a file with links, to be reported.
type LinkFile struct {
	Name string // as the user knows it, with slashes
	Path string // below the top of the repository, with slashes, for code scanning
	// Links are in the order of the file.
	Links []LinkJudged
}

// LinkJudged is a link, and what was found out about it.
type LinkJudged struct {
	Found    *prefill.Found
	Problems []check.LinkProblem
	Template string // the address of the one that it equals, or ""
	// Fixes are what can be put right, or with Done what has been. FixedURL is the
	// link as it would be, or "".
	Fixes    []check.LinkFix
	FixedURL string
	Done     bool
}

// LinksDocument is a report of links. It is what the JSON output holds: slices
// are never null there.
type LinksDocument struct {
	FormatVersion string       `json:"format_version"`
	PatctlVersion string       `json:"patctl_version"`
	Links         []LinkEntry  `json:"links"`
	Unread        []LinkUnread `json:"unread"`
	Summary       LinksSummary `json:"summary"`
}

// LinkUnread is what could not be searched for links.
type LinkUnread struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// LinksSummary counts links by their status, and the parameters that were put right.
type LinksSummary struct {
	Total   int `json:"total"`
	OK      int `json:"ok"`
	Warning int `json:"warning"`
	Error   int `json:"error"`
	Fixed   int `json:"fixed"`
}

// LinkEntry is a link. Lines and columns count from 1, columns in characters as
// a reader counts them; the end is behind the last character.
type LinkEntry struct {
	File      string        `json:"file"`
	Line      int           `json:"line"`
	Column    int           `json:"column"`
	EndLine   int           `json:"end_line"`
	EndColumn int           `json:"end_column"`
	URL       string        `json:"url"`
	Status    string        `json:"status"`
	Template  *string       `json:"template"`
	Problems  []LinkProblem `json:"problems"`
	FixedURL  *string       `json:"fixed_url"`
	Fixes     []LinkChange  `json:"fixes"`
	Fixed     bool          `json:"fixed"` // the fixes were made

	path                    string
	codePoint, endCodePoint int // columns in code points
}

// LinkProblem is what is wrong with a parameter, or where Parameter is empty
// with the link as a whole.
type LinkProblem struct {
	Parameter  string       `json:"parameter"`
	Value      string       `json:"value"`
	Severity   pat.Severity `json:"severity"`
	Code       string       `json:"code"`
	Summary    string       `json:"summary"`
	Message    string       `json:"message"`
	Suggestion *string      `json:"suggestion"` // NAME=VALUE
}

// LinkChange is a parameter as it was and as it is to be, as NAME=VALUE.
type LinkChange struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

// statusOK is the status of a link without problems. The others are severities.
const statusOK = "ok"

// NewLinksDocument reports files, in their order, and what could not be read.
func NewLinksDocument(version string, files []LinkFile, unread []LinkUnread) *LinksDocument {
	d := &LinksDocument{
		FormatVersion: FormatVersion, PatctlVersion: version,
		Links: []LinkEntry{}, Unread: append([]LinkUnread{}, unread...),
	}
	for _, f := range files {
		for _, l := range f.Links {
			d.add(newLinkEntry(f, l))
		}
	}
	return d
}

func (d *LinksDocument) add(l LinkEntry) {
	d.Links = append(d.Links, l)
	d.Summary.Total++
	switch l.Status {
	case statusOK:
		d.Summary.OK++
	case string(pat.SeverityWarning):
		d.Summary.Warning++
	default:
		d.Summary.Error++
	}
	if l.Fixed {
		d.Summary.Fixed += len(l.Fixes)
	}
}

func newLinkEntry(f LinkFile, l LinkJudged) LinkEntry {
	start, end := l.Found.Start, l.Found.End
	out := LinkEntry{
		File: f.Name, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		URL: l.Found.URL, Status: statusOK, Problems: []LinkProblem{}, Fixes: []LinkChange{}, Fixed: l.Done,
		path: f.Path, codePoint: start.CodePoint, endCodePoint: end.CodePoint,
	}
	if l.Template != "" {
		out.Template = &l.Template
	}
	if l.FixedURL != "" {
		out.FixedURL = &l.FixedURL
	}
	for _, p := range l.Problems {
		out.Problems = append(out.Problems, newLinkProblem(l.Found, p))
		if out.Status == statusOK || p.Severity == pat.SeverityError {
			out.Status = string(p.Severity)
		}
	}
	for _, fix := range l.Fixes {
		out.Fixes = append(out.Fixes, LinkChange{fix.Before, fix.After})
	}
	return out
}

func newLinkProblem(f *prefill.Found, p check.LinkProblem) LinkProblem {
	out := LinkProblem{Severity: p.Severity, Code: string(p.Code), Summary: p.Summary, Message: p.Message}
	if p.Index >= 0 {
		out.Parameter, out.Value = f.Parameters[p.Index].Name, f.Parameters[p.Index].Value
	}
	if p.Suggestion != "" {
		out.Suggestion = &p.Suggestion
	}
	return out
}

// HasProblems reports whether a link has a problem of the severity, or a worse one.
func (d *LinksDocument) HasProblems(s pat.Severity) bool {
	return d.Summary.Error > 0 || s != pat.SeverityError && d.Summary.Warning > 0
}

// Tally is the last line of the outputs for people.
func (d *LinksDocument) Tally() string {
	s := d.Summary
	text := fmt.Sprintf("%s: %d ok, %d with warnings, %d with errors", count(s.Total, "link"), s.OK, s.Warning, s.Error)
	if s.Fixed > 0 {
		text += "; " + count(s.Fixed, "parameter") + " fixed"
	}
	return text + "."
}
