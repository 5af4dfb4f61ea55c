package auditreport

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
)

// Format is a way to write an audit.
type Format struct {
	Name  string
	write func(*Document, *bufio.Writer, format.Palette) // which keeps the error of a failed write
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", (*Document).text},
	{"json", (*Document).json},
	{"markdown", inMemory((*Document).markdown)},
	{"html", (*Document).html},
	{"sarif", (*Document).sarif},
	{"junit", (*Document).junit},
	{"csv", (*Document).csv},
	{"github", inMemory((*Document).github)},
}

// inMemory is for formats that are never large, or have to be put together
// before they are written.
func inMemory(write func(*Document, *bytes.Buffer, format.Palette)) func(*Document, *bufio.Writer, format.Palette) {
	return func(d *Document, w *bufio.Writer, p format.Palette) {
		var b bytes.Buffer
		write(d, &b, p)
		_, _ = b.WriteTo(w) // which keeps the error
	}
}

// FormatNames returns the names of the formats of audits, the one for
// people first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error in a
// sentence that lists the known ones.
func FormatNamed(name string) (Format, error) { return format.Named(formats, nameOf, "audits", name) }

// bufferSize is how many bytes are written at a time.
const bufferSize = 64 << 10

// Write writes the audit in the format, part by part: what it needs of memory
// beside the document does not grow with the result, but for the lists of pages. Only text
// heeds the style. The same document and style give the same bytes. An error is
// one of w, to which a part may have been written.
func (f Format) Write(w io.Writer, d *Document, style format.Style) error {
	b := bufio.NewWriterSize(w, bufferSize)
	f.write(d, b, format.Palette{Style: style})
	return b.Flush()
}

// Render returns what Write writes.
func (f Format) Render(d *Document, style format.Style) []byte {
	var b bytes.Buffer
	_ = f.Write(&b, d, style) // a Buffer takes everything
	return b.Bytes()
}

// place is where a finding is shown in the repository: where it departs from,
// else the block of its organization, else the beginning of the configuration.
func (d *Document) place(organization string, r *format.SourceRange) format.SourceRange {
	if r == nil {
		at := slices.IndexFunc(d.Organizations, func(o judged.Organization) bool { return o.Login == organization })
		if at >= 0 {
			r = d.Organizations[at].Range
		}
	}
	out := format.SourceRange{Filename: "main.pat.hcl", Start: format.SourcePosition{Line: 1, Column: 1}, End: format.SourcePosition{Line: 1, Column: 1}}
	switch {
	case r != nil:
		out = *r
	case len(d.Configuration.Files) > 0:
		out.Filename = d.Configuration.Files[0]
	}
	out.Filename = path.Join(d.Configuration.Directory, out.Filename)
	return out
}

// group is the subjects of one organization, worst first.
type group struct {
	login    string
	bare     bool   // no template is declared for it
	asOf     string // its time, where it is not that of the whole audit
	all      *judged.Subjects
	subjects []weighed // of all
	classic  []*classic.Token
	gaps     []judged.Gap
	counts   judged.Summary
}

// groups sorts the subjects by organization. An organization that was not read has
// a group, too.
func (d *Document) groups() []*group {
	byLogin := map[string]*group{}
	var all []*group
	of := func(login string) *group {
		if byLogin[login] == nil {
			byLogin[login] = &group{login: login}
			all = append(all, byLogin[login])
		}
		return byLogin[login]
	}
	for _, o := range d.Organizations {
		g := of(o.Login)
		g.bare = o.Templates == 0
		if o.AsOf != nil && !o.AsOf.Equal(d.GeneratedAt) {
			g.asOf = "as of " + o.AsOf.UTC().Format("2006-01-02 15:04:05 UTC")
		}
	}
	for _, gap := range d.Incomplete {
		if gap.Organization == "" {
			continue // it belongs to none
		}
		g := of(gap.Organization)
		g.gaps = append(g.gaps, gap)
	}
	for i, s := range d.Subjects.All() {
		g := of(s.Organization)
		g.all = d.Subjects
		g.add(i, s)
	}
	for i := range d.ClassicTokens {
		if t := &d.ClassicTokens[i]; byLogin[t.Organization] != nil {
			byLogin[t.Organization].classic = append(byLogin[t.Organization].classic, t)
		}
	}
	slices.SortFunc(all, func(a, b *group) int { return strings.Compare(a.login, b.login) })
	for _, g := range all {
		slices.SortStableFunc(g.subjects, func(a, b weighed) int { return slices.Compare(b.weight[:], a.weight[:]) })
	}
	return all
}

// weighed is a subject by its place, with what makes it worse than others.
type weighed struct {
	place  int32
	weight [4]int32
}

// at returns a subject by how bad it is, 0 for the worst.
func (g *group) at(i int) *judged.Subject { return g.all.At(int(g.subjects[i].place)) }

// each returns the subjects, worst first.
func (g *group) each() iter.Seq[*judged.Subject] {
	return func(yield func(*judged.Subject) bool) {
		for i := range g.subjects {
			if !yield(g.at(i)) {
				return
			}
		}
	}
}

// add adds a subject by its place, and counts it.
func (g *group) add(place int, s *judged.Subject) {
	c := judged.CountFindings(s.Findings)
	g.subjects = append(g.subjects, weighed{int32(place), [4]int32{int32(c.Error), int32(c.Warning), int32(c.Notice), int32(c.Excepted)}})
	g.counts.Findings.Add(c)
	if s.Kind == pat.KindRequest {
		g.counts.Requests.Count(s.Verdict)
		return
	}
	g.counts.Tokens.Count(s.Verdict)
}

// HasFindings reports whether there is a finding at least as heavy as a
// severity that no exception covers.
func (d *Document) HasFindings(atLeast pat.Severity) bool {
	c := d.Summary.Findings
	switch atLeast {
	case pat.SeverityError:
		return c.Error > 0
	case pat.SeverityWarning:
		return c.Error+c.Warning > 0
	}
	return c.Error+c.Warning+c.Notice > 0
}
