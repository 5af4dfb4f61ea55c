package auditreport

import (
	"bufio"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// columns is the first row. Columns are only ever added at the end.
var columns = []string{
	"kind", "organization", "id", "token_id", "token_name", "owner", "verdict", "template", "matched_by", "nearest",
	"rule", "severity", "message", "permission", "declared", "actual", "excepted_by", "file", "line",
	"reason", "expires_at", "last_used_at", "fix_url", "deny_reason", "nearest_url", "unjudged_because", "as_of", "read_at",
}

// csv writes a row for each finding, and one for each subject without. What
// could not be read has rows of the kind "incomplete", so that a short table is
// not taken for a good one. Classic tokens have rows of the kind "classic_token",
// because they are no tokens of a template.
func (d *Document) csv(b *bufio.Writer, _ format.Palette) {
	table := format.NewCSVTable(b)
	table.Row(slices.Concat(columns, use.Columns, []string{"scopes"}))
	datesOf := d.csvDates()
	for _, gap := range d.Incomplete {
		row := make([]string, firstDate)
		row[0], row[1], row[12] = "incomplete", gap.Organization, gap.What+": "+gap.Why
		table.Row(append(append(row, datesOf(gap.Organization)...), make([]string, len(use.Columns)+1)...))
	}
	table.Flush()
	format.InOrder(b, d.Subjects.Len(), func(b *bufio.Writer, from, to int) {
		part := csvPart{Document: d, cells: format.NewCSVCells(), datesOf: datesOf}
		for i := from; i < to; i++ {
			part.subject(b, d.Subjects.At(i))
		}
	})
	for i := range d.ClassicTokens {
		t := &d.ClassicTokens[i]
		for _, row := range d.classicRows(t) {
			table.Row(append(append(row, datesOf(t.Organization)...), "", strconv.Itoa(t.Calls), format.Stamp(t.LastCallAt), "", "", "", "", strings.Join(t.Scopes, " ")))
		}
	}
	table.Flush()
}

// csvPart writes the rows of some subjects.
type csvPart struct {
	*Document
	cells         *format.CSVCells
	datesOf       func(organization string) []string
	row           []byte
	before, after []byte // the cells of the subject around those of a finding, with commas
}

// subject writes the rows of a subject, which differ in the cells of the finding and of its use.
func (p *csvPart) subject(b *bufio.Writer, s *judged.Subject) {
	row := append(p.csvRow(s), p.datesOf(s.Organization)...)
	p.before = append(p.cells.Append(p.before[:0], row[:firstOfFinding]), ',')
	p.after = append(p.cells.Append(append(p.after[:0], ','), row[firstOfFinding+ofFinding:]), ',')
	if len(s.Findings) == 0 {
		p.write(b, row[firstOfFinding:firstOfFinding+ofFinding], s.Use.Cells("", ""))
		return
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		place := p.place(s.Organization, f.Range)
		p.write(b, []string{
			f.Rule, string(f.Severity), f.Message, format.OrEmpty(f.Permission), format.OrEmpty(f.Declared), format.OrEmpty(f.Actual), format.OrEmpty(f.ExceptedBy),
			place.Filename, strconv.Itoa(place.Start.Line),
		}, s.Use.Cells(f.Rule, format.OrEmpty(f.Permission)))
	}
}

// write writes a row for a finding. The last column, the scopes of classic tokens, is empty.
func (p *csvPart) write(b *bufio.Writer, finding, use []string) {
	p.row = append(p.cells.Append(append(p.row[:0], p.before...), finding), p.after...)
	p.row = append(p.cells.Append(p.row, append(use, "")), '\n')
	_, _ = b.Write(p.row) // the writer keeps the error
}

// firstOfFinding is where the columns of a finding begin, and ofFinding how many there are.
const firstOfFinding, ofFinding = 10, 9

// firstDate is where the columns of dates begin, which are the same for an organization.
const firstDate = 26

// classicRows are a row for each finding of a classic token, or one without.
func (d *Document) classicRows(t *classic.Token) [][]string {
	findings := t.Findings
	if len(findings) == 0 {
		findings = []judged.Finding{{}}
	}
	rows := make([][]string, 0, len(findings))
	for i := range findings {
		f := &findings[i]
		row := make([]string, firstDate)
		row[0], row[1], row[4], row[5] = "classic_token", t.Organization, format.OrEmpty(t.Name), format.OrEmpty(t.Owner)
		if t.CredentialID != nil {
			row[2] = strconv.FormatInt(*t.CredentialID, 10)
		}
		if t.TokenID != nil {
			row[3] = strconv.FormatInt(*t.TokenID, 10)
		}
		row[20], row[21] = format.Stamp(t.ExpiresAt), format.Stamp(t.LastUsedAt)
		if f.Rule != "" {
			place := d.place(t.Organization, f.Range)
			row[10], row[11], row[12], row[16] = f.Rule, string(f.Severity), f.Message, format.OrEmpty(f.ExceptedBy)
			row[17], row[18] = place.Filename, strconv.Itoa(place.Start.Line)
		}
		rows = append(rows, row)
	}
	return rows
}

// csvRow has the cells of a subject, and empty ones of a finding between them.
func (d *Document) csvRow(s *judged.Subject) []string {
	tokenID := ""
	if s.TokenID != nil {
		tokenID = strconv.FormatInt(*s.TokenID, 10)
	}
	row := []string{
		string(s.Kind), s.Organization, strconv.FormatInt(s.ID, 10), tokenID, format.OrEmpty(s.TokenName), s.Owner, string(s.Verdict),
		format.OrEmpty(s.Template), format.OrEmpty(s.MatchedBy), format.OrEmpty(s.Nearest),
	}
	row = append(row, make([]string, ofFinding)...)
	return append(row, format.OrEmpty(s.Reason), format.Stamp(s.ExpiresAt), format.Stamp(s.LastUsedAt), format.OrEmpty(s.FixURL), format.OrEmpty(s.Denied()), format.OrEmpty(s.NearestURL), strings.Join(s.UnjudgedWhy, " "))
}

// csvDates returns what gives the last two cells of the rows of an organization.
func (d *Document) csvDates() func(organization string) []string {
	known := map[string][]string{}
	for _, o := range d.Organizations { // once for each, not for each row
		at, _ := d.datesOf(o.Login)
		known[o.Login] = []string{format.Stamp(&at), format.Stamp(o.ReadAt)}
	}
	return func(organization string) []string {
		if dates, ok := known[organization]; ok {
			return dates
		}
		return []string{format.Stamp(&d.GeneratedAt), ""}
	}
}
