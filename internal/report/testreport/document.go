package testreport

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/testcase"
)

// Document is a run of test cases as its JSON document holds it. Slices are never nil in
// what NewDocument returns.
type Document struct {
	FormatVersion string     `json:"format_version"`
	PatctlVersion string     `json:"patctl_version"`
	AsOf          time.Time  `json:"as_of"`     // of requests and tokens that are written out; UTC
	Directory     string     `json:"directory"` // of the configuration, below the top of the repository, with slashes
	Summary       Summary    `json:"summary"`
	Cases         []Case     `json:"cases"`     // by file, in the order of the file
	Untouched     *Untouched `json:"untouched"` // null: only some of the cases were run
}

// Summary counts cases.
type Summary struct {
	Total  int `json:"total"`
	Passed int `json:"passed"`
	Failed int `json:"failed"`
}

// Untouched is what no case depends on. It fails nothing.
type Untouched struct {
	Templates []string `json:"templates"` // addresses
	Policies  []string `json:"policies"`
	Rules     []string `json:"rules"` // of rule blocks
}

// Case is a case, what was expected, and what came.
type Case struct {
	File        string             `json:"file"` // as in the diagnostics: relative to the configuration
	Range       format.SourceRange `json:"range"`
	Kind        testcase.Kind      `json:"kind"`
	Name        string             `json:"name"`
	Title       string             `json:"title"`
	Status      string             `json:"status"`  // passed or failed
	Subject     *Subject           `json:"subject"` // of a snapshot; null: the case is about none
	Checked     []string           `json:"checked"` // the attributes that the case expects
	Expected    Values             `json:"expected"`
	Actual      Values             `json:"actual"`
	Differences []Difference       `json:"differences"`
	Findings    []Finding          `json:"findings"`
	Problems    []Problem          `json:"problems"` // of a link
	Doubts      []string           `json:"doubts"`   // what could not be judged, in sentences
}

// The statuses of cases.
const (
	statusPassed = "passed"
	statusFailed = "failed"
)

// Subject is the request or token of a snapshot.
type Subject struct {
	Kind         pat.Kind `json:"kind"`
	Organization string   `json:"organization"`
	ID           int64    `json:"id"`
	TokenID      *int64   `json:"token_id"`
	TokenName    string   `json:"token_name"`
	Owner        string   `json:"owner"`
}

// Values are the attributes that a case can expect. Those that it does not expect are null, or
// empty, and so is a template where none is expected: Checked tells them apart.
type Values struct {
	Verdict  *string  `json:"verdict"`
	Template *string  `json:"template"`
	Findings []string `json:"findings"`
	Status   *string  `json:"status"`
}

// Difference is an attribute that is not as expected, with both values as a test file has them.
type Difference struct {
	Attribute string `json:"attribute"`
	Expected  string `json:"expected"`
	Actual    string `json:"actual"`
}

// Finding is a finding of the request or token.
type Finding struct {
	Rule       string       `json:"rule"`
	Severity   pat.Severity `json:"severity"`
	Message    string       `json:"message"`
	ExceptedBy *string      `json:"excepted_by"`
}

// Problem is what is wrong with a link.
type Problem struct {
	Code     string       `json:"code"`
	Severity pat.Severity `json:"severity"`
	Summary  string       `json:"summary"`
	Message  string       `json:"message"`
}

// Input is what a document is made of.
type Input struct {
	Version   string
	AsOf      time.Time
	Directory string
	Results   []testcase.Result
	Untouched *testcase.Untouched // nil: only some of the cases were run
}

// NewDocument returns the document of a run.
func NewDocument(in Input) *Document {
	d := &Document{
		FormatVersion: format.FormatVersion, PatctlVersion: in.Version, AsOf: in.AsOf.UTC().Truncate(time.Second), Directory: format.Valid(in.Directory), Cases: []Case{},
	}
	if u := in.Untouched; u != nil {
		d.Untouched = &Untouched{valid(u.Templates), valid(u.Policies), valid(u.Rules)}
	}
	for i := range in.Results {
		c := newCase(&in.Results[i])
		d.Summary.Total++
		if c.Failed() {
			d.Summary.Failed++
		} else {
			d.Summary.Passed++
		}
		d.Cases = append(d.Cases, c)
	}
	return d
}

// valid returns words that JSON holds unchanged; never nil.
func valid(words []string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = format.Valid(word)
	}
	return out
}

func newCase(r *testcase.Result) Case {
	c := Case{
		File: format.Valid(r.File.Name), Range: format.NewSourceRange(r.Case.Range), Kind: r.Case.Kind, Name: format.Valid(r.Case.Name), Title: format.Valid(r.Case.Title()),
		Status: statusPassed, Checked: []string{}, Differences: []Difference{}, Findings: []Finding{}, Problems: []Problem{}, Doubts: valid(r.Doubts),
	}
	c.Range.Filename = format.Valid(c.Range.Filename)
	if !r.Passed() {
		c.Status = statusFailed
	}
	c.expected(r.Case.Expect)
	c.Actual = Values{
		Verdict: format.ValidOrNil(string(r.Verdict())), Template: format.ValidOrNil(r.Template()), Findings: valid(r.Findings()),
	}
	for _, d := range r.Differences {
		c.Differences = append(c.Differences, Difference{d.Attribute, format.Valid(d.Expected), format.Valid(d.Actual)})
	}
	c.subject(r)
	c.link(r)
	return c
}

// expected notes what a case expects.
func (c *Case) expected(e testcase.Expectation) {
	c.Expected = Values{Verdict: format.ValidOrNil(string(e.Verdict)), Findings: valid(e.Findings), Status: format.ValidOrNil(e.Status)}
	if e.Verdict != "" {
		c.Checked = append(c.Checked, "verdict")
	}
	if e.Template != nil {
		c.Checked = append(c.Checked, "template")
		c.Expected.Template = format.ValidOrNil(*e.Template)
	}
	if e.Findings != nil {
		c.Checked = append(c.Checked, "findings")
	}
	if e.Status != "" {
		c.Checked = append(c.Checked, "status")
	}
}

// subject notes what was found of a request or token.
func (c *Case) subject(r *testcase.Result) {
	s := r.Subject
	if s == nil {
		return
	}
	for _, f := range s.Findings {
		c.Findings = append(c.Findings, Finding{format.Valid(f.Rule), f.Severity, format.Valid(f.Message), format.ValidOrNil(f.ExceptedBy)})
	}
	if r.Case.Kind != testcase.Snapshot {
		return
	}
	c.Subject = &Subject{Kind: s.Kind, Organization: format.Valid(s.Organization), ID: s.ID, TokenName: format.Valid(s.TokenName), Owner: format.Valid(s.Owner)}
	if id := s.TokenID; id != 0 {
		c.Subject.TokenID = &id
	}
}

// link notes what is wrong with a link.
func (c *Case) link(r *testcase.Result) {
	if r.Link == nil {
		return
	}
	c.Actual.Status = format.ValidOrNil(r.Link.Status)
	for _, p := range r.Link.Problems {
		c.Problems = append(c.Problems, Problem{string(p.Code), p.Severity, format.Valid(p.Summary), format.Valid(p.Message)})
	}
}

// Failed reports whether something is not as expected.
func (c *Case) Failed() bool { return c.Status == statusFailed }

// Place is where a case is, as editors and terminals take it.
func (c *Case) Place() string {
	return fmt.Sprintf("%s:%d", diag.Printable(c.File), c.Range.Start.Line)
}

// place is where a case is in the repository.
func (d *Document) place(c *Case) format.SourceRange {
	out := c.Range
	out.Filename = path.Join(d.Directory, out.Filename)
	return out
}

// Tally is the summary in a line.
func (d *Document) Tally() string {
	return fmt.Sprintf("%d passed, %d failed.", d.Summary.Passed, d.Summary.Failed)
}

// about says what the findings of a case are, a line each, in words that are safe to show.
func (c *Case) about() []string {
	var lines []string
	for _, f := range c.Findings {
		severity := string(f.Severity)
		if f.ExceptedBy != nil {
			severity = "excepted by " + *f.ExceptedBy
		}
		lines = append(lines, diag.Printable(fmt.Sprintf("%s, %s: %s", f.Rule, severity, f.Message)))
	}
	for _, p := range c.Problems {
		lines = append(lines, diag.Printable(fmt.Sprintf("%s, %s: %s", p.Code, p.Severity, strings.TrimSpace(p.Message))))
	}
	for _, why := range c.Doubts {
		lines = append(lines, diag.Printable("could not be fully checked: "+why))
	}
	return lines
}

// subjectText names the request or token of a snapshot, or is "".
func (c *Case) subjectText() string {
	if c.Subject == nil {
		return ""
	}
	return diag.Printable(fmt.Sprintf("%s %d %q of %s in %s", c.Subject.Kind, c.Subject.ID, c.Subject.TokenName, c.Subject.Owner, c.Subject.Organization))
}

// differences are the differences of a case, two lines each: what was expected, and what came.
func (c *Case) differences() []string {
	var lines []string
	for _, d := range c.Differences {
		lines = append(lines, diag.Printable("- "+d.Attribute+" = "+d.Expected), diag.Printable("+ "+d.Attribute+" = "+d.Actual))
	}
	return lines
}

// Format is a way to write the document.
type Format struct {
	Name  string
	write func(*Document, *bytes.Buffer, format.Palette)
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", (*Document).text},
	{"json", func(d *Document, b *bytes.Buffer, _ format.Palette) { _ = format.WriteJSON(b, d) }}, // a Buffer takes everything
	{"junit", (*Document).junit},
	{"github", (*Document).github},
}

// FormatNames returns the names of the formats, the one for people first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error in a sentence that
// lists the known ones.
func FormatNamed(name string) (Format, error) {
	return format.Named(formats, nameOf, "test results", name)
}

// Render returns the document in the format. Only text heeds the style. The same document
// and style give the same bytes.
func (f Format) Render(d *Document, style format.Style) []byte {
	var b bytes.Buffer
	f.write(d, &b, format.Palette{Style: style})
	return b.Bytes()
}
