package auditreport

import (
	"bufio"
	"bytes"
	_ "embed" // for the parts of the page
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/comparison"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/rows"
	"github.com/patctl/patctl/internal/report/use"
)

// The parts of the drift report.
var (
	//go:embed html/audit.tmpl
	shell string
	//go:embed html/audit.css
	style string
	//go:embed html/subjects.js
	subjectsScript string
	//go:embed html/rows.js
	rowsScript string
	//go:embed html/times.js
	timesScript string
	//go:embed html/audit.js
	script string
	//go:embed html/list.js
	listScript string

	//go:embed html/packed.css
	packedStyle string
	//go:embed html/packed.tmpl
	packedTemplate string
	//go:embed html/store.js
	storeScript string
	//go:embed html/find.js
	findScript string

	templates = shell + packedTemplate + comparison.Templates + use.Templates + classic.Templates
	pageKind  = format.NewPageKind(templates, style, subjectsScript+rowsScript+timesScript+comparison.Script+use.Script+script+listScript)
	// packedKind is the page of more rows than a script can keep as objects.
	packedKind = format.NewPageKind(templates, style+packedStyle, format.PackedScript+subjectsScript+storeScript+timesScript+
		comparison.Script+use.Script+script+format.PagerScript+findScript)
)

// maxOpenBars is how many organizations are shown. The others are folded.
const maxOpenBars = 8

// pageContent is what the drift report says without its script. Text from
// outside is printable already, and html/template escapes it.
type pageContent struct {
	Read          string // of the data, in words; "": when it is as of
	Old           string // a warning; "": the data is not old
	At            string // with minutes
	Host          string
	Verdict       string
	Tone          string // good, bad, incomplete or nothing: how the verdict looks
	Complete      bool
	Gaps          pageGaps
	Comparison    *comparison.Page // nil: it is compared with none
	Counts        []judged.PageCounts
	Findings      string
	Coverage      string
	Hidden        string
	Packed        *rows.First // nil: the rows are plain data
	Organizations pageBars
	Bare          []string // organizations that no template is for
	Expiries      pageExpiries
	Exceptions    []pageException
	Use           []string // what was read of the use of tokens
	Templates     []use.PageTemplate
	MoreTemplates string
	Classic       *classic.Page // nil: nobody looked for classic tokens
	BlindSpots    []string
	Calls         string
	Tally         string
	NoTemplates   string
}

// folded is a list whose end is folded away.
type folded[T any] struct{ Shown, Rest []T }

func fold[T any](list []T, most int) folded[T] {
	n := min(len(list), most)
	return folded[T]{list[:n], list[n:]}
}

// All is the whole list.
func (f folded[T]) All() []T { return append(f.Shown[:len(f.Shown):len(f.Shown)], f.Rest...) }

// pageException is an exception, and what happened to it.
type pageException struct {
	Name, State, Reason string
	Attention           bool
}

// maxPlain is how many requests and tokens a page has as plain data, which a script
// reads at once. More of them are packed.
const maxPlain = 5000

// html writes the drift report.
func (d *Document) html(w *bufio.Writer, p format.Palette) {
	d.page(w, p, maxPlain)
}

func (d *Document) page(w *bufio.Writer, p format.Palette, most int) {
	title := "Audit of fine-grained personal access tokens"
	if !d.Complete {
		title = "INCOMPLETE: " + title
	}
	content := d.htmlPage(p)
	page := format.Page{
		Title: title, Heading: "Audit of fine-grained personal access tokens", Version: diag.Printable(d.PatctlVersion),
		Command: "patctl report --from FILE -o markdown",
	}
	rows := d.rows()
	if d.Subjects.Len() <= most {
		page.Content = content
		var b bytes.Buffer
		pageKind.Write(&b, page, rows.Plain())
		_, _ = b.WriteTo(w) // which keeps the error
		return
	}
	content.Packed = rows.First()
	page.Content = content
	packedKind.WriteAround(w, page, rows.Pack)
}

// rows are the rows of the page.
func (d *Document) rows() *rows.Audit {
	groups := d.groups()
	return &rows.Audit{
		Directory: d.Configuration.Directory, At: d.GeneratedAt, Comparison: d.Comparison, Total: d.Subjects.Len(),
		Subjects: func(yield func(*judged.Subject) bool) {
			for _, g := range groups {
				for s := range g.each() {
					if !yield(s) {
						return
					}
				}
			}
		},
	}
}

func (d *Document) htmlPage(p format.Palette) pageContent {
	page := pageContent{
		At: format.Minute(d.GeneratedAt), Read: d.htmlRead(), Old: d.OldData(p.Run), Host: diag.Printable(d.Host), Comparison: d.Comparison.Page(d.GeneratedAt, d.Summary, d.coverage()),
		Verdict: d.verdict(), Tone: d.tone(), Complete: d.Complete, Gaps: d.htmlGaps(), Counts: d.Summary.PageCounts(),
		Findings: d.Summary.Findings.String(), Coverage: d.coverage(), Hidden: d.hidden(),
		Organizations: d.htmlOrganizations(), Expiries: d.htmlExpiries(), Calls: d.calls(), Tally: d.Tally(), NoTemplates: noTemplates,
	}
	for _, line := range d.Use.Lines() {
		page.Use = append(page.Use, strings.TrimPrefix(line, "use: ")) // which the heading says
	}
	page.Classic = classic.NewPage(d.ClassicTokens, d.Summary.ClassicTokens)
	page.Templates, page.MoreTemplates = use.Page(d.TemplateUse)
	for _, o := range d.Organizations {
		if o.Templates == 0 {
			page.Bare = append(page.Bare, diag.Printable(o.Login))
		}
	}
	for _, e := range d.Exceptions {
		page.Exceptions = append(page.Exceptions, pageException{
			diag.Printable(e.Name), e.state(), diag.Printable(e.Reason), e.Lapsed || e.Soon || e.Unused,
		})
	}
	for _, blind := range d.BlindSpots {
		page.BlindSpots = append(page.BlindSpots, diag.Printable(blind))
	}
	return page
}

// htmlRead says when the data was read, where that is not the time of the audit.
func (d *Document) htmlRead() string {
	first, last := d.readTimes()
	switch {
	case first.Equal(last) && first.Equal(d.GeneratedAt):
		return ""
	case first.Equal(last):
		return "of " + format.Minute(first)
	}
	return "read between " + format.Minute(first) + " and " + format.Minute(last)
}

// tone never is good where something could not be seen.
func (d *Document) tone() string {
	switch {
	case !d.Complete:
		return "incomplete"
	case d.Summary.Findings.Error > 0 || d.Summary.Departing() > 0:
		return "bad"
	case d.Summary.Requests.Total+d.Summary.Tokens.Total == 0:
		return "nothing"
	}
	return "good"
}

// verdict is the audit in one sentence.
func (d *Document) verdict() string {
	s := d.Summary
	of := "requests and tokens" + d.limits()
	total, excepted := s.Requests.Total+s.Tokens.Total, s.Requests.Excepted+s.Tokens.Excepted
	switch departing := s.Departing(); {
	case total == 0:
		return fmt.Sprintf("The audit found no %s.", of)
	case departing == 1:
		return fmt.Sprintf("1 of %d %s does not match the templates.", total, of)
	case departing > 0:
		return fmt.Sprintf("%d of %d %s do not match the templates: %d drifted from their template, and %d have no template.",
			departing, total, of, s.Requests.Drifted+s.Tokens.Drifted, s.Requests.Undeclared+s.Tokens.Undeclared)
	case excepted > 0:
		return fmt.Sprintf("All %s match the templates, %d of %d by an exception.", of, excepted, total)
	}
	return fmt.Sprintf("All %d %s match the templates.", total, of)
}

// limits says what the verdict covers, where that is not everything.
func (d *Document) limits() string {
	switch {
	case !d.Complete && !d.Selection.IsZero():
		return " that were selected and could be read"
	case !d.Complete:
		return " that could be read"
	case !d.Selection.IsZero():
		return " that were selected"
	}
	return ""
}
