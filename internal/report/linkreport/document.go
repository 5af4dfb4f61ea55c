package linkreport

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// File is a file with links, to be reported.
type File struct {
	Name string // as the user knows it, with slashes
	Path string // below the top of the repository, with slashes, for code scanning
}

// Judged is a link, and what was found out about it.
type Judged struct {
	Found    *prefill.Found
	Problems []linkcheck.Problem
	Template string // the address of the one that it equals, or ""
	Classic  linkcheck.Classic
	// Fixes are what can be put right, or with Done what has been. FixedURL is the
	// link as it would be, or "".
	Fixes    []linkcheck.Fix
	FixedURL string
	Done     bool
}

// Document is a report of links. It is what the JSON output holds: slices
// are never null there.
type Document struct {
	FormatVersion string   `json:"format_version"`
	PatctlVersion string   `json:"patctl_version"`
	Links         []Entry  `json:"links"`
	Unread        []Unread `json:"unread"`
	Summary       Summary  `json:"summary"`
	// OtherHosts are the hosts of links that were not checked, sorted.
	OtherHosts []Host `json:"other_hosts"`
}

// Unread is what could not be searched for links.
type Unread struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// Summary counts links by their status, and the parameters that were put right.
type Summary struct {
	Total   int `json:"total"`
	OK      int `json:"ok"`
	Warning int `json:"warning"`
	Error   int `json:"error"`
	Fixed   int `json:"fixed"`
	// Unreadable counts the links, among those with errors, to which a program
	// adds parameters that could not be read.
	Unreadable int `json:"unreadable"`
	// Unlisted counts the links that are counted above but not listed, because
	// their file has too many.
	Unlisted int `json:"unlisted"`
	// Classic counts the links to the form for classic tokens.
	Classic int `json:"classic"`
}

// Entry is a link. Lines and columns count from 1, columns in characters as
// a reader counts them; the end is behind the last character.
type Entry struct {
	File      string  `json:"file"`
	Line      int     `json:"line"`
	Column    int     `json:"column"`
	EndLine   int     `json:"end_line"`
	EndColumn int     `json:"end_column"`
	URL       string  `json:"url"`
	Status    string  `json:"status"`
	Kind      string  `json:"kind"`
	Template  *string `json:"template"`
	// Scopes and Replacements are those of a link to the form for classic tokens.
	Scopes       []Scope   `json:"scopes"`
	Replacements []string  `json:"replacements"`
	Problems     []Problem `json:"problems"`
	FixedURL     *string   `json:"fixed_url"`
	Fixes        []Change  `json:"fixes"`
	Fixed        bool      `json:"fixed"` // the fixes were made

	path                    string
	codePoint, endCodePoint int // columns in code points
}

// Problem is what is wrong with a parameter, or where Parameter is empty
// with the link as a whole.
type Problem struct {
	Parameter  string       `json:"parameter"`
	Value      string       `json:"value"`
	Severity   pat.Severity `json:"severity"`
	Code       string       `json:"code"`
	Summary    string       `json:"summary"`
	Message    string       `json:"message"`
	Suggestion *string      `json:"suggestion"` // NAME=VALUE
}

// The kinds of links.
const (
	kindFineGrained = "fine_grained"
	kindClassic     = "classic"
)

// Scope is a scope of classic tokens that a link asks for. Permissions are
// what fine-grained tokens need at most to reach the same.
type Scope struct {
	Scope       string          `json:"scope"`
	Meaning     string          `json:"meaning"`
	Permissions pat.Permissions `json:"permissions"`
}

// Host counts the links that lead to a host that nothing declares.
type Host struct {
	Host  string `json:"host"`
	Links int    `json:"links"`
}

// Change is a parameter as it was and as it is to be, as NAME=VALUE.
type Change struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

// statusOK is the status of a link without problems. The others are severities.
const statusOK = "ok"

// NewDocument reports links, in their order, and what could not be read.
func NewDocument(version string, links []Entry, unread []Unread) *Document {
	d := &Document{
		FormatVersion: format.FormatVersion, PatctlVersion: version,
		Links: append([]Entry{}, links...), Unread: append([]Unread{}, unread...),
		OtherHosts: []Host{},
	}
	for i := range d.Links {
		d.Summary.count(&d.Links[i])
	}
	return d
}

// maxLinksListed is how many links of a file are listed with problems, and how many
// without. A file of 50 MB may hold 600,000, which nobody reads.
const maxLinksListed = 20_000

// List are the links of a file that are listed, and the counts of the rest.
type List struct {
	Links []Entry
	rest  Summary
	wrong int
}

// Add adds a link, or only counts it where the list is full.
func (l *List) Add(entry Entry) {
	wrong := entry.Status != statusOK
	if wrong && l.wrong == maxLinksListed || !wrong && len(l.Links)-l.wrong == maxLinksListed {
		l.rest.count(&entry)
		l.rest.Unlisted++
		return
	}
	if wrong {
		l.wrong++
	}
	l.Links = append(l.Links, entry)
}

// Len is how many links there are.
func (l *List) Len() int { return len(l.Links) + l.rest.Total }

// AddRest adds the counts of the links that a list does not have.
func (d *Document) AddRest(l List) {
	s, r := &d.Summary, l.rest
	s.Total, s.OK, s.Warning, s.Error = s.Total+r.Total, s.OK+r.OK, s.Warning+r.Warning, s.Error+r.Error
	s.Fixed, s.Unreadable, s.Unlisted = s.Fixed+r.Fixed, s.Unreadable+r.Unreadable, s.Unlisted+r.Unlisted
	s.Classic += r.Classic
}

// count adds a link to the summary.
func (s *Summary) count(l *Entry) {
	s.Total++
	if l.unreadable() {
		s.Unreadable++
	}
	if l.Kind == kindClassic {
		s.Classic++
	}
	switch l.Status {
	case statusOK:
		s.OK++
	case string(pat.SeverityWarning):
		s.Warning++
	default:
		s.Error++
	}
	if l.Fixed {
		s.Fixed += len(l.Fixes)
	}
}

// unreadable reports whether parameters of the link could not be read.
func (l *Entry) unreadable() bool {
	return slices.ContainsFunc(l.Problems, func(p Problem) bool { return p.Code == string(linkcheck.Unreadable) })
}

// NewEntry reports a link of a file. It keeps nothing of the file's text.
func NewEntry(f File, l Judged) Entry {
	start, end := l.Found.Start, l.Found.End
	out := Entry{
		File: f.Name, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		URL: l.Found.URL, Status: statusOK, Problems: []Problem{}, Fixes: []Change{}, Fixed: l.Done,
		path: f.Path, codePoint: start.CodePoint, endCodePoint: end.CodePoint,
	}
	out.classic(l)
	out.Template, out.FixedURL = orNull(l.Template), orNull(l.FixedURL)
	for _, p := range l.Problems {
		out.Problems = append(out.Problems, newProblem(l.Found, p))
		if out.Status == statusOK || p.Severity == pat.SeverityError {
			out.Status = string(p.Severity)
		}
	}
	for _, fix := range l.Fixes {
		out.Fixes = append(out.Fixes, Change{fix.Before, fix.After})
	}
	return out
}

func newProblem(f *prefill.Found, p linkcheck.Problem) Problem {
	out := Problem{Severity: p.Severity, Code: string(p.Code), Summary: p.Summary, Message: p.Message}
	if p.Index >= 0 {
		out.Parameter, out.Value = f.Parameters[p.Index].Name, f.Parameters[p.Index].Value
	}
	out.Suggestion = orNull(p.Suggestion)
	return out
}

// classic says what a link to the form for classic tokens asks for.
func (l *Entry) classic(judged Judged) {
	l.Kind, l.Scopes, l.Replacements = kindFineGrained, []Scope{}, judged.Classic.Replacements
	if l.Replacements == nil {
		l.Replacements = []string{}
	}
	if !judged.Found.Classic {
		return
	}
	l.Kind = kindClassic
	for _, s := range judged.Classic.Scopes {
		l.Scopes = append(l.Scopes, Scope{s.Name, s.Meaning, s.Permissions})
	}
}

// AddHosts adds the hosts of links that were not checked, with their counts.
func (d *Document) AddHosts(counts map[string]int) {
	for _, host := range slices.Sorted(maps.Keys(counts)) {
		d.OtherHosts = append(d.OtherHosts, Host{host, counts[host]})
	}
}

// otherHosts says which links were not checked, or "".
func (d *Document) otherHosts() string {
	total, names := 0, []string{}
	for _, h := range d.OtherHosts {
		total += h.Links
		if len(names) < maxHosts {
			names = append(names, fmt.Sprintf("%s (%d)", diag.Printable(h.Host), h.Links))
		}
	}
	if total == 0 {
		return ""
	}
	if more := len(d.OtherHosts) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("Not checked: %s to hosts that the configuration does not declare: %s.", format.Count(total, "link"), strings.Join(names, ", "))
}

// maxHosts is how many such hosts a text names.
const maxHosts = 5

// orNull returns a pointer that holds only the text, since one into a link
// would keep all of it in memory; nil for "".
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// HasProblems reports whether a link has a problem of the severity, or a worse one.
func (d *Document) HasProblems(s pat.Severity) bool {
	return d.Summary.Error > 0 || s != pat.SeverityError && d.Summary.Warning > 0
}

// Tally is the last line of the outputs for people.
func (d *Document) Tally() string {
	s := d.Summary
	text := fmt.Sprintf("%s: %d ok, %d with warnings, %d with errors", format.Count(s.Total, "link"), s.OK, s.Warning, s.Error)
	if s.Unreadable > 0 {
		text += fmt.Sprintf(" (%d of them cannot be checked)", s.Unreadable)
	}
	if s.Fixed > 0 {
		text += "; " + format.Count(s.Fixed, "parameter") + " fixed"
	}
	if s.Classic > 0 {
		text += fmt.Sprintf("; %d to classic tokens", s.Classic)
	}
	if s.Unlisted > 0 {
		text += fmt.Sprintf("; %s not listed, because patctl lists at most %d for each file", format.Count(s.Unlisted, "link"), maxLinksListed)
	}
	text += "."
	if others := d.otherHosts(); others != "" {
		text += " " + others
	}
	return text
}
