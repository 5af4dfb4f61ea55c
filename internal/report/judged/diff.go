package judged

import (
	"net/url"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit/excess"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/use"
)

// Diff is a request or token as a diff against its template, or against the
// closest one. Every finding of it is in exactly one place.
type Diff struct {
	Symbol string     // of the whole; "" for one that conforms
	Lines  []DiffLine // what differs from the template
	Use    []UseLine  // what was seen of the use of a token
	Notes  []Note     // findings that are about no line
}

// UseLine is what was seen of a permission, or of the repositories. It can be shown as it is.
type UseLine struct {
	use.Line
	Findings []*Finding
}

// DiffLine is something in which a request or token differs from a template. It
// can be shown as it is.
type DiffLine struct {
	Symbol   string
	Name     string // "" for an element of the list in the line before
	Before   string // what is declared, as HCL writes it; "" where only one side has something
	Value    string // what is actual, or declared where nothing is; "" where there is only a name
	Findings []*Finding
	Comment  string // what the finding says beyond the line; "" for nothing
}

// Note is a finding that is about no line, with the words that are to be shown
// before its difference.
type Note struct {
	*Finding
	Words      string
	Difference string // "" for none
}

// Text is a line in one piece, without its findings.
func (l *DiffLine) Text() string {
	switch {
	case l.Name == "":
		return l.Symbol + " " + l.Value
	case l.Value == "":
		return l.Symbol + " " + l.Name
	}
	return l.Symbol + " " + l.Name + " = " + l.Values()
}

// comment adds a sentence to the comment.
func (l *DiffLine) comment(s string) {
	l.Comment = strings.TrimSpace(l.Comment + " " + diag.Printable(s))
}

// Values are what is declared and what is actual.
func (l *DiffLine) Values() string {
	if l.Before == "" {
		return l.Value
	}
	return l.Before + " -> " + l.Value
}

// Differ makes diffs. It reads the link of each closest template once.
type Differ struct {
	closest map[string]url.Values
	diff    Diff
	named   int            // the last line with a name
	list    int            // the line of the last list
	listed  string         // what that list is of, as the finding has it
	first   map[string]int // the first line of each name, of the first lines
	indexed int            // how many of the lines first knows
}

// NewDiffer returns a Differ.
func NewDiffer() *Differ {
	return &Differ{closest: map[string]url.Values{}, first: map[string]int{}}
}

// Diff returns the diff of a subject. It holds until the next call.
func (d *Differ) Diff(s *Subject) *Diff {
	d.diff.Lines, d.diff.Use, d.diff.Notes = d.diff.Lines[:0], d.diff.Use[:0], d.diff.Notes[:0]
	d.named, d.list, d.indexed = 0, -1, 0
	clear(d.first)
	for _, line := range s.Use.Lines() {
		d.diff.Use = append(d.diff.Use, UseLine{Line: line})
	}
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Rule == "undeclared-token" && s.Nearest != nil {
			d.undeclared(s, f)
		}
	}
	for i := range s.Findings {
		d.finding(s, &s.Findings[i])
	}
	d.diff.Symbol = d.symbol(s)
	return &d.diff
}

// symbol is that of the header.
func (d *Differ) symbol(s *Subject) string {
	switch {
	case s.Template == nil:
		return format.SymbolAdd
	case s.Unjudged && s.Verdict == pat.Conforming:
		return format.SymbolUnknown
	case len(d.diff.Lines) > 0 || s.Verdict != pat.Conforming:
		return format.SymbolChange
	}
	return ""
}

// finding puts a finding beside its line, or among the notes.
func (d *Differ) finding(s *Subject, f *Finding) {
	switch {
	case f.Rule == "undeclared-token" && s.Nearest != nil: // is there already
	case f.Rule == "unknown-permission" && d.beside(format.OrEmpty(f.Permission), f):
	case d.unused(f):
	case f.Rule == "never-expires" && f.Declared == nil && d.beside(lifetime, f):
	case !d.compared(s, f):
		d.note(f, diag.Printable(f.Message), f.Difference())
	}
}

// unused puts a finding beside the line that shows what was not used.
func (d *Differ) unused(f *Finding) bool {
	name := ""
	switch f.Rule {
	case "unused-permission", "unused-write":
		name = use.Argument(format.OrEmpty(f.Permission))
	case "unused-repositories":
		name = use.RepositoriesLine
	default:
		return false
	}
	for i := range d.diff.Use {
		if line := &d.diff.Use[i]; line.Name == name {
			line.Findings = append(line.Findings, f)
			return true
		}
	}
	return false
}

func (d *Differ) note(f *Finding, words, difference string) {
	d.diff.Notes = append(d.diff.Notes, Note{f, words, difference})
}

// lifetime is the name of the line of the lifetime, after the argument.
const lifetime = "expires_in"

// beside puts a finding beside a line that is there.
func (d *Differ) beside(name string, f *Finding) bool {
	i := -1
	switch name {
	case "":
	case lifetime: // there may be several
		value := plainValue(format.OrEmpty(f.Actual))
		i = slices.IndexFunc(d.diff.Lines, func(l DiffLine) bool { return l.Name == lifetime && l.Value == value })
	default:
		i = d.find(diag.Printable(name))
	}
	if i < 0 {
		return false
	}
	line := &d.diff.Lines[i]
	line.Findings = append(line.Findings, f)
	if f.Rule == "unknown-permission" {
		line.comment(f.Message)
	}
	return true
}

// find returns the first line of a name, or -1.
func (d *Differ) find(name string) int {
	for i, line := range d.diff.Lines[d.indexed:] {
		if _, known := d.first[line.Name]; !known {
			d.first[line.Name] = d.indexed + i
		}
	}
	d.indexed = len(d.diff.Lines)
	if i, ok := d.first[name]; ok {
		return i
	}
	return -1
}

// compared adds the line of a finding that compares, or reports that it has none.
func (d *Differ) compared(s *Subject, f *Finding) bool {
	switch f.Rule {
	case "permission-extra", "permission-elevated", "permission-missing":
		return d.permission(f)
	case "repositories-wider":
		return d.line(f, "repositories", selectionValue)
	case "repository-extra":
		return d.repository(f)
	case "lifetime-exceeded":
		return d.line(f, lifetime, plainValue)
	case "never-expires":
		return (f.Declared != nil || s.Nearest == nil) && d.line(f, lifetime, plainValue)
	case "owner-not-allowed":
		return d.owner(s, f)
	case "name-differs":
		return f.Declared != nil && d.line(f, "name", Quoted)
	}
	return false
}

// line adds a line from what is declared to what is actual.
func (d *Differ) line(f *Finding, name string, write func(string) string) bool {
	if f.Actual == nil {
		return false
	}
	line := DiffLine{Symbol: format.SymbolAdd, Name: name, Value: write(*f.Actual)}
	if f.Declared != nil {
		line.Symbol, line.Before = format.SymbolChange, write(*f.Declared)
	}
	d.add(line, f)
	return true
}

func (d *Differ) add(line DiffLine, f *Finding) {
	line.Findings = []*Finding{f}
	d.put(line)
}

func (d *Differ) put(line DiffLine) {
	if line.Name != "" {
		d.named = len(d.diff.Lines)
	}
	d.diff.Lines = append(d.diff.Lines, line)
}

func (d *Differ) permission(f *Finding) bool {
	switch {
	case f.Permission == nil && f.Rule == "permission-missing":
		d.add(DiffLine{Symbol: format.SymbolUnknown, Name: "permissions", Comment: diag.Printable(f.Message)}, f)
		return true
	case f.Permission == nil || *f.Permission == "": // a line without a name is an element of a list
		return false
	case f.Actual == nil && f.Declared != nil:
		d.add(DiffLine{Symbol: format.SymbolRemove, Name: diag.Printable(*f.Permission), Value: Quoted(*f.Declared)}, f)
		return true
	}
	return d.line(f, diag.Printable(*f.Permission), Quoted)
}

// NotRead is what is actual where package audit could not read it.
const NotRead = "unknown"

// repository adds a repository below the declared list.
func (d *Differ) repository(f *Finding) bool {
	switch {
	case f.Declared == nil || f.Actual == nil:
		return d.line(f, "repositories", Quoted)
	case *f.Actual == NotRead:
		d.unread(f, "repositories")
		return true
	}
	if d.list != d.named || d.listed != *f.Declared {
		d.list, d.listed = len(d.diff.Lines), *f.Declared
		d.put(DiffLine{Symbol: format.SymbolChange, Name: "repositories", Value: selectionValue(*f.Declared)})
	}
	d.add(DiffLine{Symbol: format.SymbolAdd, Value: Quoted(*f.Actual)}, f)
	return true
}

// owner tells an owner who is not in the list from one whose teams were not read.
// For somebody who is called unknown only the message can.
func (d *Differ) owner(s *Subject, f *Finding) bool {
	if f.Declared == nil || f.Actual == nil {
		return false
	}
	if *f.Actual == NotRead && s.Owner != NotRead {
		d.unread(f, "owner")
		return true
	}
	line := DiffLine{Symbol: format.SymbolChange, Name: "owner", Before: listValue(*f.Declared), Value: Quoted(*f.Actual)}
	if *f.Actual == NotRead {
		line.Comment = diag.Printable(f.Message)
	}
	d.add(line, f)
	return true
}

// unread adds what could not be compared.
func (d *Differ) unread(f *Finding, name string) {
	d.add(DiffLine{Symbol: format.SymbolUnknown, Name: name, Before: listValue(*f.Declared), Value: "(unknown)", Comment: diag.Printable(f.Message)}, f)
}

// undeclared adds what a subject has beyond the closest template.
func (d *Differ) undeclared(s *Subject, f *Finding) {
	sentence, list, more := excess.Read(f.Message)
	declared := d.link(s.NearestURL)
	for _, e := range list {
		d.put(excessLine(e, declared))
	}
	words := diag.Printable(sentence)
	if more != "" {
		words += " Differences that are not listed: " + more + "."
	}
	d.note(f, words, "")
}

func excessLine(e excess.Excess, declared url.Values) DiffLine {
	name, write := e.Permission, Quoted
	switch e.Rule {
	case "repositories-wider", "repository-extra":
		name = "repositories"
	case "lifetime-exceeded", "never-expires":
		name, write = lifetime, plainValue
	case "owner-not-allowed":
		name = "owner"
	}
	if was := declared.Get(name); was != "" && (e.Permission != "" || name == lifetime) {
		return DiffLine{Symbol: format.SymbolChange, Name: diag.Printable(name), Before: write(was), Value: write(e.Actual)}
	}
	return DiffLine{Symbol: format.SymbolAdd, Name: diag.Printable(name), Value: write(e.Actual)}
}

// link is what the link of the closest template fills in, or nothing without one.
func (d *Differ) link(address *string) url.Values {
	if address == nil {
		return nil
	}
	values, known := d.closest[*address]
	if !known {
		if u, err := url.Parse(*address); err == nil {
			values = u.Query()
		}
		d.closest[*address] = values
	}
	return values
}
